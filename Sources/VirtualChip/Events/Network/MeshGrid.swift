import ChipPrograms

/// Tiles and links by number. Directions: 0 → x + 1, 1 → x − 1, 2 → y + 1, 3 → y − 1.
///
/// A link is tile · 4 + direction; the input port at its end has the number of the tile there · 4 + the
/// direction in which its flits travel.
struct MeshGrid {
  private let x: [Int32]
  private let y: [Int32]
  private let steps: [Int]
  private let dieSide: Int32
  let hasBorders: Bool

  init(_ mesh: Mesh) {
    let width = mesh.width
    x = (0..<mesh.cells).map { Int32($0 % width) }
    y = (0..<mesh.cells).map { Int32($0 / width) }
    steps = [1, -1, width, -width]
    dieSide = Int32(mesh.dieSide)
    hasBorders = mesh.hasBorders
  }

  var tiles: Int { x.count }

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

  /// Whether a link leads from die to die; it must not leave the mesh.
  func crosses(_ link: Int) -> Bool {
    guard hasBorders else { return false }
    let place = link & 3 < 2 ? x[link >> 2] : y[link >> 2]
    return Self.isBorder(Int(place), direction: link & 3, dieSide: Int(dieSide))
  }

  /// Whether the way on from a place along a row or column leads over the border of a die; directions
  /// are those of links, even ones forwards.
  @inline(__always)
  static func isBorder(_ place: Int, direction: Int, dieSide: Int) -> Bool {
    direction & 1 == 0 ? (place + 1) % dieSide == 0 : place % dieSide == 0
  }
}
