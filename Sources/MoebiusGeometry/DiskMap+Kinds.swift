internal import Foundation

extension DiskMap {
  /// The kinds of maps, by trace and by what they keep in place.
  public enum Kind: String, Sendable, CaseIterable {
    /// Moves nothing.
    case identity
    /// |trace| < 2: a rotation about a point of the disk.
    case elliptic
    /// |trace| = 2: a shift about a point of the unit circle.
    case parabolic
    /// |trace| > 2: a translation along a geodesic.
    case hyperbolic
  }

  /// What a map keeps in place.
  public enum FixedPoints: Sendable, Equatable {
    /// Everything.
    case all
    /// One point of the disk.
    case inside(Complex)
    /// One point of the unit circle.
    case ideal(Complex)
    /// The two ends of an axis.
    case axis(attracting: Complex, repelling: Complex)
  }

  /// The trace of the matrix, 2 Re a; its sign means nothing.
  public var trace: Double { 2 * a.real }

  /// (|b| − |Im a|)/(|b| + |Im a|), whose sign is that of |trace| − 2 because
  /// (Re a)² − 1 = |b|² − (Im a)². It keeps its digits where the trace is almost 2.
  private var excess: (relative: Double, size: Double) {
    let size = b.modulus + abs(a.imaginary)
    return (size == 0 ? 0 : (b.modulus - abs(a.imaginary)) / size, size)
  }

  /// √||b|² − (Im a)²|, which is sinh of half the length or sin of half the angle.
  private var halfSine: Double {
    let (relative, size) = excess
    return abs(relative).squareRoot() * size
  }

  /// Which kind of map it is.
  ///
  /// - Parameter tolerance: how far |b|/|Im a| may be from 1 in a parabolic map, and how far
  ///   |b| + |Im a| from 0 in the identity. Products of parabolic maps are parabolic only up to
  ///   rounding. A rotation about a point beyond the distance −½ ln(tolerance), 13.8 by default,
  ///   cannot be told from a parabolic map.
  public func kind(tolerance: Double = 1e-12) -> Kind {
    let (relative, size) = excess
    if size <= tolerance { return .identity }
    if abs(relative) <= tolerance { return .parabolic }
    return relative < 0 ? .elliptic : .hyperbolic
  }

  /// How far points of the axis of a hyperbolic map move, at curvature −1; 0 for other maps.
  public var translationLength: Double { excess.relative > 0 ? 2 * asinh(halfSine) : 0 }

  /// The angle in (−π, π] by which an elliptic map turns about its fixed point; 0 for other maps.
  public var rotationAngle: Double {
    guard excess.relative < 0 else { return 0 }
    let sign = a.real < 0 ? -1.0 : 1.0
    let angle = 2 * atan2(sign * a.imaginary.sign(of: halfSine), abs(a.real))
    return angle <= -Double.pi ? angle + 2 * .pi : angle
  }

  /// The points that stay in place, the roots of b̄z² − 2i Im(a) z − b = 0 that are not outside.
  public func fixedPoints(tolerance: Double = 1e-12) -> FixedPoints {
    let root = halfSine
    switch kind(tolerance: tolerance) {
    case .identity: return .all
    case .elliptic:
      // The small root, from the product of both, does not cancel.
      let divisor = a.imaginary + a.imaginary.sign(of: root)
      return .inside((1 / divisor) * (Complex.i * b))
    case .parabolic:
      return .ideal((Complex(0, a.imaginary) / b.conjugate).direction)
    case .hyperbolic:
      let sign = a.real < 0 ? -1.0 : 1.0
      return .axis(
        attracting: (Complex(sign * root, a.imaginary) / b.conjugate).direction,
        repelling: (Complex(-sign * root, a.imaginary) / b.conjugate).direction)
    }
  }
}

extension Double {
  /// A magnitude with the sign of this number.
  fileprivate func sign(of magnitude: Double) -> Double { self < 0 ? -magnitude : magnitude }
}

extension Complex {
  /// The point of the unit circle in the same direction.
  package var direction: Complex { (1 / modulus) * self }
}
