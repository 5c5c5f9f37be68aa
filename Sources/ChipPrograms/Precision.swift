/// How many bits a mapping spends, and where.
public struct Precision: Sendable, Equatable, Codable {
  /// How the range of a group of weights is chosen.
  public enum WeightRange: String, Sendable, Codable, CaseIterable {
    /// The largest magnitude of the group: nothing saturates.
    case maximum
    /// The range with the least mean squared error: rare large weights saturate.
    case leastSquares = "least-squares"
  }

  /// Where the gains of norms are applied.
  public enum NormGains: String, Sendable, Codable, CaseIterable {
    /// In the couplings that read the norm's output.
    case folded
    /// By the digital periphery, one multiply-add an element, before the quantiser.
    case periphery
  }

  /// Bits of a coupling, sign included: 2…12.
  public var weightBits: Int
  /// Bits of an activation code: 4…12. Codes are affine with an exact zero.
  public var activationBits: Int
  /// Bits of the operands of attention (query codes, key couplings, values): 4…12.
  public var attentionBits: Int
  /// Channels of a token, largest magnitudes first, that are coded apart with a range of their own.
  public var outlierChannels: Int
  /// Inputs of an output that share a scale; 0 for one scale an output; `nil` for one scale a tile: as
  /// many inputs as a tile has rows, where that divides the layer's inputs, else all of them.
  public var weightBlock: Int?
  /// How weight ranges are chosen.
  public var weightRange: WeightRange
  /// Where norm gains go.
  public var normGains: NormGains
  /// Bits of a stored embedding element.
  public var embeddingBits: Int

  /// The legal ranges of the settings, as an error message names them.
  public static let weightBitRange = 2...12
  /// Legal activation and attention bits.
  public static let activationBitRange = 4...12
  /// Bits of a word of the residual stream and of accumulators.
  public static let accumulatorBits = 32

  /// Creates settings; see `problems` for their legality.
  public init(
    weightBits: Int = 8, activationBits: Int = 8, attentionBits: Int? = nil,
    outlierChannels: Int = 4, weightBlock: Int? = nil, weightRange: WeightRange = .maximum,
    normGains: NormGains = .folded, embeddingBits: Int = 16
  ) {
    self.weightBits = weightBits
    self.activationBits = activationBits
    self.attentionBits = attentionBits ?? activationBits
    self.outlierChannels = outlierChannels
    self.weightBlock = weightBlock
    self.weightRange = weightRange
    self.normGains = normGains
    self.embeddingBits = embeddingBits
  }

  /// What is illegal about these settings, one sentence each; empty if they are sound.
  public var problems: [String] {
    var found: [String] = []
    func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) {
      if !range.contains(value) {
        found.append("\(name): found \(value), expected \(range.lowerBound) to \(range.upperBound)")
      }
    }
    check("weight bits", weightBits, Self.weightBitRange)
    check("activation bits", activationBits, Self.activationBitRange)
    check("attention bits", attentionBits, Self.activationBitRange)
    check("outlier channels", outlierChannels, 0...64)
    check("embedding bits", embeddingBits, 8...16)
    if let weightBlock, weightBlock != 0 { check("weight block", weightBlock, 8...4096) }
    return found
  }
}

/// What decides whether a gate spin is up.
public enum GateThreshold: String, Sendable, Equatable, Codable, CaseIterable {
  /// g = 1[x + ξ > 0] with ξ ~ N(0,1): P = Φ(x); makes GELU exact.
  case gaussian
  /// P = σ(1.702 x): the logistic p-bit that comes nearest to Φ in the Gaussian measure's habit
  /// (Hendrycks & Gimpel, arXiv 1606.08415); leaves GELU a bias.
  case logistic
  /// P = σ(x): makes SiLU exact.
  case unitLogistic = "unit-logistic"
  /// P = 1[x > 0], the limit β → ∞: makes ReLU exact.
  case zeroTemperature = "zero-temperature"
}
