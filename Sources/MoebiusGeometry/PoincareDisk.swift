internal import Foundation

/// The hyperbolic plane of curvature −κ as the unit disk.
///
/// d(z, w) = (2/√κ) artanh|(z − w)/(1 − w̄z)|.
public struct PoincareDisk: Sendable, Equatable {
  /// κ; the curvature is −κ.
  public let kappa: Double

  /// Curvature −1.
  public static let standard = PoincareDisk(unchecked: 1)

  private init(unchecked kappa: Double) { self.kappa = kappa }

  /// The plane of curvature −κ.
  ///
  /// - Throws: `GeometryError.outOfRange` unless κ is finite and positive.
  public init(kappa: Double) throws(GeometryError) {
    guard kappa.isFinite, kappa > 0 else {
      throw .outOfRange("kappa", found: kappa, expected: "a finite number above 0")
    }
    self.kappa = kappa
  }

  /// The distance of two points.
  ///
  /// It comes from sinh(d√κ/2) = |z − w|/√((1 − |z|²)(1 − |w|²)): artanh(1 − ε) loses the digits of ε
  /// for far points and acosh(1 + ε) those of near ones, and this form neither. The relative error is
  /// a few units in the last place for the given doubles; the doubles themselves resolve points
  /// only to distances of about 37 from the origin.
  ///
  /// - Throws: `GeometryError.outsideDisk`.
  public func distance(_ z: Complex, _ w: Complex) throws(GeometryError) -> Double {
    try Self.check(z)
    try Self.check(w)
    return Self.unitDistance(z, w) / kappa.squareRoot()
  }

  /// The distance at curvature −1 of points that are known to lie inside.
  package static func unitDistance(_ z: Complex, _ w: Complex) -> Double {
    let roots = boundaryGap(of: z).squareRoot() * boundaryGap(of: w).squareRoot()
    return 2 * asinh((z - w).modulus / roots)
  }

  /// Refuses points that do not lie inside the disk.
  package static func check(_ z: Complex) throws(GeometryError) {
    guard z.isFinite, boundaryGap(of: z) > 0 else { throw .outsideDisk(z) }
  }

  /// 1 − |z|² to a few units in the last place, by the rounding errors of both squares.
  package static func boundaryGap(of z: Complex) -> Double {
    let large = max(abs(z.real), abs(z.imaginary))
    let small = min(abs(z.real), abs(z.imaginary))
    let (p, q) = (large * large, small * small)
    let errors = (-p).addingProduct(large, large) + (-q).addingProduct(small, small)
    // The sum's own rounding is q − (sum − p), and 1 − sum is exact from ½ on.
    let sum = p + q
    return (1 - sum) - (errors + (q - (sum - p)))
  }
}
