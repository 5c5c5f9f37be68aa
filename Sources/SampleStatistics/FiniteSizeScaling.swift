internal import Foundation

/// β_c, ν and an exponent from the collapse of data of several sizes onto a polynomial.
///
/// χ² of the best polynomial master curve is minimised by a simplex; errors follow from its
/// curvature at the minimum. Corrections to scaling are not part of the law: small sizes must be
/// left out until χ² per degree of freedom is near 1, and errors mean nothing before.
public struct FiniteSizeScaling: Sendable, Equatable {
  /// A quantity that is fitted.
  public enum Parameter: String, CaseIterable, Sendable {
    /// β_c.
    case criticalBeta = "critical-beta"
    /// ν.
    case nu
    /// κ.
    case exponent
  }

  /// The best parameters.
  public let parameters: ScalingParameters
  /// One standard error of each fitted parameter.
  public let errors: [Parameter: Double]
  /// χ² at the minimum.
  public let chiSquared: Double
  /// Points − coefficients − fitted parameters.
  public let degreesOfFreedom: Int
  /// The quality S of the collapse, which knows of no polynomial; `nil` where too few points lie
  /// between points of another size.
  public let quality: Double?

  /// Fits.
  ///
  /// - Parameters:
  ///   - points: two sizes or more near the critical point, with independent positive errors.
  ///   - start: a guess; parameters that are not free stay as they are here.
  ///   - free: what is fitted, at least one.
  ///   - degree: of the master curve; 4 suits |x| of order 1.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`, `.outOfRange`, `.noConvergence`, or
  ///   `.noVariation` where the data do not determine a free parameter.
  public init(
    _ points: [ScalingPoint], start: ScalingParameters,
    free: Set<Parameter> = Set(Parameter.allCases), degree: Int = 4
  ) throws(StatisticsError) {
    let order = Parameter.allCases.filter(free.contains)
    guard !order.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    try ScalingCollapse.check(points, start)
    guard degree >= 0, points.count > degree + 1 + order.count else {
      throw .tooFewValues(found: points.count, needed: max(0, degree) + 2 + order.count)
    }
    func parameters(_ variables: [Double]) -> ScalingParameters {
      var result = start
      for (parameter, value) in zip(order, variables) {
        switch parameter {
        case .criticalBeta: result.criticalBeta = value
        // ν stays positive by being searched as its logarithm.
        case .nu: result.nu = exp(value)
        case .exponent: result.exponent = value
        }
      }
      return result
    }
    func chiSquared(_ variables: [Double]) throws(StatisticsError) -> Double {
      let trial = parameters(variables)
      let isUsable = points.allSatisfy { point in
        let scaled = trial.scaled(point)
        return scaled.x.isFinite && scaled.y.isFinite && scaled.error.isNormal
          && (1 / (scaled.error * scaled.error)).isNormal
      }
      // Far outside, powers overflow: a wall that the simplex leaves.
      guard isUsable, trial.nu.isNormal else { return 1e300 }
      return try ScalingCollapse.chiSquared(points, trial, degree: degree)
    }
    let betas = points.map(\.beta)
    let span = (betas.max() ?? 0) - (betas.min() ?? 0)
    guard span > 0 else { throw .noVariation }
    let first = order.map { parameter in
      switch parameter {
      case .criticalBeta: start.criticalBeta
      case .nu: log(start.nu)
      case .exponent: start.exponent
      }
    }
    let steps = order.map { $0 == .criticalBeta ? span / 10 : 0.1 }
    let best = try Solvers.minimum(start: first, steps: steps, chiSquared)
    let result = parameters(best)
    let variances = try Self.variances(at: best, steps: steps, chiSquared)
    var errors: [Parameter: Double] = [:]
    for (parameter, variance) in zip(order, variances) {
      errors[parameter] = variance.squareRoot() * (parameter == .nu ? result.nu : 1)
    }
    self.parameters = result
    self.errors = errors
    self.chiSquared = try chiSquared(best)
    degreesOfFreedom = points.count - degree - 1 - order.count
    quality = try? ScalingCollapse.quality(points, result)
  }

  /// The diagonal of 2 (∂²χ²)⁻¹ by central differences, with steps that raise χ² by about 1.
  private static func variances(
    at best: [Double], steps: [Double],
    _ chiSquared: ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> [Double] {
    let lowest = try chiSquared(best)
    func rise(_ shifts: [(Int, Double)]) throws(StatisticsError) -> Double {
      var point = best
      for (index, shift) in shifts { point[index] += shift }
      return try chiSquared(point) - lowest
    }
    var sizes = steps
    for index in sizes.indices {
      var size = steps[index]
      for _ in 0..<60 {
        let mean = try (rise([(index, size)]) + rise([(index, -size)])) / 2
        if mean > 0.5 && mean < 2 { break }
        size *= mean > 0 ? min(10, max(0.1, 1 / mean.squareRoot())) : 10
        guard size.isFinite else { throw .noVariation }
      }
      sizes[index] = size
    }
    // In units of the steps, where all curvatures are near 2.
    var hessian = best.map { _ in best.map { _ in 0.0 } }
    for i in best.indices {
      hessian[i][i] = try rise([(i, sizes[i])]) + rise([(i, -sizes[i])])
      for j in best.indices where j < i {
        var mixed = 0.0
        for (a, b) in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)] {
          mixed += a * b * (try rise([(i, a * sizes[i]), (j, b * sizes[j])])) / 4
        }
        hessian[i][j] = mixed
        hessian[j][i] = mixed
      }
    }
    guard let inverse = try LinearSystem.inverse(hessian) else { throw .noVariation }
    return best.indices.map { 2 * inverse[$0][$0] * sizes[$0] * sizes[$0] }
  }
}
