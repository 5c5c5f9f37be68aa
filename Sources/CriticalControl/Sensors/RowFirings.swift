/// What a controller sees of an attention row: which agents fired, and how long it took.
///
/// It holds counts and times alone, and the scores that the chip's own accumulators held for the agents that
/// fired. Errors of devices are in them and nowhere else.
public struct RowFirings: Sendable, Equatable {
  /// Keys of the row, N.
  public var keys: Int
  /// Firings by key; as many as keys.
  public var counts: [Int]
  /// K = Σ counts.
  public var firings: Int
  /// Mean score of the agents that fired.
  public var meanScore: Double
  /// Their variance, Σ n (s − mean)²/(K − 1); `nil` for fewer than two firings.
  public var scoreVariance: Double?
  /// r₀T: the waiting time in units of an agent of score 0, whose rate is r₀. A ramp counts as
  /// r₀ ∫ e^{γt} dt over the draws. `nil` where no time was taken.
  public var exposure: Double?
  /// ln(R/r₀) of a row whose r₀ is scaled until all agents together fire at R; `nil` without scaling.
  public var logScale: Double?

  /// Takes counts and times.
  /// - Parameters:
  ///   - counts: firings by key.
  ///   - scores: the accumulators' scores by key; only those of agents that fired are read.
  ///   - exposure: r₀T.
  ///   - logScale: ln(R/r₀).
  /// - Precondition: as many scores as counts.
  public init(
    counts: [Int], scores: [Double], exposure: Double? = nil, logScale: Double? = nil
  ) {
    precondition(counts.count == scores.count, "\(counts.count) counts, \(scores.count) scores")
    keys = counts.count
    self.counts = counts
    self.exposure = exposure
    self.logScale = logScale
    let total = counts.reduce(0, +)
    firings = total
    var mean = 0.0
    for (count, score) in zip(counts, scores) where count > 0 { mean += Double(count) * score }
    mean = total > 0 ? mean / Double(total) : 0
    var squares = 0.0
    for (count, score) in zip(counts, scores) where count > 0 {
      squares += Double(count) * (score - mean) * (score - mean)
    }
    meanScore = mean
    scoreVariance = total > 1 ? squares / Double(total - 1) : nil
  }
}
