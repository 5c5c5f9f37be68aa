/// One instruction of a program. Each reads and writes values: [tokens × width] matrices of fields,
/// or the codes of such a matrix.
public struct Instruction: Sendable {
  /// Identifies a value of a program.
  public typealias Value = Int

  /// Name in listings and records, e.g. `layer2.query`.
  public var name: String
  /// Encoder layer, if any.
  public var layer: Int?
  /// What it does.
  public var operation: any Operation

  /// Creates an instruction.
  public init(name: String, layer: Int?, operation: any Operation) {
    self.name = name
    self.layer = layer
    self.operation = operation
  }

  /// One operation of the instruction set: what the language knows about it.
  public protocol Operation: Sendable, Equatable {
    /// The word of the listing.
    static var mnemonic: String { get }
    /// Whether it stands behind `%n <-`: whether it makes a value.
    static var makesValue: Bool { get }
    /// The values that it reads; none by default.
    var operands: [Value] { get }
    /// The value that it writes; `nil` by default.
    var result: Value? { get }
    /// What stands behind the operands in the listing; nothing by default.
    var details: String { get }

    /// Reads what stands behind the mnemonic.
    init(_ words: inout ProgramWords) throws(ProgramTextError)
    /// What is wrong with it in a program that declares what it names; `nil` if nothing is.
    func problem(in program: Program) -> Program.Problem?
  }

  /// The instruction set.
  public static let set: [any Operation.Type] = [
    Load.self, Bias.self, Beta.self, Fetch.self, Clamp.self, Move.self, Read.self, Race.self,
    Gate.self, Normalise.self, Accumulate.self, Rescale.self, Pool.self, Unit.self, Send.self,
    Barrier.self,
  ]
}

extension Instruction.Operation {
  public static var makesValue: Bool { false }
  public var operands: [Instruction.Value] { [] }
  public var result: Instruction.Value? { nil }
  public var details: String { "" }

  /// The word of the listing.
  public var mnemonic: String { Self.mnemonic }

  /// Whether another operation is of the same type and equal.
  fileprivate func isEqual(_ other: any Instruction.Operation) -> Bool { other as? Self == self }
}

extension Instruction: Equatable {
  public static func == (left: Instruction, right: Instruction) -> Bool {
    left.name == right.name && left.layer == right.layer
      && left.operation.isEqual(right.operation)
  }
}
