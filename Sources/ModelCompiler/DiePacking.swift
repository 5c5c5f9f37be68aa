package import HardwareSpecs

/// Keeps what works together on one die. Resident arrays take linear tiles one behind the other; where the next layer
/// does not fit into what is left on a die but on the one behind it, what is left stays free, as long as the chip
/// has so many tiles to spare. What then still lies across a border is cut at the border of an array in the same way.
package enum DiePacking {
  /// An array and its need.
  package struct Part: Sendable {
    /// The layer that it belongs to; arrays in a row without one are as one layer.
    var layer: Int?
    /// Linear tiles.
    var tiles: Int

    /// States a need.
    package init(layer: Int?, tiles: Int) {
      self.layer = layer
      self.tiles = tiles
    }
  }

  /// The first tile of each array.
  ///
  /// - Parameters:
  ///   - parts: arrays in the order of the model.
  ///   - first: tiles before it are taken.
  ///   - plan: where tiles are; it has enough of them.
  package static func starts(of parts: [Part], from first: Int, on plan: FloorPlan) -> [Int] {
    let dies = (0..<plan.dies.count).map { plan.tiles(of: .linear, on: $0) }
    var next = first
    var spare = plan.tiles(of: .linear).count - first - parts.reduce(0) { $0 + $1.tiles }
    /// Goes to the next die if that keeps so many tiles together.
    func keepTogether(_ tiles: Int) {
      guard let die = dies.firstIndex(where: { next < $0.upperBound }), die + 1 < dies.count
      else { return }
      let left = dies[die].upperBound - next
      guard tiles > left, left <= spare, tiles <= dies[die + 1].count else { return }
      spare -= left
      next += left
    }
    var starts: [Int] = []
    for (index, part) in parts.enumerated() {
      if index == 0 || part.layer != parts[index - 1].layer {
        keepTogether(
          parts[index...].prefix { $0.layer == part.layer }.reduce(0) { $0 + $1.tiles })
      }
      keepTogether(part.tiles)
      starts.append(next)
      next += part.tiles
    }
    return starts
  }
}
