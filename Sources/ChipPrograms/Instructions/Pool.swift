extension Instruction {
  /// One row of the rows of all tokens: their mean, one of them, or the largest values.
  public struct Pool: Computation {
    /// How rows become one.
    public enum Rows: String, Sendable, CaseIterable {
      /// The mean over tokens.
      case mean
      /// The first token's row.
      case first
      /// The last token's row.
      case last
      /// The largest value of each channel.
      case largest
    }

    /// How rows become one.
    public var rows: Rows
    /// What is pooled.
    public var value: Value
    /// The value that it makes.
    public var into: Value

    /// `pool`.
    public static let mnemonic = "pool"
    /// What is pooled.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Pool {
  /// Nothing for the mean, else `first`, `last` or `largest`.
  public func details(_ agents: Program.Agents?) -> String {
    rows == .mean ? "" : rows.rawValue
  }

  /// Reads `%7` or `%7 first`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    rows = words.isAtListEnd ? .mean : try words.choice("pooling", Rows.allCases)
  }

  /// A field with one row a token becomes one of the same width with one row.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    let width = state.program.values[value].width
    try state.expect(value, .init(kind: .field, width: width))
    try state.expect(into, .init(kind: .field, width: width, pooled: true))
  }
}

extension Instruction.Operation where Self == Instruction.Pool {
  /// Makes one row of those of all tokens.
  public static func pool(
    _ value: Instruction.Value, _ rows: Instruction.Pool.Rows = .mean, into: Instruction.Value
  ) -> Self {
    Self(rows: rows, value: value, into: into)
  }
}
