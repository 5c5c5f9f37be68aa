public import RandomStreams

/// Firings of a row that are drawn from the exact laws of its agents: what a chip without flaws, or with a gain error,
/// would show a controller.
public struct SyntheticFirings: Sendable {
  /// Draws of a row, or the mean number of a window: 1 to 65 535.
  public var draws: Int
  /// The factor on β that the agents have and the controller does not know.
  public var gain: Double

  /// Creates a source.
  /// - Precondition: 1 ≤ draws ≤ 65 535.
  public init(draws: Int, gain: Double = 1) {
    precondition(draws >= 1 && draws <= 65535, "\(draws) draws of a row, expected 1 to 65535")
    self.draws = draws
    self.gain = gain
  }

  /// The firings of a row at β, as a sensor finds them.
  ///
  /// - Parameters:
  ///   - scores: of the row; finite.
  ///   - beta: as the controller set it.
  ///   - sensor: what reads them.
  ///   - stream: of random numbers.
  public func fire(
    _ scores: [Double], at beta: Double, for sensor: EntropySensor, _ stream: inout RandomStream
  ) -> RowFirings {
    let truth = RowState(scores: scores, beta: beta * gain)
    let weights = scores.map {
      DeterministicFunctions.exp(max(-690, beta * gain * $0 - truth.logPartition))
    }
    // r₀Z may be beyond float64 where scores are large; times are kept as logarithms until the end.
    let mean = DeterministicFunctions.exp(min(690, max(-690, -truth.logPartition)))
    switch sensor {
    case .firingTimes, .rampedTimes:
      // In the ramp's own time each draw is exponential with the rate Z, as without a ramp.
      return RowFirings(
        counts: independent(weights, draws, &stream), scores: scores,
        exposure: stream.gamma(shape: Double(draws)) * mean)
    case .windowTimes:
      let counts = weights.map { stream.poisson(mean: $0 * Double(draws)) }
      return RowFirings(counts: counts, scores: scores, exposure: Double(draws) * mean)
    case .scaledRate:
      return RowFirings(
        counts: independent(weights, draws, &stream), scores: scores, logScale: truth.logPartition)
    case .counts:
      return RowFirings(counts: independent(weights, draws, &stream), scores: scores)
    case .regularTimes, .regularCounts:
      let counts = weights.map { Int(counting: $0 * Double(draws) + stream.uniform()) }
      return RowFirings(counts: counts, scores: scores, exposure: Double(draws) * mean)
    }
  }

  private func independent(
    _ weights: [Double], _ draws: Int, _ stream: inout RandomStream
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: weights.count)
    var (left, total) = (draws, weights.reduce(0, +))
    for index in weights.indices where left > 0 {
      let isLast = index == weights.count - 1
      let share = total > 0 ? min(1, weights[index] / total) : 1
      let count = isLast ? left : stream.binomial(trials: left, probability: share)
      counts[index] = count
      left -= count
      total -= weights[index]
    }
    return counts
  }
}
