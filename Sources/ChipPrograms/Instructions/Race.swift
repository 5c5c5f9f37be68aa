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
    /// Places of tokens as rotations of queries and keys by angles of their own: of the first n channels of
    /// each head, k and k + n/2 turn by n_t θ_k for token n_t. An elliptic flow for each pair.
    public struct Rotation: Sendable, Equatable {
      /// The vector of the angles θ_k, n/2 of them, in radians a token.
      public var angles: Int
      /// Channels n of a head that turn.
      public var channels: Int
      /// Factor on what turned.
      public var amplitude: Float

      /// Creates a rotation.
      public init(angles: Int, channels: Int, amplitude: Float = 1) {
        self.angles = angles
        self.channels = channels
        self.amplitude = amplitude
      }
    }

    /// Where keys and values of earlier tokens wait for later ones.
    public enum State: String, Sendable, CaseIterable {
      /// Keys stay in race tiles, values in on-chip memory.
      case tiles
      /// Both in on-chip memory; keys are written into race tiles for each part of a text.
      case onChip = "on-chip"
      /// Both in off-chip memory, likewise.
      case offChip = "off-chip"
    }

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
    /// How many tokens a token sees, itself and the last ones before it; `nil` for all. Only where causal.
    public var window: Int?
    /// Rotations by the angles of a vector; `nil` for none.
    public var rotation: Rotation?
    /// Where keys and values wait, where causal.
    public var state: State

    /// Creates a shape.
    public init(
      heads: Int, keyValueHeads: Int, headSize: Int, causal: Bool, bits: Int,
      position: PositionFlow? = nil, window: Int? = nil, rotation: Rotation? = nil,
      state: State = .tiles
    ) {
      self.window = window
      self.rotation = rotation
      self.state = state
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
      + (shape.causal ? " causal" : "") + (shape.window.map { " window \($0)" } ?? "")
      + (shape.position.map { " position \($0)" } ?? "")
      + (shape.rotation.map { " rotation \($0)" } ?? "")
      + (shape.state == .tiles ? "" : " state \(shape.state.rawValue)")
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
    if words.take("window") {
      shape.window = try words.integer("window", 1...Listing.largestNumber)
    }
    if words.take("position") {
      let word = try words.next("a flow")
      guard let flow = PositionFlow(word) else {
        throw words.error(
          "flow `\(word)`", "elliptic:base, hyperbolic or parabolic, the latter with :slope or not")
      }
      shape.position = flow
    }
    if words.take("rotation") { shape.rotation = try words.rotation() }
    if words.take("state") {
      shape.state = try words.choice("state", Instruction.RaceShape.State.allCases)
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
    guard shape.causal || (shape.window == nil && shape.state == .tiles) else {
      throw .init("a window or a state of races over all tokens", "causal races")
    }
    if let window = shape.window, window < 1 { throw .init("a window of \(window)", "1 at least") }
    if let rotation = shape.rotation { try check(rotation, state.program) }
    let narrow = Program.ValueDeclaration(
      kind: .field, width: shape.keyValueHeads * shape.headSize)
    let wide = Program.ValueDeclaration(kind: .field, width: shape.heads * shape.headSize)
    try state.expect(query, wide)
    try state.expect(key, narrow)
    try state.expect(value, narrow)
    try state.expect(into, wide)
  }

  /// Half as many angles as channels, of channels that a head has; no second notion of places.
  private func check(
    _ rotation: Instruction.RaceShape.Rotation, _ program: Program
  ) throws(Fault.Reason) {
    guard shape.position == nil else { throw .init("a position beside a rotation", "one of them") }
    guard rotation.channels > 0, rotation.channels % 2 == 0, rotation.channels <= shape.headSize
    else {
      throw .init(
        "rotations of \(rotation.channels) channels",
        "an even number up to the head's \(shape.headSize)")
    }
    guard rotation.amplitude.isFinite else {
      throw .init("amplitude \(rotation.amplitude)", "a finite number")
    }
    guard program.vectors.indices.contains(rotation.angles) else {
      throw .init("V\(rotation.angles)", "one of \(program.vectors.count) vectors")
    }
    let angles = program.vectors[rotation.angles].count
    guard angles * 2 == rotation.channels else {
      throw .init("V\(rotation.angles) of width \(angles)", "\(rotation.channels / 2)")
    }
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
    guard shape.causal, shape.state == .tiles, let tokens = program.maximumTokens else { return }
    let tiles = races.reduce(0) { $0 + $1.shape.keyTiles(tokens: tokens, on: chip.geometry) }
    guard tiles <= chip.geometry.raceTiles else {
      throw .init(
        sentence: "keys of \(tokens) tokens of all causal races stay in \(tiles) race tiles, "
          + "\(chip.name) has \(chip.geometry.raceTiles)")
    }
  }
}

extension Instruction.RaceShape {
  /// Channels of a head that turn by the places of tokens.
  package var turnedChannels: Int {
    if case .elliptic? = position { return headSize }
    return rotation?.channels ?? 0
  }

  /// Keys of earlier tokens that a text of so many tokens needs at once.
  package func keptTokens(of tokens: Int) -> Int { min(tokens, window ?? tokens) }

  /// Race tiles in which keys stay; none where they wait elsewhere.
  package func keyTiles(tokens: Int, on geometry: ChipGeometry) -> Int {
    state == .tiles
      ? keyValueHeads * ceilingDivide(keptTokens(of: tokens), geometry.tileColumns) : 0
  }

  /// Bits of the keys and values of so many tokens.
  package func stateBits(tokens: Int) -> Int {
    2 * keyValueHeads * headSize * bits * keptTokens(of: tokens)
  }
}

extension Instruction.RaceShape.Rotation: CustomStringConvertible {
  /// `V0 of 32`, `V0 of 32 times 1.19`.
  public var description: String {
    "V\(angles) of \(channels)" + (amplitude == 1 ? "" : " times \(amplitude)")
  }
}

extension ProgramWords {
  /// A rotation as it is described.
  fileprivate mutating func rotation() throws(ProgramTextError) -> Instruction.RaceShape.Rotation {
    let angles = try reference("V", of: declared.vectors, "vector")
    try expect("of")
    let channels = try integer("channels that turn", 1...Listing.largestNumber)
    let amplitude = take("times") ? try float("amplitude") : 1
    return .init(angles: angles, channels: channels, amplitude: amplitude)
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
