internal import CGSL

/// Measures of how two paired lists go together, each from −1 to 1.
public enum Correlation {
  /// Pearson's r = Σ (xᵢ − x̄)(yᵢ − ȳ) / √(Σ (xᵢ − x̄)² Σ (yᵢ − ȳ)²).
  ///
  /// - Parameters:
  ///   - x: at least two finite numbers, not all equal.
  ///   - y: as many finite numbers, not all equal.
  /// - Throws: `StatisticsError.lengthMismatch`, `.tooFewValues`, `.notFinite` or `.noVariation`.
  /// - Complexity: O(n).
  public static func pearson(_ x: [Double], _ y: [Double]) throws(StatisticsError) -> Double {
    try check(x, y, atLeast: 2)
    try checkVariation(x)
    try checkVariation(y)
    Library.prepare()
    return gsl_stats_correlation(x, 1, y, 1, x.count)
  }

  /// Spearman's ρ: Pearson's r of the ranks, where equal values share the mean of their ranks.
  ///
  /// - Parameters:
  ///   - x: at least two finite numbers, not all equal.
  ///   - y: as many finite numbers, not all equal.
  /// - Throws: `StatisticsError.lengthMismatch`, `.tooFewValues`, `.notFinite` or `.noVariation`.
  /// - Complexity: O(n log n).
  public static func spearman(_ x: [Double], _ y: [Double]) throws(StatisticsError) -> Double {
    try check(x, y, atLeast: 2)
    try checkVariation(x)
    try checkVariation(y)
    Library.prepare()
    var work = [Double](repeating: 0, count: 2 * x.count)
    return gsl_stats_spearman(x, 1, y, 1, x.count, &work)
  }
}

/// The cosine of the angle between two vectors, a·b / (|a| |b|), accumulated in double precision and
/// cut to [−1, 1].
///
/// - Parameters:
///   - a: [n] finite components, not all zero.
///   - b: [n] finite components, not all zero.
/// - Throws: `StatisticsError.lengthMismatch`, `.tooFewValues` (n = 0), `.notFinite`, or
///   `.noVariation` for a vector of zeros.
/// - Complexity: O(n).
public func cosine(_ a: [Float], _ b: [Float]) throws(StatisticsError) -> Double {
  guard a.count == b.count else { throw .lengthMismatch(first: a.count, second: b.count) }
  guard !a.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
  var dot = 0.0
  var squareOfA = 0.0
  var squareOfB = 0.0
  for index in 0..<a.count {
    let left = Double(a[index])
    let right = Double(b[index])
    guard left.isFinite, right.isFinite else {
      throw .notFinite(index: index, value: left.isFinite ? right : left)
    }
    dot += left * right
    squareOfA += left * left
    squareOfB += right * right
  }
  guard squareOfA > 0, squareOfB > 0 else { throw .noVariation }
  // Fourth powers of float32 neither overflow nor vanish in double precision, and one root of the
  // product gives exactly 1 for equal vectors.
  let value = dot / (squareOfA * squareOfB).squareRoot()
  return min(1, max(-1, value))
}
