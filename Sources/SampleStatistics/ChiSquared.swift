internal import CGSL

/// The χ² distribution.
public enum ChiSquared {
  /// P(X ≥ statistic) for X distributed as χ² with ν degrees of freedom: the upper regularised
  /// incomplete gamma function Q(ν/2, statistic/2).
  ///
  /// - Parameters:
  ///   - statistic: zero or more; infinity gives 0.
  ///   - degreesOfFreedom: ν, at least 1.
  /// - Throws: `StatisticsError.outOfRange`, also for NaN.
  public static func upperTail(
    _ statistic: Double, degreesOfFreedom: Int
  ) throws(StatisticsError) -> Double {
    guard statistic >= 0 else {
      throw .outOfRange(parameter: "statistic", value: statistic, range: "zero or more")
    }
    guard degreesOfFreedom >= 1 else {
      throw .outOfRange(
        parameter: "degreesOfFreedom", value: Double(degreesOfFreedom), range: "1 or more")
    }
    guard statistic.isFinite else { return 0 }
    Library.prepare()
    return gsl_cdf_chisq_Q(statistic, Double(degreesOfFreedom))
  }

  /// The interval that holds the standard deviation of a normal law with probability `level`, by that of n values of it:
  /// s √((n − 1)/χ²) at the two quantiles of χ² with n − 1 degrees of freedom.
  ///
  /// - Parameters:
  ///   - deviation: s, with n − 1 in its denominator.
  ///   - count: n, at least 2.
  ///   - level: above 0 and below 1.
  /// - Throws: `StatisticsError.tooFewValues` or `.outOfRange`.
  public static func intervalOfDeviation(
    _ deviation: Double, count: Int, level: Double = 0.95
  ) throws(StatisticsError) -> (low: Double, high: Double) {
    guard count >= 2 else { throw .tooFewValues(found: count, needed: 2) }
    guard level > 0, level < 1 else {
      throw .outOfRange(parameter: "level", value: level, range: "above 0 and below 1")
    }
    Library.prepare()
    let freedom = Double(count - 1)
    let upper = gsl_cdf_chisq_Qinv((1 - level) / 2, freedom)
    let lower = gsl_cdf_chisq_Pinv((1 - level) / 2, freedom)
    return (
      deviation * (freedom / upper).squareRoot(), deviation * (freedom / lower).squareRoot()
    )
  }
}
