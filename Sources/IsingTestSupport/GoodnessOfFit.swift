public import SampleStatistics

/// Pearson's χ² test of counts against exact probabilities.
public struct GoodnessOfFit: Sendable, Equatable {
  /// X² = Σ (count − expected)² / expected over the pooled bins.
  public let statistic: Double
  /// Pooled bins − 1.
  public let degreesOfFreedom: Int
  /// The probability of a statistic at least as large if the probabilities are right.
  public let pValue: Double

  /// The smallest expected count of a bin for which the χ² distribution is a fair approximation
  /// (Cochran, *Biometrics* 10, 417 (1954)).
  public static let smallestExpectedCount = 5.0

  /// Tests counts.
  ///
  /// Bins that expect fewer than 5 counts are pooled into one; if that still expects fewer than 5,
  /// it joins the smallest of the other bins. Counts in bins of probability 0 make the statistic
  /// infinite and the p-value 0.
  ///
  /// - Parameters:
  ///   - counts: one number of events a bin.
  ///   - probabilities: one exact probability a bin, with sum 1 within 10⁻⁶.
  /// - Throws: `StatisticsError` for lists that differ in length, probabilities that are negative or
  ///   do not add up to 1, no events, or fewer than two bins after pooling.
  public init(counts: [Int], probabilities: [Double]) throws(StatisticsError) {
    guard counts.count == probabilities.count else {
      throw .lengthMismatch(first: counts.count, second: probabilities.count)
    }
    if let bad = probabilities.first(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .outOfRange(parameter: "probability", value: bad, range: "a number from 0 to 1")
    }
    let sum = probabilities.reduce(0, +)
    guard abs(sum - 1) <= 1e-6 else {
      throw .outOfRange(parameter: "sum of probabilities", value: sum, range: "1")
    }
    let total = counts.reduce(0, +)
    guard total > 0 else { throw .tooFewValues(found: total, needed: 1) }

    let impossible = zip(counts, probabilities).contains { $0 > 0 && $1 == 0 }
    let bins = Self.pooled(counts, probabilities, total: Double(total))
    guard bins.count >= 2 else { throw .tooFewValues(found: bins.count, needed: 2) }
    statistic =
      impossible
      ? .infinity
      : bins.reduce(0) { $0 + ($1.count - $1.expected) * ($1.count - $1.expected) / $1.expected }
    degreesOfFreedom = bins.count - 1
    pValue = try ChiSquared.upperTail(statistic, degreesOfFreedom: degreesOfFreedom)
  }

  /// Whether the p-value is above a level of significance. The default fails once in 100 000 seeds
  /// for correct code.
  public func verdict(significance: Double = 1e-5) -> Verdict {
    Verdict(
      passed: pValue >= significance,
      description: """
        χ² = \(statistic) with \(degreesOfFreedom) degrees of freedom: p = \(pValue), \
        limit \(significance)
        """)
  }

  private struct Bin {
    var count: Double
    var expected: Double
  }

  private static func pooled(
    _ counts: [Int], _ probabilities: [Double], total: Double
  ) -> [Bin] {
    var large: [Bin] = []
    var rest = Bin(count: 0, expected: 0)
    for (count, probability) in zip(counts, probabilities) {
      let expected = probability * total
      if expected >= smallestExpectedCount {
        large.append(Bin(count: Double(count), expected: expected))
      } else {
        rest.count += Double(count)
        rest.expected += expected
      }
    }
    if rest.expected >= smallestExpectedCount {
      large.append(rest)
    } else if rest.expected > 0,
      let smallest = large.indices.min(by: { large[$0].expected < large[$1].expected })
    {
      large[smallest].count += rest.count
      large[smallest].expected += rest.expected
    }
    return large
  }
}
