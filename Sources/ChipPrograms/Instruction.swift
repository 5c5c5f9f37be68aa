public import MoebiusGeometry

/// One instruction of a program. Each reads and writes values: [tokens × width] matrices of fields,
/// or the codes of such a matrix.
public struct Instruction: Sendable, Equatable {
  /// Identifies a value of a program.
  public typealias Value = Int

  /// Name in listings and records, e.g. `layer2.query`.
  public var name: String
  /// Encoder layer, if any.
  public var layer: Int?
  /// What it does.
  public var operation: Operation

  /// Creates an instruction.
  public init(name: String, layer: Int?, operation: Operation) {
    self.name = name
    self.layer = layer
    self.operation = operation
  }

  /// The instruction set.
  public enum Operation: Sendable, Equatable {
    /// Writes an array's couplings, or those of one of its rounds, into their tiles.
    case load(array: Int)
    /// Writes the static fields of an array's output agents.
    case bias(array: Int)
    /// Sets the β DACs of the race tiles: the factor on query·key.
    case beta(factor: Float)
    /// Presets a value with the sum of one row of each table.
    case fetch(tables: [Int], into: Value)
    /// Codes a value as bit-planes, affine with an exact zero, outlier channels apart.
    case clamp(Value, bits: Int, outlierChannels: Int, into: Value)
    /// Carries codes or fields over the mesh: each block of `blockWidth` elements on its route.
    case move(Value, blockWidth: Int, bitsPerElement: Int, routes: [Route])
    /// Pulses the bit-planes of codes through an array and reads its columns.
    case read(array: Int, codes: Value, into: Value)
    /// Attention rows by exponential races.
    case race(RaceShape, query: Value, key: Value, value: Value, into: Value)
    /// Gate spin × field: E[g(x)]·x.
    case gate(GateThreshold, Value, into: Value)
    /// Potentials μ and z: (x − μ)/z with zero mean and unit variance.
    case normalise(Value, epsilon: Float, into: Value)
    /// Superposed fields: left + gain ⊙ right + shift; gain and shift [width] or absent.
    case accumulate(Value, Value, gain: Int?, shift: Int?, into: Value)
    /// gain ⊙ value + shift by the periphery.
    case rescale(Value, gain: Int?, shift: Int?, into: Value)
    /// The mean of a value over tokens: [1 × width].
    case pool(Value, into: Value)
    /// Divides a value by its Euclidean norm.
    case unit(Value, into: Value)
    /// Sends a value to the host: the program's output.
    case send(Value)
    /// Waits until every token has passed every instruction before it.
    case barrier
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

extension Instruction.Operation {
  /// The word of the listing.
  public var mnemonic: String {
    switch self {
    case .load: "load"
    case .bias: "bias"
    case .beta: "beta"
    case .fetch: "fetch"
    case .clamp: "clamp"
    case .move: "move"
    case .read: "read"
    case .race: "race"
    case .gate: "gate"
    case .normalise: "normalise"
    case .accumulate: "accumulate"
    case .rescale: "rescale"
    case .pool: "pool"
    case .unit: "unit"
    case .send: "send"
    case .barrier: "barrier"
    }
  }

  /// The values that it reads.
  public var operands: [Instruction.Value] {
    switch self {
    case .load, .bias, .beta, .fetch, .barrier: []
    case .clamp(let value, _, _, _), .move(let value, _, _, _), .gate(_, let value, _),
      .normalise(let value, _, _), .rescale(let value, _, _, _), .pool(let value, _),
      .unit(let value, _), .send(let value):
      [value]
    case .read(_, let codes, _): [codes]
    case .race(_, let query, let key, let value, _): [query, key, value]
    case .accumulate(let left, let right, _, _, _): [left, right]
    }
  }

  /// The value that it writes.
  public var result: Instruction.Value? {
    switch self {
    case .load, .bias, .beta, .move, .send, .barrier: nil
    case .fetch(_, let into), .clamp(_, _, _, let into), .read(_, _, let into),
      .race(_, _, _, _, let into), .gate(_, _, let into), .normalise(_, _, let into),
      .accumulate(_, _, _, _, let into), .rescale(_, _, _, let into), .pool(_, let into),
      .unit(_, let into):
      into
    }
  }
}
