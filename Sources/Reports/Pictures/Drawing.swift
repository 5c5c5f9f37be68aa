/// A picture as a list of shapes, which becomes SVG text or a PNG file.
///
/// Units are points: one pixel of the PNG at scale 1. x grows to the right, y downwards.
public struct Drawing: Sendable {
  /// A point or a vector.
  typealias Point = SIMD2<Double>

  /// A line's colour and width in points.
  struct Stroke: Sendable {
    var colour: Colour
    var width: Double
    var isDashed = false
  }

  /// Where text stands relative to its point.
  enum Anchor: String, Sendable {
    case start, middle, end
  }

  /// One shape.
  enum Shape: Sendable {
    /// A closed polygon.
    case polygon([Point], fill: Colour, stroke: Stroke?)
    /// A line through points.
    case line([Point], Stroke)
    /// A disk.
    case circle(Point, radius: Double, fill: Colour, stroke: Stroke?)
    /// A line of text; its point is on the base line. Upright text reads from bottom to top.
    case text(String, Point, size: Double, anchor: Anchor, colour: Colour, isUpright: Bool)
    /// A grid of pixels, without smoothing.
    case raster(Raster, origin: Point, size: Point)
  }

  /// Rows of pixels.
  struct Raster: Sendable {
    var rows: Int
    var columns: Int
    /// Row by row from the top.
    var pixels: [Colour]
  }

  /// Width in points.
  let width: Double
  /// Height in points.
  let height: Double
  /// What the picture shows, for readers who cannot see it.
  let title: String
  /// From back to front, on white.
  var shapes: [Shape] = []

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// Adds a shape in front of the others.
  mutating func add(_ shape: Shape) { shapes.append(shape) }

  /// Adds level text.
  mutating func addText(
    _ text: String, at point: Point, size: Double = 12, anchor: Anchor = .start,
    colour: Colour = .ink, isUpright: Bool = false
  ) {
    add(
      .text(text, point, size: size, anchor: anchor, colour: colour, isUpright: isUpright))
  }
}

/// Why a picture cannot be made.
public enum PictureError: Error, Equatable, CustomStringConvertible {
  /// The drawing library refused.
  case library(String)
  /// Nothing to draw: no finite point.
  case noData(String)

  /// One sentence.
  public var description: String {
    switch self {
    case .library(let reason): "the picture cannot be drawn: \(reason)"
    case .noData(let what): "\(what): found no finite value to draw"
    }
  }
}
