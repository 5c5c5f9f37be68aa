extension Instruction {
  /// Sends a value to the host: the program's output.
  public struct Send: Operation {
    /// The output.
    public var value: Value

    /// `send`.
    public static let mnemonic = "send"
    /// The output.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Send {
  /// Reads `%9`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { value = try words.value() }

  /// A field. That it leaves last, and alone, is a rule of the whole program.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(field: value)
  }
}

extension Instruction.Operation where Self == Instruction.Send {
  /// Sends a value to the host.
  public static func send(_ value: Instruction.Value) -> Self { Self(value: value) }
}
