internal import CGSL

/// Student's t distribution.
public enum StudentT {
  /// How many standard errors to both sides of a mean hold the true one with probability `level`.
  ///
  /// - Parameters:
  ///   - level: above 0 and below 1.
  ///   - degreesOfFreedom: n − 1 of n values, at least 1.
  /// - Throws: `StatisticsError.outOfRange`.
  public static func factor(
    level: Double = 0.95, degreesOfFreedom: Int
  ) throws(StatisticsError) -> Double {
    guard level > 0, level < 1 else {
      throw .outOfRange(parameter: "level", value: level, range: "above 0 and below 1")
    }
    guard degreesOfFreedom >= 1 else {
      throw .outOfRange(
        parameter: "degreesOfFreedom", value: Double(degreesOfFreedom), range: "1 or more")
    }
    Library.prepare()
    return gsl_cdf_tdist_Pinv((1 + level) / 2, Double(degreesOfFreedom))
  }
}
