import DenseAlgebra
package import HardwareSpecs

/// The law of a race between agents with rates r_j = R p_j, as the chip's devices shape it.
///
/// Scores enter through a DAC of b_s bits whose 2^b_s levels span D nats below the row's maximum;
/// agents further below are off. A rate saturates at λ_max: then the agents together fire at only
/// R' = R Σ min(p_j, λ_max/R). Two firings of different agents within τ collide: the draw is discarded
/// and the race starts again, so that p′_j ∝ p_j e^{a p_j} with a = R' τ, and a draw is accepted with
/// probability A = Σ p_j e^{−a(1−p_j)}.
///
/// Regular clocks are not started again: a firing is lost to one before it as well as to one after it,
/// so that each of agent j is counted with probability e^{−2a(1−p_j)} and p′_j ∝ p_j e^{2a p_j}, to first
/// order in a.
package struct RaceLaw: Sendable {
  /// R, the rate of all agents together, in hertz.
  package let totalRate_Hz: Double
  /// a = R τ.
  package let load: Float
  /// λ_max / R: the largest share of one agent; ≥ 1 if none saturates.
  package let largestShare: Float
  /// Nats of one DAC step: D / (2^b_s − 1).
  package let step_nats: Float
  /// Steps of the DAC; an agent further below the maximum is off.
  package let steps: Float

  /// The law of a chip's race tiles.
  package init(timing: ChipTiming) {
    totalRate_Hz = timing.raceLoad / timing.arbitration_s
    load = Float(timing.raceLoad)
    largestShare = Float(timing.maximumRate_Hz / totalRate_Hz)
    steps = Float((1 << timing.scoreBits) - 1)
    step_nats = Float(timing.scoreRange_nats) / steps
  }

  /// Turns the scores of the first `count` agents into shares p′ in place.
  ///
  /// The buffer has room for whole lanes; what lies beyond `count` becomes 0. Scores must be finite.
  ///
  /// - Parameters:
  ///   - scores: The scores, replaced by shares.
  ///   - count: Agents.
  ///   - draws: Which clocks the agents have.
  package func shares(
    _ scores: inout MutableSpan<Float>, count: Int, draws: Draws = .independent
  ) -> RowLaw {
    let padded = (count + 15) & ~15
    var sum = weights(&scores, count: count)
    var rate: Float = 1
    if largestShare < 1 {
      sum = saturate(&scores, padded, inverse: 1 / sum)
      rate = sum
    }
    let load = load * rate * (draws == .systematic ? 2 : 1)
    guard load > 0 else {
      scale(&scores, padded, by: 1 / sum)
      return RowLaw(acceptance: 1, rate: rate)
    }
    let collided = collide(&scores, padded, inverse: 1 / sum, load: load)
    scale(&scores, padded, by: 1 / collided)
    let acceptance = collided * VectorFunctions.exp(Lanes(repeating: -load))[0]
    return RowLaw(acceptance: acceptance < 1 ? acceptance : 1, rate: rate)
  }

  /// Turns scores into the shares p of the firings of regular clocks in place, those that are lost
  /// included; parameters as in `shares`.
  package func firingShares(_ scores: inout MutableSpan<Float>, count: Int) -> RowLaw {
    let padded = (count + 15) & ~15
    var result = RowLaw(acceptance: 1, rate: 1)
    var sum = weights(&scores, count: count)
    if largestShare < 1 {
      sum = saturate(&scores, padded, inverse: 1 / sum)
      result.rate = sum
    }
    scale(&scores, padded, by: 1 / sum)
    result.contest = 2 * load * result.rate
    return result
  }

  /// Turns scores into the shares of softmax in place, as the score converters leave it; parameters as in
  /// `shares`.
  ///
  /// - Parameter visit: sees the weights e^{−level · step} of the agents before they are normalised.
  func softmax(
    _ scores: inout MutableSpan<Float>, count: Int,
    _ visit: (Span<Float>) -> Void = { _ in }
  ) {
    let sum = weights(&scores, count: count)
    visit(scores.span.extracting(0..<count))
    scale(&scores, (count + 15) & ~15, by: 1 / sum)
  }

  /// Turns the scores of the first `count` agents into e^{−level · step}, as the score converters set
  /// them, in place; 0 beyond the last level and beyond `count`. Returns their sum.
  package func weights(_ scores: inout MutableSpan<Float>, count: Int) -> Float {
    let padded = (count + 15) & ~15
    for index in count..<padded { scores[index] = -.infinity }
    return weigh(&scores, padded)
  }

  /// Scores → e^{−level · step}, 0 beyond the last level; returns their sum.
  private func weigh(_ row: inout MutableSpan<Float>, _ count: Int) -> Float {
    let largest = Lanes(
      repeating: RowReductions.maximum(row.span.extracting(0..<count)))
    let inverseStep = 1 / step_nats
    var total = Lanes(repeating: 0)
    var index = 0
    while index < count {
      let level = floorOfNonNegative((largest - row.lanes(index)) * inverseStep + 0.5)
      let weight = VectorFunctions.exp(level * -step_nats).replacing(with: 0, where: level .> steps)
      row.store(weight, at: index)
      total += weight
      index &+= 16
    }
    return total.treeSum
  }

  /// Weights → p e^{a p}; returns their sum.
  private func collide(
    _ row: inout MutableSpan<Float>, _ count: Int, inverse: Float, load: Float
  ) -> Float {
    // a p ≤ a: where a is small five terms of the series are exact to 10⁻⁹, and cheaper.
    let small = load <= 0.1
    var total = Lanes(repeating: 0)
    var index = 0
    while index < count {
      let share = row.lanes(index) * inverse
      let x = share * load
      let collided: Lanes
      if small {
        let tail = (((x * 0.008333333 + 0.041666668) * x + 0.16666667) * x + 0.5) * x + 1
        collided = share * (tail * x + 1)
      } else {
        collided = share * VectorFunctions.exp(x)
      }
      row.store(collided, at: index)
      total += collided
      index &+= 16
    }
    return total.treeSum
  }

  /// Shares of the total rate, none above λ_max; returns their sum.
  private func saturate(
    _ row: inout MutableSpan<Float>, _ count: Int, inverse: Float
  ) -> Float {
    var total = Lanes(repeating: 0)
    for index in stride(from: 0, to: count, by: 16) {
      let share = (row.lanes(index) * inverse).smaller(Lanes(repeating: largestShare))
      row.store(share, at: index)
      total += share
    }
    return total.treeSum
  }

  /// Multiplies a row.
  @inline(__always)
  func scale(_ row: inout MutableSpan<Float>, _ count: Int, by factor: Float) {
    var index = 0
    while index < count {
      row.store(row.lanes(index) * factor, at: index)
      index &+= 16
    }
  }
}
