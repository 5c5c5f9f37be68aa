internal import Foundation

/// The geodesic segment between two points of the disk: an arc of a circle that meets the unit circle
/// at right angles, or a part of a diameter.
public struct Geodesic: Sendable, Equatable {
  /// Where it begins.
  public let start: Complex
  /// Where it ends.
  public let end: Complex

  /// How it is drawn.
  public enum Shape: Sendable, Equatable {
    /// A straight line.
    case line
    /// An arc shorter than half a circle.
    ///
    /// - Parameters:
    ///   - centre: the circle's centre, outside the unit disk.
    ///   - radius: the circle's radius.
    ///   - sweep: the angle at the centre from start to end in radians, positive counterclockwise with
    ///     the y axis up. SVG's y axis points down: its sweep flag is 1 where this is negative, after
    ///     the picture's y is turned around.
    case arc(centre: Complex, radius: Double, sweep: Double)
  }

  /// Joins two points.
  ///
  /// - Throws: `GeometryError.outsideDisk`, `.samePoint`.
  public init(from start: Complex, to end: Complex) throws(GeometryError) {
    try PoincareDisk.check(start)
    try PoincareDisk.check(end)
    guard start != end else { throw .samePoint(start) }
    self.start = start
    self.end = end
  }

  /// Its length at curvature −1.
  public var length: Double { PoincareDisk.unitDistance(start, end) }

  /// The point that has travelled a fraction of the length; 0 is the start, 1 the end, and numbers
  /// outside 0…1 lie on the prolongation.
  public func point(at fraction: Double) -> Complex {
    // Seen from the start the geodesic is a diameter.
    let image = (end - start) / (Complex.one - start.conjugate * end)
    let travelled = tanh(fraction * length / 2) * image.direction
    return (travelled + start) / (Complex.one + start.conjugate * travelled)
  }

  /// The point halfway.
  public var midpoint: Complex { point(at: 0.5) }

  /// The circle or line that carries it. A circle whose arc differs from the chord by less than 1e−10
  /// counts as a line.
  public var shape: Shape {
    // The centre c obeys 2 Re(c̄z) = 1 + |z|² for every point z of the circle.
    let cross = start.real * end.imaginary - start.imaginary * end.real
    let (m, n) = ((1 + start.squaredModulus) / 2, (1 + end.squaredModulus) / 2)
    let raw = Complex(
      m * end.imaginary - n * start.imaginary, n * start.real - m * end.real)
    let chord = (end - start).modulus
    // |raw/cross| is about the radius, and the arc bulges by chord²/(8 radius).
    guard abs(cross) * chord * chord > 8e-10 * raw.modulus else { return .line }
    let centre = (1 / cross) * raw
    let radius = (centre - start).modulus
    let sweep = 2 * asin(min(1, chord / (2 * radius)))
    let (from, to) = (start - centre, end - centre)
    let turn = from.real * to.imaginary - from.imaginary * to.real
    return .arc(centre: centre, radius: radius, sweep: turn < 0 ? -sweep : sweep)
  }
}
