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
    /// Tokens at the beginning that a mean and the largest values leave out, a prompt's; where none is left the row
    /// is 0.
    public var after: Int
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
  /// Nothing for the mean, else `first`, `last` or `largest`; `after 5` where tokens are left out.
  public func details(_ agents: Program.Agents?) -> String {
    [rows == .mean ? nil : rows.rawValue, after == 0 ? nil : "after \(after)"]
      .compactMap(\.self).joined(separator: " ")
  }

  /// Reads `%7`, `%7 first` or `%7 largest after 5`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    let hasWord = !words.isAtListEnd && words.nextText != "after"
    rows = hasWord ? try words.choice("pooling", Rows.allCases) : .mean
    after =
      words.take("after") ? try words.integer("tokens left out", 1...Listing.largestNumber) : 0
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
    _ value: Instruction.Value, _ rows: Instruction.Pool.Rows = .mean, after: Int = 0,
    into: Instruction.Value
  ) -> Self {
    Self(rows: rows, after: after, value: value, into: into)
  }
}
