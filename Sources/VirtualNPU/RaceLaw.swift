import DenseAlgebra
import HardwareSpecs

/// The law of a race between agents with rates r_j = R p_j, as the chip's devices shape it.
///
/// Scores enter through a DAC of b_s bits over D nats below the row's maximum; agents beyond D are
/// off. A rate saturates at λ_max. Two firings within τ of each other are discarded, so that
/// p′_j ∝ p_j e^{a p_j} with a = R τ, and a firing is accepted with probability
/// A = Σ p_j e^{−a(1−p_j)}.
struct RaceLaw: Sendable {
  /// Rate of all agents together, in hertz.
  let totalRate_Hz: Double
  /// a = R τ.
  let load: Float
  /// λ_max / R: the largest share of one agent; ≥ 1 if none saturates.
  let largestShare: Float
  /// Nats of one DAC step.
  let step_nats: Float
  /// e^{−level · step} for each level; the agent is off beyond the last one.
  let weights: [Float]

  init(timing: ChipTiming) {
    totalRate_Hz = timing.raceLoad / timing.arbitration_s
    load = Float(timing.raceLoad)
    largestShare = Float(timing.maximumRate_Hz / totalRate_Hz)
    let levels = 1 << timing.scoreBits
    let step = Float(timing.scoreRange_nats / Double(levels - 1))
    step_nats = step
    weights = (0..<levels).map { VectorFunctions.exp(Lanes(repeating: -Float($0) * step))[0] }
  }

  /// Turns scores into shares p′ in place; returns the acceptance A.
  func shares(_ scores: UnsafeMutableBufferPointer<Float>) -> Float {
    let count = scores.count
    var largest = scores[0]
    for index in 1..<max(count, 1) where scores[index] > largest { largest = scores[index] }
    let inverseStep = 1 / step_nats
    let limit = Float(weights.count)
    var sum: Float = 0
    weights.withUnsafeBufferPointer { weights in
      for index in 0..<count {
        let level = ((largest - scores[index]) * inverseStep + 0.5).rounded(.down)
        let weight: Float = level < limit ? weights[Int(level)] : 0
        scores[index] = weight
        sum += weight
      }
    }
    let inverse = 1 / sum
    guard largestShare < 1 else { return collide(scores, inverse: inverse) }
    // A saturated agent fires at λ_max; the shares are of what is left of the total rate.
    var saturated: Float = 0
    for index in 0..<count {
      let share = scores[index] * inverse
      scores[index] = share > largestShare ? largestShare : share
      saturated += scores[index]
    }
    return collide(scores, inverse: 1 / saturated)
  }

  private func collide(_ shares: UnsafeMutableBufferPointer<Float>, inverse: Float) -> Float {
    guard load > 0 else {
      for index in 0..<shares.count { shares[index] = shares[index] * inverse }
      return 1
    }
    var sum: Float = 0
    for index in 0..<shares.count {
      let share = shares[index] * inverse
      // e^{a p} for a p ≤ a ≪ 1, to fourth order: below 1e-10 at a = 0.01, and no table.
      let x = load * share
      let factor = 1 + x * (1 + x * (0.5 + x * (1 / 6 + x * (1 / 24))))
      shares[index] = share * factor
      sum += share * factor
    }
    let normaliser = 1 / sum
    for index in 0..<shares.count { shares[index] = shares[index] * normaliser }
    return sum * VectorFunctions.exp(Lanes(repeating: -load))[0]
  }
}
