import DenseAlgebra
package import RandomStreams

// A ramped race: each draw starts at the total rate ρ γ, ρ = 10⁻³, and rises as e^{γt} with
// γ = a/τ, until an agent fires. All rates share the ramp, so that softmax stays exact; the hazard that
// has passed when an agent fires, Λ = ρ (e^{γt} − 1), is exponential with mean 1. That agent's rate and
// those of the others are then p (ρ + Λ) γ, and the ramp goes on for the arbitration time.
extension RaceLaw {
  /// ρ: the rate at which a draw starts, over γ.
  package static let rampStart = 1e-3

  /// Turns scores into shares p′ in place, as `shares`: p′_j ∝ p_j A_j with
  /// A_j = E[e^{−(1−p_j)(ρ + Λ)(e^a − 1)}] = e^{−(1−p_j) ρ (e^a − 1)} / (1 + (1−p_j)(e^a − 1)).
  package func rampedShares(
    _ scores: inout MutableSpan<Float>, count: Int
  ) -> RowLaw {
    let padded = (count + 15) & ~15
    let inverse = 1 / weights(&scores, count: count)
    let growth = Float(DeterministicFunctions.exp(Double(load)) - 1)
    let start = growth * Float(Self.rampStart)
    var total = Lanes(repeating: 0)
    for index in stride(from: 0, to: padded, by: 16) {
      let share = scores.lanes(index) * inverse
      let others = 1 - share
      let accepted = share * VectorFunctions.exp(others * -start) / (others * growth + 1)
      scores.store(accepted, at: index)
      total += accepted
    }
    let acceptance = total.treeSum
    scale(&scores, padded, by: 1 / acceptance)
    return RowLaw(acceptance: acceptance < 1 ? acceptance : 1, rate: 1)
  }
}

/// The waiting time of a ramped draw, t = ln(1 + Λ/ρ)/γ with Λ ~ Exp(1): Gompertz's law. Times in units
/// of 1/γ.
package enum RampedWait {
  /// E[t] = e^ρ E₁(ρ).
  package static let mean = moments.mean
  /// Var t.
  package static let variance = moments.variance

  /// Moments of x = ln(1 + Λ/ρ): ∫ P(t > x) dx and ∫ 2x P(t > x) dx with P(t > x) = e^{−ρ(e^x − 1)}.
  private static let moments: (mean: Double, variance: Double) = {
    let step = 0.001
    var (first, second) = (0.0, 0.0)
    // Beyond 1 + ln(40/ρ) nothing is left.
    for index in 0..<12_000 {
      let x = (Double(index) + 0.5) * step
      let hazard = RaceLaw.rampStart * (DeterministicFunctions.exp(x) - 1)
      guard hazard < 100 else { break }
      let survival = DeterministicFunctions.exp(-hazard)
      first += survival * step
      second += 2 * x * survival * step
    }
    return (first, second - first * first)
  }()

  /// Draws are added one by one up to this number; the sum of more is taken as normal.
  static let mostSingleDraws = 256

  /// The time of `draws` draws, one after the other.
  package static func sum(_ draws: Int, _ stream: inout RandomStream) -> Double {
    guard draws <= mostSingleDraws else {
      let deviation = (variance * Double(draws)).squareRoot()
      return max(0, mean * Double(draws) + deviation * stream.normal())
    }
    var total = 0.0
    for _ in 0..<draws {
      total += DeterministicFunctions.log(1 + stream.exponential() / RaceLaw.rampStart)
    }
    return total
  }
}
