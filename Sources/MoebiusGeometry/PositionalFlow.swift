internal import Foundation

/// Positions of tokens along a one-parameter group of disk maps: token n lies at gⁿ z₀.
///
/// A position is kept as its kind and its rapidity (n times the step), and every read-out is a closed
/// form of the difference of rapidities. Coordinates in the disk would not do: a hyperbolic orbit
/// reaches the unit circle in double precision at a rapidity of about 37 (`saturationRapidity`).
public struct PositionalFlow: Sendable, Equatable {
  /// The three kinds of flows.
  public enum Kind: Sendable, Equatable {
    /// A rotation about the origin, with tokens on the circle of this Euclidean radius below 1.
    case elliptic(radius: Double)
    /// A translation along the real diameter, with tokens on it.
    case hyperbolic
    /// A shift along horocycles around the point 1, with tokens on the horocycle of the origin.
    case parabolic
  }

  /// The kind of flow.
  public let kind: Kind
  /// What one token adds: an angle θ in radians, a length t, or a shift s.
  public let step: Double

  private init(_ kind: Kind, step: Double, name: String) throws(GeometryError) {
    guard step.isFinite else { throw .outOfRange(name, found: step, expected: "a finite number") }
    self.kind = kind
    self.step = step
  }

  /// Tokens turn by an angle θ each, on the circle of Euclidean radius r in 0…1 (exclusive).
  ///
  /// - Throws: `GeometryError.outOfRange`.
  public static func elliptic(
    angle: Double, radius: Double = 0.5
  ) throws(GeometryError) -> PositionalFlow {
    guard radius > 0, radius < 1 else {
      throw .outOfRange("radius", found: radius, expected: "a number between 0 and 1")
    }
    return try PositionalFlow(.elliptic(radius: radius), step: angle, name: "angle")
  }

  /// Tokens move by a length t each.
  ///
  /// - Throws: `GeometryError.outOfRange` unless it is finite.
  public static func hyperbolic(length: Double) throws(GeometryError) -> PositionalFlow {
    try PositionalFlow(.hyperbolic, step: length, name: "length")
  }

  /// Tokens shift by s each along a horocycle.
  ///
  /// - Throws: `GeometryError.outOfRange` unless it is finite.
  public static func parabolic(shift: Double) throws(GeometryError) -> PositionalFlow {
    try PositionalFlow(.parabolic, step: shift, name: "shift")
  }

  /// The rapidity of a token, n times the step.
  public func rapidity(of token: Int) -> Double { Double(token) * step }

  /// The distance d_H of two tokens at curvature −1, with Δ = |m − n|:
  /// 2 asinh(2r |sin(Δθ/2)|/(1 − r²)), t Δ, or 2 asinh(s Δ/2).
  ///
  /// The relative error is a few units in the last place, but for elliptic flows, where the angle's
  /// own rounding adds Δ |θ| 2⁻⁵⁴ to the angle.
  public func distance(_ m: Int, _ n: Int) -> Double {
    let rapidity = abs((Double(m) - Double(n)) * step)
    switch kind {
    case .elliptic(let radius):
      return 2 * asinh(2 * radius * abs(sin(rapidity / 2)) / ((1 - radius) * (1 + radius)))
    case .hyperbolic: return rapidity
    case .parabolic: return 2 * asinh(rapidity / 2)
    }
  }

  /// The map gⁿ.
  ///
  /// - Throws: `GeometryError.outOfRange` where a hyperbolic flow has gone further than
  ///   `DiskMap.longestTranslation`, beyond which coefficients overflow.
  public func map(_ token: Int) throws(GeometryError) -> DiskMap {
    let rapidity = rapidity(of: token)
    switch kind {
    case .elliptic: return .rotation(by: rapidity)
    case .hyperbolic:
      guard abs(rapidity) <= DiskMap.longestTranslation else {
        throw .outOfRange(
          "rapidity of token \(token)", found: rapidity,
          expected: "at most \(DiskMap.longestTranslation)")
      }
      return .translation(by: rapidity)
    case .parabolic: return .horocyclicShift(by: rapidity)
    }
  }

  /// Where the token lies in the disk, for pictures.
  ///
  /// Coordinates are rounded onto the unit circle from `saturationRapidity` on.
  public func coordinates(of token: Int) -> Complex {
    let rapidity = rapidity(of: token)
    switch kind {
    case .elliptic(let radius): return .polar(radius, rapidity)
    case .hyperbolic: return Complex(tanh(rapidity / 2))
    case .parabolic:
      // b/ā of the shift, with the modulus below 1 kept apart from the angle.
      let (u, v) = (rapidity / 2, hypot(1, rapidity / 2))
      return Complex((u / v) * (u / v), -u / (v * v))
    }
  }

  /// The rapidity from which a hyperbolic flow's coordinates equal 1 in double precision:
  /// 1 − tanh(x/2) ≈ 2e^{−x} falls below 2⁻⁵⁴ at x = 55 ln 2 ≈ 38.1. Distances that are taken from
  /// coordinates err by 0.01 already 4.6 before.
  public static let saturationRapidity = 55 * 0.6931471805599453

  /// The generalised rotary score Re(u_m† η u_n) of two vectors of ℂ² that the flow has carried,
  /// u_m = g^m u, u_n = g^n v, with η = diag(1, −1).
  ///
  /// g†ηg = η, so it equals Re(u† η g^{n−m} v) and depends on n − m alone. For u = (q, 0), v = (k, 0)
  /// and the elliptic flow it is RoPE's Re(q k̄ e^{i(m−n)θ/2}). It grows with the distance as
  /// e^{tΔ/2} for hyperbolic and as sΔ for parabolic flows.
  ///
  /// - Throws: what `map(_:)` throws.
  public func score(
    query: (Complex, Complex), at m: Int, key: (Complex, Complex), at n: Int
  ) throws(GeometryError) -> Double {
    let g = try map(n - m)
    let first = g.a * key.0 + g.b * key.1
    let second = g.b.conjugate * key.0 + g.a.conjugate * key.1
    return (query.0.conjugate * first).real - (query.1.conjugate * second).real
  }
}
