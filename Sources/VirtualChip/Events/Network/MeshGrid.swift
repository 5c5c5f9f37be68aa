import ChipPrograms

/// Tiles and links by number. Directions: 0 → x + 1, 1 → x − 1, 2 → y + 1, 3 → y − 1.
///
/// A link is tile · 4 + direction; the input port at its end has the number of the tile there · 4 + the
/// direction in which its flits travel.
struct MeshGrid {
  let side: Int
  private let x: [Int32]
  private let y: [Int32]
  private let steps: [Int]

  init(_ mesh: Mesh) {
    side = mesh.side
    x = (0..<(side * side)).map { [side] in Int32($0 % side) }
    y = (0..<(side * side)).map { [side] in Int32($0 / side) }
    steps = [1, -1, side, -side]
  }

  var tiles: Int { side * side }

  /// First along the row, then along the column.
  @inline(__always)
  func direction(from tile: Int, to target: Int) -> Int {
    if x[target] != x[tile] { return x[target] > x[tile] ? 0 : 1 }
    return y[target] > y[tile] ? 2 : 3
  }

  @inline(__always)
  func portAtEnd(of link: Int) -> Int { link &+ steps[link & 3] &* 4 }

  @inline(__always)
  func linkInto(_ port: Int) -> Int { port &- steps[port & 3] &* 4 }
}
