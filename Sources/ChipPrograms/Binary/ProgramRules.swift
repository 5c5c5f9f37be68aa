/// What holds for a program that a machine can run: sizes match, numbers are finite, values are written
/// once and before they are read, and the output leaves last.
public struct ProgramRules {
  /// What is wrong with a program.
  public struct Fault: Equatable, Sendable {
    /// What was found, and where.
    public var found: String
    /// What was expected.
    public var expected: String
  }

  private let program: Program
  private var written: Set<Int> = []
  private var loaded: Set<Int> = []

  /// The first fault.
  /// - Parameter program: a program whose instructions name only what it declares.
  /// - Returns: `nil` if there is none.
  public static func fault(in program: Program) -> Fault? {
    if let fault = numberFault(in: program) { return fault }
    var rules = ProgramRules(program: program)
    for instruction in program.setup {
      switch instruction.operation {
      case is Instruction.Load, is Instruction.Bias, is Instruction.Beta: break
      default:
        return Fault(
          found: "\(instruction.operation.mnemonic) in the setup", expected: "load, bias and beta")
      }
    }
    for instruction in program.setup + program.instructions {
      if let (found, expected) = rules.problem(with: instruction.operation) {
        return Fault(found: "\(instruction.name): \(found)", expected: expected)
      }
    }
    let sends = program.instructions.filter { $0.operation.mnemonic == "send" }
    guard sends.count == 1, program.instructions.last?.operation.mnemonic == "send" else {
      return Fault(found: "\(sends.count) outputs", expected: "one, sent by the last instruction")
    }
    return nil
  }

  private static func numberFault(in program: Program) -> Fault? {
    func check(_ name: String, _ what: String, _ found: Int, _ expected: Int) -> Fault? {
      found == expected
        ? nil : Fault(found: "\(name): \(found) \(what)", expected: "\(expected)")
    }
    func check(_ name: String, codes: [Int16], bits: Int) -> Fault? {
      let largest = CodePacking.largest(bits: bits)
      return codes.allSatisfy { -largest <= $0 && $0 <= largest }
        ? nil
        : Fault(
          found: "\(name): a code out of \(bits) bits", expected: "magnitudes up to \(largest)")
    }
    func check(_ name: String, finite numbers: [Float]) -> Fault? {
      numbers.allSatisfy(\.isFinite)
        ? nil : Fault(found: "\(name): a number that is not finite", expected: "finite numbers")
    }
    for array in program.arrays {
      let name = array.name
      let tiles = array.placement.rowTiles * array.placement.columnTiles
      guard Precision.weightBitRange.contains(array.bits), array.block > 0,
        array.inputs % array.block == 0, tiles > 0, array.placement.rounds > 0
      else {
        return Fault(
          found: "\(name): \(Listing.describe(array))",
          expected: "2 to 12 bits, a block that divides the inputs, tiles and rounds")
      }
      if let fault = check(name, "codes", array.codes.count, array.inputs * array.outputs)
        ?? check(name, "scales", array.scales.count, array.outputs * array.blocks)
        ?? check(name, "fields", array.fields.count, array.outputs)
        ?? check(name, "tiles", array.placement.tiles.count, tiles)
        ?? check(name, codes: array.codes, bits: array.bits)
        ?? check(name, finite: array.scales) ?? check(name, finite: array.fields)
      {
        return fault
      }
    }
    for table in program.tables {
      if let fault = check(table.name, "codes", table.codes.count, table.rows * table.width)
        ?? check(table.name, "scales", table.scales.count, table.rows)
        ?? check(table.name, codes: table.codes, bits: table.bits)
        ?? check(table.name, finite: table.scales)
      {
        return fault
      }
    }
    for (index, vector) in program.vectors.enumerated() {
      if let fault = check("V\(index)", finite: vector) { return fault }
    }
    return nil
  }

  private init(program: Program) { self.program = program }

  private mutating func problem(with operation: any Instruction.Operation) -> Program.Problem? {
    if let value = operation.operands.first(where: { !written.contains($0) }) {
      return ("%\(value), which is not written yet", "a value that is")
    }
    if let result = operation.result, !written.insert(result).inserted {
      return ("%\(result) written a second time", "each value once")
    }
    switch operation {
    case let load as Instruction.Load: loaded.insert(load.array)
    case let read as Instruction.Read where !loaded.contains(read.array):
      return ("A\(read.array), which is not loaded", "an array that is")
    default: break
    }
    return operation.problem(in: program)
  }
}
