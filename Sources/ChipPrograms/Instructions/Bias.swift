extension Instruction {
  /// Writes the static fields of an array's output agents.
  public struct Bias: Operation {
    /// The array.
    public var array: Int

    /// `bias`.
    public static let mnemonic = "bias"
    /// Resident arrays keep their fields.
    public static let setsUp = true
  }
}

extension Instruction.Bias {
  /// `A0`.
  public func details(_ agents: Program.Agents?) -> String { "A\(array)" }

  /// Reads `A0`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { array = try words.array() }

  /// The array is declared.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    _ = try state.array(array)
  }
}

extension Instruction.Operation where Self == Instruction.Bias {
  /// Writes an array's static fields.
  public static func bias(array: Int) -> Self { Self(array: array) }
}
