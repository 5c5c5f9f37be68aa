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
  /// Steps of the DAC; an agent further below the maximum is off.
  let steps: Float

  init(timing: ChipTiming) {
    totalRate_Hz = timing.raceLoad / timing.arbitration_s
    load = Float(timing.raceLoad)
    largestShare = Float(timing.maximumRate_Hz / totalRate_Hz)
    steps = Float((1 << timing.scoreBits) - 1)
    step_nats = Float(timing.scoreRange_nats) / steps
  }

  /// Turns the scores of the first `count` agents into shares p′ in place; returns the acceptance A.
  ///
  /// The buffer has room for whole lanes; what lies beyond `count` becomes 0.
  func shares(_ scores: UnsafeMutableBufferPointer<Float>, count: Int) -> Float {
    let row = scores.baseAddress!
    let padded = (count + 15) & ~15
    for index in count..<padded { row[index] = -.infinity }
    let largest = Lanes(
      repeating: RowReductions.maximum(UnsafeBufferPointer(start: row, count: padded)))
    let inverseStep = 1 / step_nats
    var sum = fold(row, padded) { score in
      let level = floorOfNonNegative((largest - score) * inverseStep + 0.5)
      return VectorFunctions.exp(level * -step_nats).replacing(with: 0, where: level .> steps)
    }
    if largestShare < 1 {
      // A saturated agent fires at λ_max; the shares are of what is left of the total rate.
      let inverse = 1 / sum
      sum = fold(row, padded) { ($0 * inverse).smaller(Lanes(repeating: largestShare)) }
    }
    let inverse = 1 / sum
    guard load > 0 else {
      _ = fold(row, padded) { $0 * inverse }
      return 1
    }
    let collided = fold(row, padded) { weight in
      let share = weight * inverse
      return share * VectorFunctions.exp(share * load)
    }
    let normaliser = 1 / collided
    _ = fold(row, padded) { $0 * normaliser }
    return collided * VectorFunctions.exp(Lanes(repeating: -load))[0]
  }

  /// Replaces each lane by its image; returns the sum of the images.
  @inline(__always)
  private func fold(
    _ row: UnsafeMutablePointer<Float>, _ count: Int, _ image: (Lanes) -> Lanes
  ) -> Float {
    var total = Lanes(repeating: 0)
    var index = 0
    while index < count {
      let lanes = image(row.lanes(index))
      row.store(lanes, at: index)
      total += lanes
      index &+= 16
    }
    return total.treeSum
  }
}
