internal import Foundation

/// A Möbius map of the unit disk onto itself, an element of SU(1,1): z → (az + b)/(b̄z + ā) with
/// |a|² − |b|² = 1.
///
/// These are the motions of the hyperbolic plane that keep its orientation. (a, b) and (−a, −b) are
/// the same map.
public struct DiskMap: Sendable, Equatable {
  /// a; its modulus is cosh(d/2), where d is how far the map moves the origin.
  public let a: Complex
  /// b; its modulus is sinh(d/2).
  public let b: Complex

  /// The map that moves nothing.
  public static let identity = DiskMap(unchecked: .one, .zero)

  /// The map with coefficients proportional to these.
  ///
  /// - Throws: `GeometryError.coefficients` unless both are finite and |a| > |b|.
  public init(a: Complex, b: Complex) throws(GeometryError) {
    let excess = (a.modulus - b.modulus) * (a.modulus + b.modulus)
    guard a.isFinite, b.isFinite, excess > 0, excess.isFinite else {
      throw .coefficients(a: a, b: b)
    }
    let scale = 1 / excess.squareRoot()
    self = DiskMap(unchecked: scale * a, scale * b).renormalised()
  }

  /// Takes coefficients that obey |a|² − |b|² = 1 up to rounding.
  package init(unchecked a: Complex, _ b: Complex) {
    self.a = a
    self.b = b
  }

  /// Where a point goes. Points of the unit circle stay on it.
  public func callAsFunction(_ z: Complex) -> Complex {
    (a * z + b) / (b.conjugate * z + a.conjugate)
  }

  /// First the right map, then the left one.
  public static func * (left: DiskMap, right: DiskMap) -> DiskMap {
    DiskMap(
      unchecked: left.a * right.a + left.b * right.b.conjugate,
      left.a * right.b + left.b * right.a.conjugate
    ).renormalised()
  }

  /// The map that undoes this one.
  public var inverse: DiskMap { DiskMap(unchecked: a.conjugate, -b) }

  /// Where the origin goes.
  public var imageOfOrigin: Complex { b / a.conjugate }

  /// How far the origin moves, 2 asinh|b|, at curvature −1.
  public var displacement: Double { 2 * asinh(b.modulus) }

  /// The same map with |a|² − |b|² = 1 restored after rounding.
  ///
  /// The modulus of a is set to √(1 + |b|²). Dividing by √(|a|² − |b|²) would be worse than no
  /// correction far out, where that difference is all rounding.
  package func renormalised() -> DiskMap {
    let (old, new) = (a.modulus, hypot(1, b.modulus))
    // A product of far maps that almost undo each other may lose all digits of a.
    return DiskMap(unchecked: old > 0 ? (new / old) * a : Complex(new), b)
  }

  /// The larger difference of coefficients to another map, whichever sign brings them closer.
  package func distance(to other: DiskMap) -> Double {
    let same = max((a - other.a).modulus, (b - other.b).modulus)
    let opposite = max((a + other.a).modulus, (b + other.b).modulus)
    return min(same, opposite)
  }
}
