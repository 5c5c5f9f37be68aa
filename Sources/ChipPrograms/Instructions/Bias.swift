extension Instruction {
  /// Writes the static fields of an array's output agents.
  ///
  /// `bias A0`
  public struct Bias: Operation {
    /// The array.
    public var array: Int

    public static let mnemonic = "bias"

    public var details: String { "A\(array)" }
  }
}

extension Instruction.Bias {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { array = try words.array() }

  public func problem(in program: Program) -> Program.Problem? { nil }
}

extension Instruction.Operation where Self == Instruction.Bias {
  /// Writes an array's static fields.
  public static func bias(array: Int) -> Self { Self(array: array) }
}
