internal import Foundation

/// One measured value of a scaling plot.
public struct ScalingPoint: Sendable, Equatable {
  /// The linear size L.
  public var size: Double
  /// β.
  public var beta: Double
  /// The observable.
  public var value: Double
  /// One standard error of it.
  public var error: Double

  /// Puts a point together.
  public init(size: Double, beta: Double, value: Double, error: Double) {
    self.size = size
    self.beta = beta
    self.value = value
    self.error = error
  }
}

/// The law O(β, L) = L^{−κ} f((β − β_c) L^{1/ν}), by which data of all sizes fall on one curve f.
public struct ScalingParameters: Sendable, Equatable {
  /// β_c.
  public var criticalBeta: Double
  /// ν.
  public var nu: Double
  /// κ: β/ν for |m| (β the exponent), −γ/ν for χ, −α/ν for the specific heat, 0 for U₄ and ξ/L.
  public var exponent: Double

  /// Puts parameters together.
  public init(criticalBeta: Double, nu: Double, exponent: Double) {
    self.criticalBeta = criticalBeta
    self.nu = nu
    self.exponent = exponent
  }

  /// x = (β − β_c) L^{1/ν}, and value and error times L^κ.
  func scaled(_ point: ScalingPoint) -> (x: Double, y: Double, error: Double) {
    let factor = pow(point.size, exponent)
    return (
      (point.beta - criticalBeta) * pow(point.size, 1 / nu), point.value * factor,
      point.error * factor
    )
  }
}

/// How well data of several sizes collapse.
public enum ScalingCollapse {
  /// S = (1/n) Σ (y − Y)²/(δy² + δY²), where Y ± δY is the line through the neighbours in x of the
  /// other sizes (Houdayer and Hartmann, *Phys. Rev. B* 70, 014418 (2004)). No form of the curve is
  /// assumed. S is near 1 for a collapse within errors, and much larger otherwise.
  ///
  /// - Parameters:
  ///   - points: two sizes or more, with positive errors.
  ///   - parameters: ν positive.
  /// - Throws: `StatisticsError.tooFewValues` where fewer than 3 points lie between points of
  ///   another size, `.notFinite` or `.outOfRange`.
  public static func quality(
    _ points: [ScalingPoint], _ parameters: ScalingParameters
  ) throws(StatisticsError) -> Double {
    try check(points, parameters)
    let sizes = Set(points.map(\.size)).sorted()
    let sets = sizes.map { size in
      points.filter { $0.size == size }.map(parameters.scaled).sorted { $0.x < $1.x }
    }
    var sum = 0.0
    var terms = 0
    for (own, set) in sets.enumerated() {
      for point in set {
        var line = MasterLine()
        for (other, neighbours) in sets.enumerated() where other != own {
          guard let next = neighbours.firstIndex(where: { $0.x > point.x }), next > 0 else {
            continue
          }
          for neighbour in [neighbours[next - 1], neighbours[next]] {
            line.add(neighbour.x - point.x, neighbour.y, neighbour.error)
          }
        }
        guard let (value, variance) = line.atZero else { continue }
        let distance = point.y - value
        sum += distance * distance / (point.error * point.error + variance)
        terms += 1
      }
    }
    guard terms >= 3 else { throw .tooFewValues(found: terms, needed: 3) }
    return sum / Double(terms)
  }

  /// The sums of a weighted straight line.
  private struct MasterLine {
    var k = 0.0
    var kx = 0.0
    var ky = 0.0
    var kxx = 0.0
    var kxy = 0.0

    mutating func add(_ x: Double, _ y: Double, _ error: Double) {
      let weight = 1 / (error * error)
      k += weight
      kx += weight * x
      ky += weight * y
      kxx += weight * x * x
      kxy += weight * x * y
    }

    /// Value and variance of the line at x = 0; `nil` without two different x.
    var atZero: (Double, Double)? {
      let determinant = k * kxx - kx * kx
      guard determinant > 1e-14 * k * kxx else { return nil }
      return ((kxx * ky - kx * kxy) / determinant, kxx / determinant)
    }
  }

  /// χ² of the best polynomial master curve in x.
  ///
  /// - Parameters:
  ///   - points: more of them than the degree.
  ///   - parameters: ν positive.
  ///   - degree: of the polynomial.
  /// - Throws: `StatisticsError` as ``PolynomialFit``.
  public static func chiSquared(
    _ points: [ScalingPoint], _ parameters: ScalingParameters, degree: Int
  ) throws(StatisticsError) -> Double {
    try check(points, parameters)
    let scaled = points.map(parameters.scaled)
    return try PolynomialFit(
      x: scaled.map(\.x), y: scaled.map(\.y), errors: scaled.map(\.error), degree: degree
    ).chiSquared
  }

  /// Refuses what cannot be scaled.
  static func check(
    _ points: [ScalingPoint], _ parameters: ScalingParameters
  ) throws(StatisticsError) {
    for (index, point) in points.enumerated() {
      for value in [point.size, point.beta, point.value, point.error] where !value.isFinite {
        throw .notFinite(index: index, value: value)
      }
      guard point.size > 0 else {
        throw .outOfRange(parameter: "size", value: point.size, range: "a positive number")
      }
      guard point.error > 0 else {
        throw .outOfRange(parameter: "error", value: point.error, range: "a positive number")
      }
    }
    let sizes = Set(points.map(\.size)).count
    guard sizes >= 2 else { throw .tooFewValues(found: sizes, needed: 2) }
    guard parameters.nu > 0, parameters.nu.isFinite else {
      throw .outOfRange(parameter: "nu", value: parameters.nu, range: "a positive number")
    }
    try checkFinite(parameters.criticalBeta, "criticalBeta")
    try checkFinite(parameters.exponent, "exponent")
  }
}
