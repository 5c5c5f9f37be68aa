internal import CGSL

/// A function of x with a few parameters through points, by least squares (Levenberg and Marquardt's method, of the GNU
/// Scientific Library).
public struct NonlinearFit: Sendable, Equatable {
  /// The parameters, in the order of the start.
  public let parameters: [Double]
  /// Their standard errors.
  public let errors: [Double]
  /// Σ ((y − f)/error)², or Σ (y − f)² without errors.
  public let chiSquared: Double
  /// Points − parameters.
  public let degreesOfFreedom: Int

  /// Fits points.
  ///
  /// With errors the parameters' errors follow from these alone; without them from the residuals, with
  /// n − p degrees of freedom, as a straight line's do (`LineFit`).
  ///
  /// - Parameters:
  ///   - x: finite numbers, more than parameters.
  ///   - y: as many.
  ///   - pointErrors: one positive standard error a point; `nil` where all are equal and unknown.
  ///   - start: where to begin.
  ///   - function: f(x, parameters); where it is not finite, no step is made.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch`, `.notFinite`, `.outOfRange`,
  ///   `.noConvergence` or `.library`.
  public init(
    x: [Double], y: [Double], pointErrors: [Double]? = nil, start: [Double],
    function: @escaping (Double, [Double]) -> Double
  ) throws(StatisticsError) {
    let count = start.count
    try check(x, y, atLeast: count + 1)
    if let pointErrors {
      try check(x, pointErrors, atLeast: count + 1)
      if let error = pointErrors.first(where: { $0 <= 0 }) {
        throw .outOfRange(parameter: "error", value: error, range: "a positive number")
      }
    }
    Library.prepare()
    let problem = Problem(x: x, y: y, function: function)
    var settings = gsl_multifit_nlinear_default_parameters()
    // Differences to the left and to the right: slopes to ten digits.
    settings.fdtype = GSL_MULTIFIT_NLINEAR_CTRDIFF
    guard
      let work = gsl_multifit_nlinear_alloc(ising_npu_gsl_trust(), &settings, x.count, count),
      let covariance = gsl_matrix_alloc(count, count)
    else { throw .library(function: "gsl_multifit_nlinear_alloc", reason: "no memory") }
    defer {
      gsl_multifit_nlinear_free(work)
      gsl_matrix_free(covariance)
    }
    var system = gsl_multifit_nlinear_fdf()
    system.f = { vector, context, residuals in
      guard let vector, let context, let residuals else { return Int32(GSL_EFAULT) }
      let problem = Unmanaged<Problem>.fromOpaque(context).takeUnretainedValue()
      let parameters = (0..<vector.pointee.size).map { gsl_vector_get(vector, $0) }
      for (index, x) in problem.x.enumerated() {
        gsl_vector_set(residuals, index, problem.function(x, parameters) - problem.y[index])
      }
      return Int32(GSL_SUCCESS)
    }
    system.n = x.count
    system.p = count
    system.params = Unmanaged.passUnretained(problem).toOpaque()
    var first = start
    var weights = pointErrors.map { $0.map { 1 / ($0 * $0) } } ?? x.map { _ in 1 }
    var info: Int32 = 0
    let status = withExtendedLifetime(problem) {
      first.withUnsafeMutableBufferPointer { first in
        weights.withUnsafeMutableBufferPointer { weights in
          var start = gsl_vector_view_array(first.baseAddress, first.count)
          var weight = gsl_vector_view_array(weights.baseAddress, weights.count)
          guard
            gsl_multifit_nlinear_winit(&start.vector, &weight.vector, &system, work)
              == Int32(GSL_SUCCESS)
          else { return Int32(GSL_EFAILED) }
          return gsl_multifit_nlinear_driver(400, 1e-12, 1e-12, 0, nil, nil, &info, work)
        }
      }
    }
    // No further progress is an end as well: GSL says so of a start that is the minimum already.
    guard status == Int32(GSL_SUCCESS) || info == Int32(GSL_ENOPROG) else {
      throw .noConvergence(method: "Levenberg and Marquardt's fit", iterations: 400)
    }
    var squares = 0.0
    let residuals = gsl_multifit_nlinear_residual(work)
    for index in x.indices {
      let residual = gsl_vector_get(residuals, index)
      squares += residual * residual
    }
    try checkFinite(squares, "sum of squares of the fit")
    gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(work), 0, covariance)
    let scale = pointErrors == nil ? squares / Double(x.count - count) : 1
    let position = gsl_multifit_nlinear_position(work)
    parameters = (0..<count).map { gsl_vector_get(position, $0) }
    errors = (0..<count).map { (scale * gsl_matrix_get(covariance, $0, $0)).squareRoot() }
    chiSquared = squares
    degreesOfFreedom = x.count - count
    for value in parameters + errors { try checkFinite(value, "parameter of the fit") }
  }

  /// What GSL calls back for.
  private final class Problem {
    let x: [Double]
    let y: [Double]
    let function: (Double, [Double]) -> Double

    init(x: [Double], y: [Double], function: @escaping (Double, [Double]) -> Double) {
      self.x = x
      self.y = y
      self.function = function
    }
  }
}
