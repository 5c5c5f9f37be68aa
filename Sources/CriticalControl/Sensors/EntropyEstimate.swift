/// An entropy as measured.
public struct EntropyEstimate: Sendable, Equatable {
  /// Ĥ in nats.
  public var entropy: Double
  /// The variance that the law of the sensor gives it, in nats²; `nil` where no law is known.
  public var variance: Double?

  /// Creates an estimate.
  public init(entropy: Double, variance: Double?) {
    self.entropy = entropy
    self.variance = variance
  }
}

/// What a controller is told at a step: means over the rows of its head.
public struct EntropyReading: Sendable, Equatable {
  /// H or Ĥ in nats.
  public var entropy: Double
  /// Var_p[s], exact or of the agents that fired.
  public var scoreVariance: Double
  /// The variance of Ĥ; 0 where H is exact.
  public var noise: Double

  /// Creates a reading.
  public init(entropy: Double, scoreVariance: Double, noise: Double = 0) {
    self.entropy = entropy
    self.scoreVariance = scoreVariance
    self.noise = noise
  }

  /// The exact reading of a state.
  public init(_ state: RowState) {
    self.init(entropy: state.entropy, scoreVariance: state.scoreVariance)
  }

  /// The mean reading of rows through a sensor; `nil` where no row could be read.
  public init?(_ rows: [RowFirings], through sensor: EntropySensor, at beta: Double) {
    var (entropy, variance, noise) = (0.0, 0.0, 0.0)
    var (read, spread) = (0, 0)
    for row in rows {
      if let estimate = sensor.estimate(row, at: beta) {
        entropy += estimate.entropy
        noise += estimate.variance ?? 0
        read += 1
      }
      if let one = row.scoreVariance {
        variance += one
        spread += 1
      }
    }
    guard read > 0 else { return nil }
    self.init(
      entropy: entropy / Double(read), scoreVariance: spread > 0 ? variance / Double(spread) : 0,
      noise: noise / Double(read * read))
  }
}
