import ByteFormats
public import HardwareSpecs
public import MoebiusGeometry

extension Instruction {
  /// Attention rows by exponential races: one agent a key, with rate e^{β q·k}.
  public struct Race: Computation {
    /// Heads and their widths, bits and places.
    public var shape: RaceShape
    /// What asks.
    public var query: Value
    /// What is asked.
    public var key: Value
    /// What is mixed.
    public var value: Value
    /// The value that it makes.
    public var into: Value

    /// `race`.
    public static let mnemonic = "race"
    /// Queries, keys and values.
    public var operands: [Value] { [query, key, value] }
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
  /// `heads 4/2 x 16 8b causal position elliptic:10000.0`.
  public func details(_ agents: Program.Agents?) -> String {
    "heads \(shape.heads)/\(shape.keyValueHeads) x \(shape.headSize) \(shape.bits)b"
      + (shape.causal ? " causal" : "") + (shape.position.map { " position \($0)" } ?? "")
  }

  /// Reads `%2, %4, %5 heads 4/2 x 16 8b causal position elliptic:10000.0`.
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

  /// Key heads divide the heads, bits are from 4 to 12; queries and result have the width of all heads,
  /// keys and values of all key heads.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    guard shape.heads > 0, shape.keyValueHeads > 0, shape.heads % shape.keyValueHeads == 0 else {
      throw .init("\(shape.keyValueHeads) key heads", "a divisor of \(shape.heads) heads")
    }
    guard Precision.activationBitRange.contains(shape.bits) else {
      throw .init("\(shape.bits) bits", "4 to 12")
    }
    let narrow = Program.ValueDeclaration(
      kind: .field, width: shape.keyValueHeads * shape.headSize)
    let wide = Program.ValueDeclaration(kind: .field, width: shape.heads * shape.headSize)
    try state.expect(query, wide)
    try state.expect(key, narrow)
    try state.expect(value, narrow)
    try state.expect(into, wide)
  }

  /// Keys that stay have room, rotations turn pairs of channels, scores fit 32 bits, and converters resolve
  /// every sum of a column.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    try checkKeys(on: chip, state.program)
    if case .elliptic? = shape.position, shape.headSize % 2 == 1 {
      throw .init(
        sentence: "head size: found \(shape.headSize), expected an even one for rotations")
    }
    let largest = ((1 << shape.bits) - 1) * ((1 << (shape.bits - 1)) - 1) * shape.headSize
    guard largest <= Int(Int32.max) else {
      throw .init(
        sentence: "scores of \(shape.headSize) products of \(shape.bits) bits reach \(largest), "
          + "expected at most \(Int32.max)")
    }
    try chip.checkConverters(rows: min(shape.headSize, chip.geometry.tileRows))
  }

  /// Keys of causal races stay in their tiles for the tokens to come, those of all races of a program side
  /// by side; races over all tokens write theirs anew.
  private func checkKeys(on chip: ChipSpec, _ program: Program) throws(Fault.Reason) {
    let races = program.instructions.compactMap { $0.operation as? Instruction.Race }
    guard races.allSatisfy({ $0.shape.causal == shape.causal }) else {
      throw .init("causal races and races over all tokens", "one kind in a program")
    }
    guard shape.causal, let tokens = program.maximumTokens else { return }
    let columns = ceilingDivide(tokens, chip.geometry.tileColumns)
    let tiles = races.reduce(0) { $0 + $1.shape.keyValueHeads * columns }
    guard tiles <= chip.geometry.raceTiles else {
      throw .init(
        sentence: "keys of \(tokens) tokens of all causal races stay in \(tiles) race tiles, "
          + "\(chip.name) has \(chip.geometry.raceTiles)")
    }
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
