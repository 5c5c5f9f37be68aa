import RandomStreams

/// The variable in which Newton's step toward H(β) = H_t is made.
public enum NewtonForm: String, Sendable, CaseIterable {
  /// β + κ(H − H_t)/(β Var + ε), |Δβ| ≤ clip: as printed. From small β it overshoots into the frozen phase, where Var → 0
  /// and the next step is huge; from large β it can end at the root of opposite sign, since H is nearly even in β.
  case beta
  /// θ = β²: θ + 2κ(H − H_t)/(Var + ε). From below one step is nearly exact, since H falls by θσ²/2 while scores act one
  /// by one. θ stays positive, and Δln β within the clip.
  case betaSquared = "beta-squared"
  /// u = ln β: u + κ(H − H_t)/(β² Var + ε), |Δu| ≤ clip: never changes sign, and needs no scale of scores.
  case logBeta = "log-beta"

  /// The next β.
  ///
  /// - Parameters:
  ///   - beta: now; above 0 for `betaSquared` and `logBeta`.
  ///   - error: H − H_t in nats.
  ///   - variance: Var_p[s].
  ///   - gain: κ.
  ///   - clip: the largest |Δβ| for `beta`, |Δ ln β| for the others; infinite for none.
  public func next(
    _ beta: Double, error: Double, variance: Double, gain: Double, clip: Double
  ) -> Double {
    switch self {
    case .beta:
      let step = gain * error / (beta * variance + Self.epsilon)
      return beta + min(max(step, -clip), clip)
    case .betaSquared:
      let theta = beta * beta
      let next = theta + 2 * gain * error / (variance + Self.epsilon)
      let step = next > 0 ? 0.5 * DeterministicFunctions.log(next / theta) : -clip
      return beta * DeterministicFunctions.exp(Self.held(step, clip))
    case .logBeta:
      let step = gain * error / (beta * beta * variance + Self.epsilon)
      return beta * DeterministicFunctions.exp(Self.held(step, clip))
    }
  }

  /// ε: keeps divisions finite where all weight is on one key.
  static let epsilon = 1e-9

  private static func held(_ step: Double, _ clip: Double) -> Double {
    // No float64 β changes by more than this and stays one.
    min(max(step, -min(clip, 300)), min(clip, 300))
  }
}
