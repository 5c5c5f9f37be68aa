/// The outcome of a statistical comparison, for a test to expect:
/// `#expect(verdict.passed, "\(verdict)")`.
public struct Verdict: Sendable, Equatable, CustomStringConvertible {
  /// Whether the data agree with what was expected.
  public let passed: Bool
  /// The figures behind the decision, in one line.
  public let description: String

  /// Creates a verdict with its explanation.
  public init(passed: Bool, description: String) {
    self.passed = passed
    self.description = description
  }
}

/// Compares an estimate with the exact value in units of the estimate's standard error.
///
/// The default of 4.5 lets a correct normal estimate fail once in 150 000 seeds: tests with fixed
/// seeds then fail only when the code is wrong.
///
/// - Parameters:
///   - value: the estimate.
///   - expected: the exact value.
///   - standardError: one standard deviation of the estimate; 0 demands equality.
///   - limit: the largest |value − expected| / standardError that passes.
/// - Returns: a verdict; NaN anywhere fails.
public func compare(
  _ value: Double, with expected: Double, standardError: Double, within limit: Double = 4.5
) -> Verdict {
  let distance = abs(value - expected)
  let errors = distance == 0 ? 0 : distance / standardError
  return Verdict(
    passed: standardError >= 0 && errors <= limit,
    description: """
      found \(value), expected \(expected) ± \(standardError): \
      \(errors) standard errors away, limit \(limit)
      """)
}
