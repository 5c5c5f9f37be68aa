extension Instruction {
  /// gain ⊙ value + shift by the periphery.
  public struct Rescale: Computation {
    /// What is rescaled.
    public var value: Value
    /// A vector; `nil` for ones.
    public var gain: Int?
    /// A vector; `nil` for zeros.
    public var shift: Int?
    /// The value that it makes.
    public var into: Value

    /// `rescale`.
    public static let mnemonic = "rescale"
    /// What is rescaled.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Rescale {
  /// `gain V0 shift V1`, or less.
  public func details(_ agents: Program.Agents?) -> String {
    Listing.describe(gain: gain, shift: shift)
  }

  /// Reads `%6 gain V0 shift V1`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    (gain, shift) = try words.gainAndShift()
  }

  /// Fields of one shape, and vectors of their width.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(fields: [value], like: into)
    try state.expect(vectors: [gain, shift], of: into)
  }
}

extension Instruction.Operation where Self == Instruction.Rescale {
  /// Rescales a value.
  public static func rescale(
    _ value: Instruction.Value, gain: Int?, shift: Int?, into: Instruction.Value
  ) -> Self {
    Self(value: value, gain: gain, shift: shift, into: into)
  }
}
