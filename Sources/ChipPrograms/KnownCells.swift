/// Cells of the tiles that were asked for last: a cell takes several divisions, and whoever chooses places asks for the
/// same tiles again and again. For one thread.
package final class KnownCells {
  private static let entries = 1 << 16

  private let mesh: Mesh
  private var tiles = [Int](repeating: -1, count: entries)
  private var cells = [Int](repeating: 0, count: entries)

  /// Nothing yet of a mesh.
  package init(_ mesh: Mesh) { self.mesh = mesh }

  /// Where a tile is.
  package func cell(of tile: Int) -> Int {
    let entry = tile & (Self.entries - 1)
    if tiles[entry] == tile { return cells[entry] }
    let cell = mesh.cell(of: tile)
    (tiles[entry], cells[entry]) = (tile, cell)
    return cell
  }
}
