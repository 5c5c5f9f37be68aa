internal import Foundation

/// A score's bias −λ d_H(m, n) from the distance of two tokens along a flow.
///
/// Hyperbolic flows give ALiBi's linear bias exactly, and parabolic ones the logarithmic kernel of
/// KERPLE up to a bounded difference (`kerpleDifferenceBound`).
public struct DistanceBias: Sendable, Equatable {
  /// Where tokens lie.
  public let flow: PositionalFlow
  /// λ, in nats a unit of distance; 0 or more.
  public let strength: Double

  /// Weighs distances along a flow.
  ///
  /// - Throws: `GeometryError.outOfRange` unless λ is finite and at least 0.
  public init(flow: PositionalFlow, strength: Double) throws(GeometryError) {
    guard strength >= 0, strength.isFinite else {
      throw .outOfRange("strength", found: strength, expected: "a finite number, 0 or more")
    }
    self.flow = flow
    self.strength = strength
  }

  /// The bias between tokens m and n, 0 or less.
  public func callAsFunction(_ m: Int, _ n: Int) -> Double { -strength * flow.distance(m, n) }

  /// ALiBi's bias −slope · |m − n|: λ = 1 and a hyperbolic flow of length `slope` a token.
  ///
  /// Source: Press, Smith and Lewis, arXiv:2108.12409.
  ///
  /// - Throws: `GeometryError.outOfRange` unless the slope is finite and at least 0.
  public static func linear(slope: Double) throws(GeometryError) -> DistanceBias {
    try notNegative("slope", slope)
    return try DistanceBias(flow: .hyperbolic(length: slope), strength: 1)
  }

  /// ALiBi's slopes of heads h = 1…H, 2^{−8h/H}.
  ///
  /// The paper's published code takes other slopes where H is no power of 2.
  ///
  /// - Throws: `GeometryError.outOfRange` for fewer than one head.
  public static func linearSlopes(heads: Int) throws(GeometryError) -> [Double] {
    guard heads >= 1 else {
      throw .outOfRange("heads", found: Double(heads), expected: "1 or more")
    }
    return (0..<heads).map { exp2(-8 * Double($0 + 1) / Double(heads)) }
  }

  /// The bias −r₁ asinh(r₂Δ/2) of a parabolic flow with λ = r₁/2 and s = r₂, which tends to
  /// KERPLE's logarithmic kernel −r₁ ln(1 + r₂Δ) for large and small r₂Δ.
  ///
  /// Source of the kernel: Chi et al., arXiv:2205.09921.
  ///
  /// - Throws: `GeometryError.outOfRange` unless both are finite and at least 0.
  public static func logarithmic(r1: Double, r2: Double) throws(GeometryError) -> DistanceBias {
    try notNegative("r1", r1)
    try notNegative("r2", r2)
    return try DistanceBias(flow: .parabolic(shift: r2), strength: r1 / 2)
  }

  /// KERPLE's logarithmic kernel itself, −r₁ ln(1 + r₂Δ).
  public static func kerple(r1: Double, r2: Double, _ m: Int, _ n: Int) -> Double {
    -r1 * log1p(r2 * abs(Double(m) - Double(n)))
  }

  /// The largest difference between `logarithmic(r1:r2:)` and `kerple(r1:r2:_:_:)` at a gap Δ.
  ///
  /// With x = r₂Δ the difference is r₁ f(x), f(x) = ln(1 + x) − asinh(x/2). f is 0 at x = 0 and never
  /// negative, rises to ln(5/4) at x = 3/2, where 1 + x = √(4 + x²), and falls below 1/x from there:
  /// 0 ≤ f(x) ≤ min(ln(5/4), 1/x).
  public static func kerpleDifferenceBound(r1: Double, r2: Double, gap: Int) -> Double {
    r1 * min(log(1.25), 1 / (r2 * Double(gap)))
  }

  private static func notNegative(_ name: String, _ value: Double) throws(GeometryError) {
    guard value >= 0, value.isFinite else {
      throw .outOfRange(name, found: value, expected: "a finite number, 0 or more")
    }
  }
}
