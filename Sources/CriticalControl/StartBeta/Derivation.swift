/// Seven roads to a start value of β, of which the source document says that they lead to one formula,
/// β* = √(2 ln N_eff)/σ.
public enum Derivation: String, Sendable, CaseIterable {
  /// The divergence from even weights, KL(p‖1/N) = ln N − H = β²σ²/2 while scores act one by one, is the gap g.
  case kl
  /// The mean score under p, βσ², reaches the largest of the N scores.
  case extremeValueGap = "extreme-value gap"
  /// The saddle of the free energy ends: the annealed entropy ln N − β²σ²/2 is used up (Derrida's freezing point).
  case freeEnergy = "free energy"
  /// H(β) = ln N − g is solved on the rows themselves.
  case targetEntropy = "target entropy"
  /// The variance of the weights, by 1/Σp² = N e^{−2g}: the gap of Rényi's entropy in place of Shannon's.
  case variance
  /// The largest response: the peak of the heat capacity β² Var_p[s].
  case susceptibility = "susceptibility"
  /// The corrected controller, started at 1/√d, after it has settled.
  case newton

  /// The formula or the condition.
  public var formula: String {
    switch self {
    case .kl: "√(2g)/σ"
    case .extremeValueGap: "E[max s]/σ²"
    case .freeEnergy: "√(2 ln N)/σ"
    case .targetEntropy: "H(β) = ln N − g"
    case .variance: "1/Σp² = N e^{−2g}"
    case .susceptibility: "argmax β² Var_p[s]"
    case .newton: "ln β ← ln β + (H − H_t)/(β² Var_p[s])"
    }
  }

  /// Where it is right.
  public var validity: String {
    switch self {
    case .kl: "normal scores and g well below ¼ ln N, where the annealed law holds"
    case .extremeValueGap: "the start of freezing; √(2 ln N) for E[max] is 9 to 18 % too large"
    case .freeEnergy: "N → ∞; 0.45 of ln N is left at N = 64, 0.35 at 4096"
    case .targetEntropy: "every law of scores, if H can be read"
    case .variance: "as KL for normal scores and g below ln N/16; at larger gaps it asks for more β"
    case .susceptibility: "every law of scores; needs a sweep of β"
    case .newton: "every law of scores; the value of the target entropy, by steps"
    }
  }

  /// Whether it depends on the gap g.
  public var hasTarget: Bool {
    switch self {
    case .kl, .targetEntropy, .variance, .newton: true
    case .extremeValueGap, .freeEnergy, .susceptibility: false
    }
  }
}
