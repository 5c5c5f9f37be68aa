extension Instruction {
  /// Superposed fields: left + gain ⊙ right + shift.
  ///
  /// `%7 <- accumulate %6, %1 gain V0 shift V1`
  public struct Accumulate: Operation {
    /// A field.
    public var left: Value
    /// A field of the same shape.
    public var right: Value
    /// A vector as wide as the fields; `nil` for ones.
    public var gain: Int?
    /// A vector as wide as the fields; `nil` for zeros.
    public var shift: Int?
    /// The value that it makes: a field of the same shape.
    public var into: Value

    public static let mnemonic = "accumulate"
    public static let makesValue = true

    public var operands: [Value] { [left, right] }
    public var result: Value? { into }
    public var details: String { Listing.describe(gain: gain, shift: shift) }
  }
}

extension Instruction.Accumulate {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    left = try words.value()
    try words.expect(",")
    right = try words.value()
    (gain, shift) = try words.gainAndShift()
  }

  public func problem(in program: Program) -> Program.Problem? {
    program.problem(withElements: [left, right], into: into)
      ?? program.problem(withVectors: [gain, shift], of: into)
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
