extension Instruction {
  /// The mean of a value over tokens: one row.
  ///
  /// `%8 <- pool %7`
  public struct Pool: Operation {
    /// A field with one row a token.
    public var value: Value
    /// The value that it makes: a field of the same width with one row.
    public var into: Value

    public static let mnemonic = "pool"
    public static let makesValue = true

    public var operands: [Value] { [value] }
    public var result: Value? { into }
  }
}

extension Instruction.Pool {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
  }

  public func problem(in program: Program) -> Program.Problem? {
    let width = program.values[value].width
    return program.problem(with: value, expecting: .init(kind: .field, width: width))
      ?? program.problem(with: into, expecting: .init(kind: .field, width: width, pooled: true))
  }
}

extension Instruction.Operation where Self == Instruction.Pool {
  /// Takes the mean over tokens.
  public static func pool(_ value: Instruction.Value, into: Instruction.Value) -> Self {
    Self(value: value, into: into)
  }
}
