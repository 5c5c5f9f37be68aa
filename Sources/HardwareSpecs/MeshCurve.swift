/// A curve through all tiles of a square mesh that keeps neighbours together at every scale: Hilbert's, for
/// sides of any length.
///
/// After J. Červený, "gilbert: space-filling curve for rectangular domains of arbitrary size" (2018). A
/// rectangle is cut into two halves or three parts, each passed like the whole; one step in a side of odd
/// length may be a diagonal.
enum MeshCurve {
  private struct Vector {
    var x: Int
    var y: Int

    var length: Int { abs(x + y) }
    var step: Vector { Vector(x: x.signum(), y: y.signum()) }
    /// Rounded down, whatever the sign.
    var half: Vector { Vector(x: x >> 1, y: y >> 1) }

    static func + (left: Vector, right: Vector) -> Vector {
      Vector(x: left.x + right.x, y: left.y + right.y)
    }
    static func - (left: Vector, right: Vector) -> Vector {
      Vector(x: left.x - right.x, y: left.y - right.y)
    }
    static prefix func - (vector: Vector) -> Vector { Vector(x: -vector.x, y: -vector.y) }
    static func * (count: Int, vector: Vector) -> Vector {
      Vector(x: count * vector.x, y: count * vector.y)
    }
  }

  /// The tile that comes behind `index` others.
  static func point(_ index: Int, side: Int) -> (x: Int, y: Int) {
    let end = point(
      index, from: Vector(x: 0, y: 0), along: Vector(x: side, y: 0), across: Vector(x: 0, y: side))
    return (end.x, end.y)
  }

  /// The tile behind `index` others of the rectangle that starts at a corner, passed `along` one side.
  private static func point(
    _ index: Int, from start: Vector, along: Vector, across: Vector
  ) -> Vector {
    let (width, height) = (along.length, across.length)
    if height == 1 { return start + index * along.step }
    if width == 1 { return start + index * across.step }
    var (first, second) = (along.half, across.half)
    if 2 * width > 3 * height {
      // A long rectangle is cut in two; halves of even length join without a diagonal.
      if first.length % 2 == 1, width > 2 { first = first + along.step }
      let passed = first.length * height
      if index < passed { return point(index, from: start, along: first, across: across) }
      return point(index - passed, from: start + first, along: along - first, across: across)
    }
    if second.length % 2 == 1, height > 2 { second = second + across.step }
    // Up, along, and down again.
    let up = second.length * first.length
    if index < up { return point(index, from: start, along: second, across: first) }
    let over = width * (height - second.length)
    if index < up + over {
      return point(index - up, from: start + second, along: along, across: across - second)
    }
    return point(
      index - up - over, from: start + (along - along.step) + (second - across.step),
      along: -second, across: -(along - first))
  }
}
