extension Instruction {
  /// Superposed fields: left + gain ⊙ right + shift.
  public struct Accumulate: Computation {
    /// The left field.
    public var left: Value
    /// The right field.
    public var right: Value
    /// A vector; `nil` for ones.
    public var gain: Int?
    /// A vector; `nil` for zeros.
    public var shift: Int?
    /// The value that it makes.
    public var into: Value

    /// `accumulate`.
    public static let mnemonic = "accumulate"
    /// Both fields.
    public var operands: [Value] { [left, right] }
  }
}

extension Instruction.Accumulate {
  /// `gain V0 shift V1`, or less.
  public func details(_ agents: Program.Agents?) -> String {
    Listing.describe(gain: gain, shift: shift)
  }

  /// Reads `%6, %1 gain V0 shift V1`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    left = try words.value()
    try words.expect(",")
    right = try words.value()
    (gain, shift) = try words.gainAndShift()
  }

  /// Fields of one shape, and vectors of their width.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(fields: [left, right], like: into)
    try state.expect(vectors: [gain, shift], of: into)
  }
}

extension Instruction.Operation where Self == Instruction.Accumulate {
  /// Adds two values.
  public static func accumulate(
    _ left: Instruction.Value, _ right: Instruction.Value, gain: Int?, shift: Int?,
    into: Instruction.Value
  ) -> Self {
    Self(left: left, right: right, gain: gain, shift: shift, into: into)
  }
}
