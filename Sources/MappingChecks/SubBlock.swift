package import ChipPrograms
package import VirtualChip

/// One instruction of a program with inputs of its own: a program that presets what the instruction
/// reads, runs it, and sends what it writes.
///
/// Each preset is the sum of a coarse and a fine row of 16-bit codes, so that fields keep 31 bits of
/// their largest magnitude.
package struct SubBlock {
  /// The instruction's name and word.
  package var name: String
  /// The small program.
  package var program: Program
  /// One token id for each row of the inputs.
  package var tokens: [Int]

  /// Cuts an instruction out of a program.
  ///
  /// - Parameters:
  ///   - index: number of the instruction.
  ///   - program: the whole program.
  ///   - trace: a run of it, whose values become presets.
  ///   - mostRows: at most this many rows of each value.
  /// - Returns: `nil` if the trace lacks an input, or the instruction writes nothing.
  package init?(_ index: Int, of program: Program, trace: VirtualChip.Trace, mostRows: Int) {
    let instruction = program.instructions[index]
    var operation = instruction.operation
    guard let result = operation.result else { return nil }
    // Codes are made from fields by the clamp in front.
    var fieldsRead: [Int] = []
    var clamp: Instruction?
    for operand in operation.operands {
      if program.values[operand].kind == .codes {
        guard
          let maker = program.instructions.first(where: { $0.operation.result == operand }),
          let coding = maker.operation as? Instruction.Clamp
        else { return nil }
        clamp = maker
        fieldsRead.append(coding.value)
      } else {
        fieldsRead.append(operand)
      }
    }
    var tables: [PresetTable] = []
    var fetches: [Instruction] = []
    var rows = 0
    for value in Set(fieldsRead).sorted() {
      guard let fields = trace.fields[value] else { return nil }
      rows = min(mostRows, fields.rows)
      let first = tables.count
      tables += Self.tables(fields, rows: rows)
      fetches.append(
        Instruction(
          name: "preset \(value)", layer: nil,
          operation: .fetch(tables: [first, first + 1], into: value)))
    }
    guard rows > 0 else { return nil }
    if operation is Instruction.Race {
      fetches.append(.init(name: "barrier", layer: nil, operation: .barrier))
    }
    if var read = operation as? Instruction.Read {
      read.array = 0
      operation = read
    }
    name = "\(instruction.operation.mnemonic) \(instruction.name)"
    tokens = Array(0..<rows)
    self.program = program
    self.program.maximumTokens = max(rows, 1)
    self.program.tables = tables
    if let read = instruction.operation as? Instruction.Read {
      self.program.arrays = [program.arrays[read.array]]
    } else {
      self.program.arrays = []
    }
    self.program.setup = program.setup.filter { $0.operation is Instruction.Beta }
    self.program.instructions =
      fetches + (clamp.map { [$0] } ?? [])
      + [
        Instruction(name: instruction.name, layer: instruction.layer, operation: operation),
        Instruction(name: "send", layer: nil, operation: .send(result)),
      ]
  }

  /// Rows as a coarse code and the code of what it leaves, one table row for each.
  private static func tables(_ fields: Matrix, rows: Int) -> [PresetTable] {
    let width = fields.width
    var rest = Array(fields.elements[0..<(rows * width)])
    return ["coarse", "fine"].map { name in
      var codes = [Int16](repeating: 0, count: rows * width)
      var scales = [Float](repeating: 1, count: rows)
      for row in 0..<rows {
        let places = (row * width)..<((row + 1) * width)
        let largest = rest[places].reduce(Float(0)) { max($0, $1.magnitude) }
        guard largest > 1e-30, largest.isFinite else { continue }
        scales[row] = largest / 32767
        for place in places {
          let code = max(-32767, min(32767, (rest[place] / scales[row]).rounded()))
          codes[place] = Int16(code)
          rest[place] -= Float(codes[place]) * scales[row]
        }
      }
      return PresetTable(
        name: name, index: .position, rows: rows, width: width, bits: 16, codes: codes,
        scales: scales, onChip: true)
    }
  }
}
