internal import CGSL

/// A polynomial through points of known uncertainty, by weighted least squares.
public struct PolynomialFit: Sendable, Equatable {
  /// Coefficients of ((x − centre)/scale)^k, by k.
  public let coefficients: [Double]
  /// The middle of the points.
  public let centre: Double
  /// Half their range: powers of numbers from −1 to 1 stay apart.
  public let scale: Double
  /// Σ ((y − polynomial)/error)².
  public let chiSquared: Double
  /// Points − coefficients.
  public let degreesOfFreedom: Int

  /// Fits points.
  ///
  /// - Parameters:
  ///   - x: finite numbers with more than `degree` different values.
  ///   - y: as many.
  ///   - errors: one positive standard error a point.
  ///   - degree: at least 0.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch`, `.notFinite`, `.noVariation`,
  ///   `.outOfRange` or `.library`.
  public init(
    x: [Double], y: [Double], errors: [Double], degree: Int
  ) throws(StatisticsError) {
    guard degree >= 0 else {
      throw .outOfRange(parameter: "degree", value: Double(degree), range: "0 or more")
    }
    try check(x, y, atLeast: degree + 1)
    try check(x, errors, atLeast: degree + 1)
    if let error = errors.first(where: { $0 <= 0 }) {
      throw .outOfRange(parameter: "error", value: error, range: "a positive number")
    }
    let different = Set(x).count
    guard different > degree else {
      throw .tooFewValues(found: different, needed: degree + 1)
    }
    let lower = x.min() ?? 0
    let upper = x.max() ?? 0
    centre = (lower + upper) / 2
    scale = upper > lower ? (upper - lower) / 2 : 1
    degreesOfFreedom = x.count - degree - 1
    Library.prepare()
    guard let design = gsl_matrix_alloc(x.count, degree + 1),
      let covariance = gsl_matrix_alloc(degree + 1, degree + 1),
      let work = gsl_multifit_linear_alloc(x.count, degree + 1)
    else { throw .library(function: "gsl_multifit_linear_alloc", reason: "no memory") }
    defer {
      gsl_matrix_free(design)
      gsl_matrix_free(covariance)
      gsl_multifit_linear_free(work)
    }
    for (row, value) in x.enumerated() {
      var power = 1.0
      for column in 0...degree {
        gsl_matrix_set(design, row, column, power)
        power *= (value - centre) / scale
      }
    }
    var weights = errors.map { 1 / ($0 * $0) }
    var values = y
    var coefficients = [Double](repeating: 0, count: degree + 1)
    var chiSquared = 0.0
    var status: Int32 = 0
    weights.withUnsafeMutableBufferPointer { weights in
      values.withUnsafeMutableBufferPointer { values in
        coefficients.withUnsafeMutableBufferPointer { coefficients in
          var w = gsl_vector_view_array(weights.baseAddress, weights.count)
          var y = gsl_vector_view_array(values.baseAddress, values.count)
          var c = gsl_vector_view_array(coefficients.baseAddress, coefficients.count)
          status = gsl_multifit_wlinear(
            design, &w.vector, &y.vector, &c.vector, covariance, &chiSquared, work)
        }
      }
    }
    let result = status
    try Library.check("gsl_multifit_wlinear") { result }
    try checkFinite(chiSquared, "χ² of the polynomial")
    self.coefficients = coefficients
    self.chiSquared = chiSquared
  }

  /// The polynomial at x, by Horner's rule.
  public func callAsFunction(_ x: Double) -> Double {
    let u = (x - centre) / scale
    return coefficients.reversed().reduce(0) { $0 * u + $1 }
  }
}
