extension Instruction {
  /// Codes a value as bit-planes, affine with an exact zero, outlier channels apart.
  ///
  /// `%1 <- clamp %0 bits 8 outliers 4`
  public struct Clamp: Operation {
    /// The value that is coded: a field.
    public var value: Value
    /// Bits of a code: the activation bits of the program's precision.
    public var bits: Int
    /// Channels of a token that are coded apart: fewer than the value's width.
    public var outlierChannels: Int
    /// The value that it makes: codes of the same shape.
    public var into: Value

    public static let mnemonic = "clamp"
    public static let makesValue = true

    public var operands: [Value] { [value] }
    public var result: Value? { into }
    public var details: String { "bits \(bits) outliers \(outlierChannels)" }
  }
}

extension Instruction.Clamp {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    try words.expect("bits")
    bits = try words.integer("bits of a code", 1...16)
    try words.expect("outliers")
    outlierChannels = try words.integer("outlier channels", 0...Listing.largestNumber)
  }

  public func problem(in program: Program) -> Program.Problem? {
    let source = program.values[value]
    if bits != program.precision.activationBits {
      return ("\(bits) bits", "\(program.precision.activationBits), as the precision states")
    }
    if outlierChannels >= max(source.width, 1), outlierChannels > 0 {
      return ("\(outlierChannels) outliers", "fewer than \(source.width) channels")
    }
    return program.problem(withField: value)
      ?? program.problem(
        with: into, expecting: .init(kind: .codes, width: source.width, pooled: source.pooled))
  }
}

extension Instruction.Operation where Self == Instruction.Clamp {
  /// Codes a value.
  public static func clamp(
    _ value: Instruction.Value, bits: Int, outlierChannels: Int, into: Instruction.Value
  ) -> Self {
    Self(value: value, bits: bits, outlierChannels: outlierChannels, into: into)
  }
}
