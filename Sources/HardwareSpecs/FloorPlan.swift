import ByteFormats

/// Where the tiles of a chip are: the one source of places for compiler, machine and reports, and a pure
/// function of the geometry.
///
/// Tiles lie on the smallest square mesh that holds them, along a curve that keeps neighbours together
/// (`MeshCurve`). The memory port and the host port come first, in a corner; behind them each kind is spread
/// evenly over the whole curve, so that a linear tile has gates, lanes, norms and races near by: tile i of n
/// of a kind stands at (i + ½)/n of it, of equal places in the order of the kinds.
public struct FloorPlan: Sendable, Equatable {
  /// What a tile is.
  public enum Kind: Int, CaseIterable, Sendable {
    /// Couplings of linear layers.
    case linear
    /// Attention rows.
    case race
    /// `tile_columns` gate agents.
    case gate
    /// `tile_columns` lanes of the periphery.
    case lane
    /// One pair of potentials.
    case norm
    /// Tables, and off-chip memory behind them.
    case memoryPort
    /// The host link.
    case hostPort
  }

  /// Tiles along one side of the mesh.
  public let side: Int
  private let counts: [Int]
  /// Number of the first tile of each kind, and of all.
  private let firsts: [Int]

  /// The plan of a chip. A kind that the chip lacks has no tile.
  public init(_ geometry: ChipGeometry) {
    func tiles(_ units: Int) -> Int { ceilingDivide(units, max(1, geometry.tileColumns)) }
    counts = [
      geometry.linearTiles, geometry.raceTiles, tiles(geometry.gateAgents),
      tiles(geometry.digitalLanes), geometry.normUnits, 1, 1,
    ]
    firsts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    var side = 1
    while side * side < firsts[counts.count] { side += 1 }
    self.side = side
  }

  /// Tiles of all kinds.
  public var tiles: Int { firsts[counts.count] }

  /// The numbers of a kind's tiles.
  public func tiles(of kind: Kind) -> Range<Int> {
    firsts[kind.rawValue]..<firsts[kind.rawValue + 1]
  }

  /// The kind of a tile.
  public func kind(of tile: Int) -> Kind? {
    Kind.allCases.first { tiles(of: $0).contains(tile) }
  }

  /// Where a tile is: row · side + column.
  public func cell(of tile: Int) -> Int {
    let (x, y) = MeshCurve.point(rank(of: tile), side: side)
    return y * side + x
  }

  /// The tiles of a kind that are about as far along the curve as a tile of any kind, in the order of their
  /// numbers: among them are its nearest ones.
  public func neighbours(of kind: Kind, of tile: Int, most: Int = 256) -> Range<Int> {
    let all = tiles(of: kind)
    guard all.count > most else { return all }
    let middle = Int(Double(rank(of: tile)) / Double(tiles) * Double(all.count))
    let start = min(max(0, middle - most / 2), all.count - most)
    return (all.lowerBound + start)..<(all.lowerBound + start + most)
  }

  /// How many tiles the curve passes before this one.
  private func rank(of tile: Int) -> Int {
    let own = kind(of: tile) ?? .linear
    switch own {
    case .memoryPort: return 0
    case .hostPort: return 1
    default: break
    }
    // Twice the place and one: (2i + 1)/n, which kinds are compared by.
    let place = 2 * (tile - firsts[own.rawValue]) + 1
    let count = counts[own.rawValue]
    var rank = 2
    for kind in Kind.allCases where kind.rawValue < Kind.memoryPort.rawValue {
      let others = counts[kind.rawValue]
      guard others > 0 else { continue }
      // Tiles j with (2j + 1)/others < place/count, and the equal one of an earlier kind.
      let (quotient, remainder) = (place * others).quotientAndRemainder(dividingBy: count)
      var before = (quotient + 1) / 2
      if remainder == 0, quotient % 2 == 1 {
        before = (quotient - 1) / 2 + (kind.rawValue < own.rawValue ? 1 : 0)
      }
      rank += before
    }
    return rank
  }
}

extension ChipGeometry {
  /// Tiles on the mesh: linear tiles, race tiles, gate tiles, lane tiles, norm units, memory and host port.
  public var meshTiles: Int { FloorPlan(self).tiles }
}
