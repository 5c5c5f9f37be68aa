extension Instruction {
  /// The mean of a value over tokens: one row.
  public struct Pool: Computation {
    /// What is averaged.
    public var value: Value
    /// The value that it makes.
    public var into: Value

    /// `pool`.
    public static let mnemonic = "pool"
    /// What is averaged.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Pool {
  /// Reads `%7`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
  }

  /// A field with one row a token becomes one of the same width with one row.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    let width = state.program.values[value].width
    try state.expect(value, .init(kind: .field, width: width))
    try state.expect(into, .init(kind: .field, width: width, pooled: true))
  }
}

extension Instruction.Operation where Self == Instruction.Pool {
  /// Takes the mean over tokens.
  public static func pool(_ value: Instruction.Value, into: Instruction.Value) -> Self {
    Self(value: value, into: into)
  }
}
