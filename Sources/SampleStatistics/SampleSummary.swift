internal import CGSL

/// Count, mean and spread of independent values.
public struct SampleSummary: Sendable, Equatable {
  /// Number of values n.
  public let count: Int
  /// The arithmetic mean m = Σ xᵢ / n.
  public let mean: Double
  /// √(Σ (xᵢ − m)² / (n − 1)); zero for a single value.
  public let standardDeviation: Double

  /// The standard deviation of the mean, s / √n, right for independent values only.
  public var standardError: Double { standardDeviation / Double(count).squareRoot() }

  /// Summarises values.
  ///
  /// - Parameter values: at least one finite number.
  /// - Throws: `StatisticsError.tooFewValues` or `.notFinite`.
  /// - Complexity: O(n).
  public init(_ values: [Double]) throws(StatisticsError) {
    try check(values, atLeast: 1)
    Library.prepare()
    count = values.count
    mean = gsl_stats_mean(values, 1, values.count)
    // GSL divides by n − 1, which is 0 for a single value.
    standardDeviation = values.count == 1 ? 0 : gsl_stats_sd_m(values, 1, values.count, mean)
  }
}

/// The p-quantile of values, with linear interpolation between neighbours in order: at position
/// p (n − 1) of the sorted list (definition 7 of Hyndman and Fan, *Am. Stat.* 50, 361 (1996)).
///
/// - Parameters:
///   - p: from 0 (the minimum) to 1 (the maximum).
///   - values: at least one finite number, in any order.
/// - Throws: `StatisticsError.outOfRange`, `.tooFewValues` or `.notFinite`.
/// - Complexity: O(n log n).
public func quantile(_ p: Double, of values: [Double]) throws(StatisticsError) -> Double {
  guard p >= 0, p <= 1 else {
    throw .outOfRange(parameter: "p", value: p, range: "a number from 0 to 1")
  }
  try check(values, atLeast: 1)
  Library.prepare()
  return gsl_stats_quantile_from_sorted_data(values.sorted(), 1, values.count, p)
}
