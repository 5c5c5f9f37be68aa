extension Instruction {
  /// gain ⊙ value + shift by the periphery.
  ///
  /// `%7 <- rescale %6 gain V0 shift V1`
  public struct Rescale: Operation {
    /// A field.
    public var value: Value
    /// A vector as wide as the field; `nil` for ones.
    public var gain: Int?
    /// A vector as wide as the field; `nil` for zeros.
    public var shift: Int?
    /// The value that it makes: a field of the same shape.
    public var into: Value

    public static let mnemonic = "rescale"
    public static let makesValue = true

    public var operands: [Value] { [value] }
    public var result: Value? { into }
    public var details: String { Listing.describe(gain: gain, shift: shift) }
  }
}

extension Instruction.Rescale {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    (gain, shift) = try words.gainAndShift()
  }

  public func problem(in program: Program) -> Program.Problem? {
    program.problem(withElements: [value], into: into)
      ?? program.problem(withVectors: [gain, shift], of: into)
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
