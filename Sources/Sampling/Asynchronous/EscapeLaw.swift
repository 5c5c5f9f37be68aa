internal import RandomStreams

/// At which rate a spin leaves its state when it costs ΔE. Each law obeys detailed balance,
/// r(ΔE)/r(−ΔE) = e^{−βΔE}, so that P(s) ∝ e^{−βE(s)} is stationary.
public enum EscapeLaw: String, CaseIterable, Sendable {
  /// λ / (1 + e^{βΔE}): a Poisson clock of rate λ with a heat bath.
  case heatBath = "heat-bath"
  /// λ min(1, e^{−βΔE}): a Poisson clock of rate λ with Metropolis' rule.
  case metropolis
  /// λ e^{−βΔE/2}: escape over a barrier that rises by half of what the flip costs, without a largest
  /// rate.
  case arrhenius

  /// The rate in units of λ.
  ///
  /// - Parameter cost: βΔE, with ΔE = 2 s_i (h_i + Σ_j J_ij s_j) the energy that the flip costs. Beyond
  ///   ±690 it counts as ±690.
  public func rate(cost: Double) -> Double {
    switch self {
    case .heatBath: UpdateRule.heatBath.flipProbability(cost: cost)
    case .metropolis: UpdateRule.metropolis.flipProbability(cost: cost)
    case .arrhenius: DeterministicFunctions.exp(-0.5 * min(max(cost, -690), 690))
    }
  }
}
