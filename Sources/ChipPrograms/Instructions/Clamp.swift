extension Instruction {
  /// Codes a value as bit-planes, affine with an exact zero, outlier channels apart.
  public struct Clamp: Computation {
    /// The value that is coded.
    public var value: Value
    /// Bits of a code.
    public var bits: Int
    /// Channels of a token that are coded apart.
    public var outlierChannels: Int
    /// The value that it makes.
    public var into: Value

    /// `clamp`.
    public static let mnemonic = "clamp"
    /// The field that is coded.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Clamp {
  /// `bits 8 outliers 4`.
  public func details(_ agents: Program.Agents?) -> String {
    "bits \(bits) outliers \(outlierChannels)"
  }

  /// Reads `%0 bits 8 outliers 4`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    value = try words.value()
    try words.expect("bits")
    bits = try words.integer("bits of a code", 1...16)
    try words.expect("outliers")
    outlierChannels = try words.integer("outlier channels", 0...Listing.largestNumber)
  }

  /// Codes have the shape of the field and the precision's activation bits, and some channels are no
  /// outliers.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    let source = state.program.values[value]
    if let precision = state.program.precision, bits != precision.activationBits {
      throw .init("\(bits) bits", "\(precision.activationBits), as the precision states")
    }
    if outlierChannels >= max(source.width, 1), outlierChannels > 0 {
      throw .init("\(outlierChannels) outliers", "fewer than \(source.width) channels")
    }
    try state.expect(field: value)
    try state.expect(into, .init(kind: .codes, width: source.width, pooled: source.pooled))
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
