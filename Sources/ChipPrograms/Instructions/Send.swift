extension Instruction {
  /// Sends a value to the host: the program's output.
  ///
  /// `send %9`
  public struct Send: Operation {
    /// A field.
    public var value: Value

    public static let mnemonic = "send"

    public var operands: [Value] { [value] }
  }
}

extension Instruction.Send {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) { value = try words.value() }

  public func problem(in program: Program) -> Program.Problem? {
    program.problem(withField: value)
  }
}

extension Instruction.Operation where Self == Instruction.Send {
  /// Sends a value to the host.
  public static func send(_ value: Instruction.Value) -> Self { Self(value: value) }
}
