internal import CGSL

/// A probability from the number of successes in independent trials, with an interval of 95 %.
public struct SuccessProbability: Sendable, Equatable {
  /// Trials that succeeded.
  public let successes: Int
  /// All trials.
  public let trials: Int
  /// The share of successes.
  public let value: Double
  /// Lower end of the interval: the p at which so many successes or more have a chance of 2.5 %.
  public let low: Double
  /// Upper end of the interval: the p at which so few successes or fewer have a chance of 2.5 %.
  public let high: Double

  /// Estimates p with the interval of Clopper and Pearson (*Biometrika* 26, 404 (1934)), which covers
  /// the true p in at least 95 % of all experiments, whatever p is.
  ///
  /// - Parameters:
  ///   - successes: 0 to `trials`.
  ///   - trials: at least 1.
  /// - Throws: `StatisticsError.outOfRange`.
  public init(successes: Int, trials: Int) throws(StatisticsError) {
    guard trials >= 1 else {
      throw .outOfRange(parameter: "trials", value: Double(trials), range: "1 or more")
    }
    guard (0...trials).contains(successes) else {
      throw .outOfRange(
        parameter: "successes", value: Double(successes), range: "0 to \(trials)")
    }
    self.successes = successes
    self.trials = trials
    let (k, n) = (Double(successes), Double(trials))
    value = k / n
    // P(X ≥ k) = I_p(k, n − k + 1) grows with p.
    low = successes == 0 ? 0 : Self.root { Self.incompleteBeta($0, k, n - k + 1) - 0.025 }
    // P(X ≤ k) = 1 − I_p(k + 1, n − k) falls with p.
    high =
      successes == trials ? 1 : Self.root { Self.incompleteBeta($0, k + 1, n - k) - 0.975 }
  }

  /// The regularised incomplete beta function I_x(a, b).
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    Library.prepare()
    return gsl_cdf_beta_P(x, a, b)
  }

  /// Where an increasing function of [0, 1] is zero. GSL's own inverse fails for large counts;
  /// halving cannot, and 1100 halvings would reach the smallest number.
  private static func root(_ function: (Double) -> Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if function(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
