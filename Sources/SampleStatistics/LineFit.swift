internal import CGSL

/// A straight line y = intercept + slope · x through points, by least squares.
public struct LineFit: Sendable, Equatable {
  /// Value at x = 0.
  public let intercept: Double
  /// Change of y for each unit of x.
  public let slope: Double
  /// Standard error of the intercept.
  public let interceptError: Double
  /// Standard error of the slope.
  public let slopeError: Double
  /// Covariance of intercept and slope.
  public let covariance: Double
  /// Σ (yᵢ − line)², or Σ wᵢ (yᵢ − line)² with weights, which is then χ² with n − 2 degrees of
  /// freedom.
  public let residualSumOfSquares: Double

  /// Fits points of equal, unknown uncertainty, which is estimated from the residuals with n − 2
  /// degrees of freedom.
  ///
  /// - Parameters:
  ///   - x: at least three finite numbers, not all equal.
  ///   - y: as many finite numbers.
  /// - Throws: `StatisticsError.lengthMismatch`, `.tooFewValues`, `.notFinite`, `.noVariation` or
  ///   `.library`.
  /// - Complexity: O(n).
  public init(x: [Double], y: [Double]) throws(StatisticsError) {
    try check(x, y, atLeast: 3)
    try checkVariation(x)
    var fit = Parameters()
    try Library.check("gsl_fit_linear") {
      gsl_fit_linear(
        x, 1, y, 1, x.count, &fit.c0, &fit.c1, &fit.cov00, &fit.cov01, &fit.cov11, &fit.squares)
    }
    self.init(fit)
  }

  /// Fits points of known uncertainty σᵢ with the weights wᵢ = 1/σᵢ²; the errors follow from the
  /// weights alone and do not depend on the residuals.
  ///
  /// - Parameters:
  ///   - x: at least two finite numbers, not all equal.
  ///   - y: as many finite numbers.
  ///   - weights: as many finite positive numbers.
  /// - Throws: `StatisticsError.lengthMismatch`, `.tooFewValues`, `.notFinite`, `.noVariation`,
  ///   `.outOfRange` for a weight that is not positive, or `.library`.
  /// - Complexity: O(n).
  public init(x: [Double], y: [Double], weights: [Double]) throws(StatisticsError) {
    try check(x, y, atLeast: 2)
    try check(x, weights, atLeast: 2)
    if let weight = weights.first(where: { $0 <= 0 }) {
      throw .outOfRange(parameter: "weight", value: weight, range: "a positive number")
    }
    try checkVariation(x)
    var fit = Parameters()
    try Library.check("gsl_fit_wlinear") {
      gsl_fit_wlinear(
        x, 1, weights, 1, y, 1, x.count, &fit.c0, &fit.c1, &fit.cov00, &fit.cov01, &fit.cov11,
        &fit.squares)
    }
    self.init(fit)
  }

  /// What GSL writes.
  private struct Parameters {
    var c0 = 0.0
    var c1 = 0.0
    var cov00 = 0.0
    var cov01 = 0.0
    var cov11 = 0.0
    var squares = 0.0
  }

  private init(_ fit: Parameters) {
    intercept = fit.c0
    slope = fit.c1
    interceptError = fit.cov00.squareRoot()
    slopeError = fit.cov11.squareRoot()
    covariance = fit.cov01
    residualSumOfSquares = fit.squares
  }
}
