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
}
