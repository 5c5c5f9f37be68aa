internal import Foundation

/// The regular tiling {p,q} of the hyperbolic plane of curvature −1: p-gons, q around a vertex.
///
/// The base cell is centred on the origin. Its side k is met at right angles by the direction 2πk/p,
/// and its corner k, at the direction (2k + 1)π/p, lies between sides k and k + 1.
public struct RegularTiling: Sendable, Hashable {
  /// Corners of a cell.
  public let p: Int
  /// Cells around a vertex.
  public let q: Int

  /// The largest p or q that is accepted.
  public static let largestNumber = 1_000_000

  /// Names a tiling.
  ///
  /// - Throws: `GeometryError.outOfRange` for numbers outside 3…1 000 000, `.notHyperbolic` where
  ///   (p − 2)(q − 2) ≤ 4.
  public init(p: Int, q: Int) throws(GeometryError) {
    for (name, number) in [("p", p), ("q", q)]
    where !(3...Self.largestNumber).contains(number) {
      throw .outOfRange(name, found: Double(number), expected: "3 to \(Self.largestNumber)")
    }
    guard (p - 2) * (q - 2) > 4 else { throw .notHyperbolic(p: p, q: q) }
    self.p = p
    self.q = q
  }

  /// The tiling with cells and vertices exchanged. Sites on the vertices of {p,q}, each with q
  /// neighbours, are the cells of {q,p}.
  public var dual: RegularTiling { RegularTiling(uncheckedP: q, q: p) }

  private init(uncheckedP p: Int, q: Int) {
    self.p = p
    self.q = q
  }

  /// Distance from a cell's centre to its sides: cosh r = cos(π/q)/sin(π/p).
  public var inradius: Double {
    let (alpha, beta) = angles
    // cosh² r − 1 = sinh² r with cos² β − sin² α = cos(α + β) cos(α − β).
    return asinh((cos(alpha + beta) * cos(alpha - beta)).squareRoot() / sin(alpha))
  }

  /// Distance from a cell's centre to its corners: cosh R = cot(π/p) cot(π/q).
  public var circumradius: Double { 2 * atanh(cornerModulus) }

  /// Length of a side: cosh(h/2) = cos(π/p)/sin(π/q).
  public var sideLength: Double { 2 * dual.inradius }

  /// Distance of two neighbouring centres, twice the inradius.
  public var neighbourDistance: Double { 2 * inradius }

  /// Corners of the base cell, counterclockwise, at |z|² = cos(π/p + π/q)/cos(π/p − π/q).
  public var corners: [Complex] {
    (0..<p).map { .polar(cornerModulus, Double(2 * $0 + 1) * .pi / Double(p)) }
  }

  private var cornerModulus: Double {
    let (alpha, beta) = angles
    return (cos(alpha + beta) / cos(alpha - beta)).squareRoot()
  }

  private var angles: (alpha: Double, beta: Double) { (.pi / Double(p), .pi / Double(q)) }

  /// The maps G_k that take the base cell to its neighbour behind side k: half turns about the
  /// middles of the sides.
  ///
  /// A cell with map M has the neighbours M G_k. As a product, G_k turns side k onto the real
  /// diameter, moves by 2r, turns by π and turns back.
  public func neighbourMaps() -> [DiskMap] {
    let (halfSinh, halfCosh) = (sinh(inradius), cosh(inradius))
    return (0..<p).map { k in
      let direction = 2 * Double.pi * Double(k) / Double(p)
      return DiskMap(
        unchecked: Complex(0, halfCosh), Complex(0, -1) * .polar(halfSinh, direction))
    }
  }
}
