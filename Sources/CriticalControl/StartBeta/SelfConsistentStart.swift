/// The printed closed form with N_eff = e^{H(β)} taken at its word: β = √(2H(β))/σ, iterated.
public enum SelfConsistentStart {
  /// β after each iteration, the start first.
  ///
  /// The map's slope at its fixed point is −Var_p[s]/σ², near −1 for many keys: iterated as printed it rings with
  /// period 2; averaged with the value before (`damping` ½) it settles in about six steps.
  ///
  /// - Parameters:
  ///   - rows: scores; their σ is above 0.
  ///   - start: the first β.
  ///   - damping: share of the old value that stays, 0 as printed.
  ///   - steps: how often.
  public static func iterates(
    _ rows: ScoreRows, from start: Double, damping: Double, steps: Int
  ) -> [Double] {
    let sigma = rows.scoreDeviation
    var betas = [start]
    for _ in 0..<steps {
      let beta = betas[betas.count - 1]
      let next = (2 * rows.state(at: beta).entropy).squareRoot() / sigma
      betas.append(damping * beta + (1 - damping) * next)
    }
    return betas
  }
}
