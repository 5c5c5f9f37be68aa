internal import RandomStreams

/// With which probability one spin is set up, or flips.
public enum UpdateRule: String, CaseIterable, Sendable {
  /// Metropolis: flip with probability min(1, e^{−βΔE}).
  case metropolis
  /// Heat bath (Glauber, Gibbs): up with probability σ(2βI) whatever the spin was, so that a flip has
  /// probability 1/(1 + e^{βΔE}).
  case heatBath = "heat-bath"

  /// The probability that a spin flips.
  /// - Parameter cost: βΔE, with ΔE = 2 s_i (h_i + Σ_j J_ij s_j) the energy that the flip costs.
  public func flipProbability(cost: Double) -> Double {
    switch self {
    case .metropolis: cost <= 0 ? 1 : DeterministicFunctions.exp(-min(cost, 690))
    case .heatBath: 1 / (1 + DeterministicFunctions.exp(min(max(cost, -690), 690)))
    }
  }
}
