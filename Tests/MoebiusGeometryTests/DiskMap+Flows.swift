import Foundation
import MoebiusGeometry

// Elements of the three kinds of one-parameter subgroups, by what they do.
extension DiskMap {
  /// The rotation about the origin by an angle in radians (elliptic): z → e^{iθ} z.
  static func rotation(by angle: Double) -> DiskMap {
    DiskMap(unchecked: .polar(1, angle / 2), .zero)
  }

  /// The rotation about a point of the disk by an angle in radians (elliptic).
  static func rotation(
    by angle: Double, about centre: Complex
  ) throws(GeometryError) -> DiskMap {
    let away = try taking(centre)
    return away.inverse * rotation(by: angle) * away
  }

  /// The translation along a diameter (hyperbolic).
  ///
  /// - Parameters:
  ///   - length: distance that points of the diameter move, at most 1400, where coefficients overflow.
  ///   - direction: the angle of the end it moves to, in radians.
  static func translation(by length: Double, direction: Double = 0) -> DiskMap {
    DiskMap(
      unchecked: Complex(cosh(length / 2)), .polar(sinh(length / 2), direction))
  }

  /// The translation along the geodesic through two points, towards the second one (hyperbolic).
  static func translation(
    by length: Double, from start: Complex, towards end: Complex
  ) throws(GeometryError) -> DiskMap {
    let away = try taking(start)
    try PoincareDisk.check(end)
    let image = away(end)
    guard image.modulus > 0 else { throw .samePoint(start) }
    return away.inverse * translation(by: length, direction: image.argument) * away
  }

  /// The translation that takes a point to the origin, or to another point by way of the origin.
  static func taking(
    _ start: Complex, to end: Complex = .zero
  ) throws(GeometryError) -> DiskMap {
    try PoincareDisk.check(start)
    try PoincareDisk.check(end)
    let away = outward(start).inverse
    return end == .zero ? away : outward(end) * away
  }

  /// The translation from the origin to a point.
  private static func outward(_ z: Complex) -> DiskMap {
    let a = 1 / PoincareDisk.boundaryGap(of: z).squareRoot()
    return DiskMap(unchecked: Complex(a), a * z)
  }

  /// The shift along horocycles around an ideal point (parabolic).
  ///
  /// The origin's horocycle is shifted by the length s, and the origin moves by 2 asinh(s/2).
  ///
  /// - Parameters:
  ///   - shift: s; counterclockwise around the ideal point's horocycles where it is positive.
  ///   - direction: the angle of the ideal point, in radians.
  static func horocyclicShift(by shift: Double, fixing direction: Double = 0) -> DiskMap {
    DiskMap(
      unchecked: Complex(1, shift / 2), .polar(shift / 2, direction) * Complex(0, -1))
  }
}
