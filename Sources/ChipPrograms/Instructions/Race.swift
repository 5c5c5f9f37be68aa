public import MoebiusGeometry

extension Instruction {
  /// Attention rows by exponential races: one agent a key, with rate e^{β q·k}.
  ///
  /// `%6 <- race %2, %4, %5 heads 4/2 x 16 8b causal position elliptic:10000.0`
  public struct Race: Operation {
    /// Heads and their widths, bits and places.
    public var shape: RaceShape
    /// A field of heads · head size.
    public var query: Value
    /// A field of key heads · head size.
    public var key: Value
    /// A field as wide as the keys.
    public var value: Value
    /// The value that it makes: a field as wide as the queries.
    public var into: Value

    public static let mnemonic = "race"
    public static let makesValue = true

    public var operands: [Value] { [query, key, value] }
    public var result: Value? { into }
    public var details: String {
      "heads \(shape.heads)/\(shape.keyValueHeads) x \(shape.headSize) \(shape.bits)b"
        + (shape.causal ? " causal" : "") + (shape.position.map { " position \($0)" } ?? "")
    }
  }

  /// The shape of an attention.
  public struct RaceShape: Sendable, Equatable {
    /// Query heads.
    public var heads: Int
    /// Key and value heads.
    public var keyValueHeads: Int
    /// Width of a head.
    public var headSize: Int
    /// Whether a token sees only earlier tokens.
    public var causal: Bool
    /// Bits of query codes, key couplings and values.
    public var bits: Int
    /// What scores know of the places of tokens; `nil` if nothing.
    public var position: PositionFlow?

    /// Creates a shape.
    public init(
      heads: Int, keyValueHeads: Int, headSize: Int, causal: Bool, bits: Int,
      position: PositionFlow? = nil
    ) {
      self.heads = heads
      self.keyValueHeads = keyValueHeads
      self.headSize = headSize
      self.causal = causal
      self.bits = bits
      self.position = position
    }
  }
}

extension Instruction.Race {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    query = try words.value()
    try words.expect(",")
    key = try words.value()
    try words.expect(",")
    value = try words.value()
    try words.expect("heads")
    let (heads, keyValueHeads) = try words.pair("heads", separator: "/")
    try words.expect("x")
    let headSize = try words.integer("width of a head", 1...Listing.largestNumber)
    let bits = try words.integer("bits of operands", suffix: "b", 1...16)
    shape = Instruction.RaceShape(
      heads: heads, keyValueHeads: keyValueHeads, headSize: headSize, causal: words.take("causal"),
      bits: bits)
    if words.take("position") {
      let word = try words.next("a flow")
      guard let flow = PositionFlow(word) else {
        throw words.error(
          "flow `\(word)`", "elliptic:base, hyperbolic or parabolic, the latter with :slope or not")
      }
      shape.position = flow
    }
  }

  public func problem(in program: Program) -> Program.Problem? {
    if shape.heads % shape.keyValueHeads != 0 {
      return ("\(shape.keyValueHeads) key heads", "a divisor of \(shape.heads) heads")
    }
    if !Precision.activationBitRange.contains(shape.bits) {
      return ("\(shape.bits) bits", "4 to 12")
    }
    let wide = Program.ValueDeclaration(kind: .field, width: shape.heads * shape.headSize)
    let narrow = Program.ValueDeclaration(
      kind: .field, width: shape.keyValueHeads * shape.headSize)
    return program.problem(with: query, expecting: wide)
      ?? program.problem(with: key, expecting: narrow)
      ?? program.problem(with: value, expecting: narrow)
      ?? program.problem(with: into, expecting: wide)
  }
}

extension Instruction.Operation where Self == Instruction.Race {
  /// Attention rows by races.
  public static func race(
    _ shape: Instruction.RaceShape, query: Instruction.Value, key: Instruction.Value,
    value: Instruction.Value, into: Instruction.Value
  ) -> Self {
    Self(shape: shape, query: query, key: key, value: value, into: into)
  }
}
