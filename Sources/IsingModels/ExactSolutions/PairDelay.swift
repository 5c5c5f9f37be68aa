internal import Foundation

/// The exact correlation ⟨s₁s₂⟩ of two coupled heat-bath spins that see each other late.
///
/// With t = tanh βJ the correlation without delay is t. Every law loses correlation, at first by
/// δc/c ≈ −λτ (1 − t²) for a delay τ of spins with update rate λ, and by −α (1 − t²)/2 for ticks.
public enum PairDelay: Sendable, Equatable {
  /// Each spin sees the other through a synapse that relaxes at random times of mean τ; the value is
  /// λτ.
  case exponential(lambdaTau: Double)
  /// Each spin sees the other as it was a fixed time τ ago; the value is λτ.
  case fixed(lambdaTau: Double)
  /// All spins update at clock ticks, each with probability α and from the state before the tick:
  /// α = 1 − e^{−λΔt}, and α = 1 is the fully synchronous machine.
  case tick(probability: Double)

  /// ⟨s₁s₂⟩.
  ///
  /// - Exponential, a = λτ: t (1 + a + a²t²)/((1 + a)² − a t²), which tends to t³ as a grows.
  /// - Fixed, with ω = √(1 − t²), T = tanh(ωa/2), r = √((1 − t)/(1 + t)), ρ_S = (1 − rT)/(1 + rT) and
  ///   ρ_D = (r − T)/(r + T): t (ρ_S + ρ_D)/(2 − t(ρ_S − ρ_D)), which tends to 0.
  /// - Tick: 2(1 − α) t/(2 − α − αt²), 0 for synchronous spins.
  ///
  /// - Parameter betaJ: βJ, of either sign.
  /// - Throws: `ExactSolutionError` unless βJ is finite, delays are finite and at least 0, and the
  ///   probability lies in 0 (exclusive) … 1.
  public func correlation(betaJ: Double) throws(ExactSolutionError) -> Double {
    try ExactSolutionError.check("beta J", isFinite: betaJ)
    let t = tanh(betaJ)
    // From 20 on t rounds to 1 and c with it; the cap keeps exponentials in range.
    let k = min(abs(betaJ), 300)
    switch self {
    case .exponential(let a):
      try Self.check(a)
      // Divided by (1 + a)², so that no square overflows.
      let share = a / (1 + a)
      let rest = 1 / (1 + a)
      return t * (rest + share * share * t * t) / (1 - share * rest * t * t)
    case .fixed(let a):
      try Self.check(a)
      let omega = 1 / cosh(k)
      let late = tanh(omega * a / 2)
      // c is odd in t, so the form serves |t|, where r = e^{−|βJ|} and ω = 1/cosh βJ.
      let r = exp(-k)
      let same = (1 - r * late) / (1 + r * late)
      let different = late == 0 ? 1 : (r - late) / (r + late)
      let size = abs(t)
      return t * (same + different) / (2 - size * (same - different))
    case .tick(let probability):
      guard probability > 0, probability <= 1 else {
        throw .outOfRange(
          "tick probability", found: probability, expected: "above 0, at most 1")
      }
      return 2 * (1 - probability) * t / (2 - probability - probability * t * t)
    }
  }

  private static func check(_ lambdaTau: Double) throws(ExactSolutionError) {
    guard lambdaTau >= 0, lambdaTau.isFinite else {
      throw .outOfRange("lambda tau", found: lambdaTau, expected: "a finite number, 0 or more")
    }
  }
}
