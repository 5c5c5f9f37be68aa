import ByteFormats

/// Where the tiles of a chip are: the one source of places for compiler, machine and reports, and a pure
/// function of the geometry and the dies.
///
/// Tiles lie on the smallest square mesh that holds them, along a curve that keeps neighbours together
/// (`MeshCurve`). The memory port and the host port come first, in a corner; behind them each kind is spread
/// evenly over the whole curve, so that a linear tile has gates, lanes, norms and races near by: tile i of n
/// of a kind stands at (i + ½)/n of it, of equal places in the order of the kinds.
///
/// On several dies the curve is cut into equal parts, one a die, each on a square mesh of its own; the meshes of all
/// dies join to one. A port comes first on its die.
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

  /// Tiles along one side of a die's mesh.
  public let side: Int
  /// The dies.
  public let dies: ChipDies
  private let counts: [Int]
  /// Number of the first tile of each kind, and of all.
  private let firsts: [Int]

  /// The plan of a chip. A kind that the chip lacks has no tile.
  ///
  /// - Parameters:
  ///   - geometry: numbers and sizes of tiles.
  ///   - dies: one, unless the chip has more.
  public init(_ geometry: ChipGeometry, dies: ChipDies = ChipDies()) {
    func tiles(_ units: Int) -> Int { ceilingDivide(units, max(1, geometry.tileColumns)) }
    // A port that a description puts nowhere would have no cell.
    self.dies = dies.with {
      $0.memoryDie = min($0.memoryDie, dies.count - 1)
      $0.hostDie = min($0.hostDie, dies.count - 1)
    }
    counts = [
      geometry.linearTiles, geometry.raceTiles, tiles(geometry.gateAgents),
      tiles(geometry.digitalLanes), geometry.normUnits, 1, 1,
    ]
    firsts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let spread = firsts[Kind.memoryPort.rawValue]
    let most = (0..<dies.count).map { [dies = self.dies] die in
      Self.start(of: die + 1, of: dies, spread) - Self.start(of: die, of: dies, spread)
        + (die == dies.memoryDie ? 1 : 0) + (die == dies.hostDie ? 1 : 0)
    }.max()
    var side = 1
    while side * side < most ?? 1 { side += 1 }
    self.side = side
  }

  /// The plan of a chip.
  public init(_ chip: ChipSpec) { self.init(chip.geometry, dies: chip.dies) }

  /// Cells in a row of the mesh of all dies.
  public var width: Int { side * dies.columns }

  /// Rows of the mesh of all dies.
  public var height: Int { side * dies.rows }

  /// Links of the mesh that cross one border, a row's or a column's each.
  public var borderLinks: Int { side }

  /// Tiles of all kinds.
  public var tiles: Int { firsts[counts.count] }

  /// The numbers of a kind's tiles.
  public func tiles(of kind: Kind) -> Range<Int> {
    firsts[kind.rawValue]..<firsts[kind.rawValue + 1]
  }

  /// The numbers of a kind's tiles on one die.
  public func tiles(of kind: Kind, on die: Int) -> Range<Int> {
    let all = tiles(of: kind)
    func first(behind die: Int) -> Int {
      // A kind's tiles come in the order of the dies.
      var (low, high) = (all.lowerBound, all.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if self.die(of: middle) < die { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(behind: die)..<first(behind: die + 1)
  }

  /// The kind of a tile.
  public func kind(of tile: Int) -> Kind? {
    Kind.allCases.first { tiles(of: $0).contains(tile) }
  }

  /// The die of a tile.
  public func die(of tile: Int) -> Int {
    switch kind(of: tile) {
    case .memoryPort: return dies.memoryDie
    case .hostPort: return dies.hostDie
    default: break
    }
    return dies.count > 1 ? die(ofPlace: place(of: tile)) : 0
  }

  /// The die of a tile that is no port, by the number of those before it on the curve.
  private func die(ofPlace place: Int) -> Int {
    guard dies.count > 1 else { return 0 }
    // Near its share; rounding decides.
    var die = min(
      dies.count - 1, Int(Double(place) / Double(max(1, spread)) * Double(dies.count)))
    while place < start(of: die) { die -= 1 }
    while place >= start(of: die + 1) { die += 1 }
    return die
  }

  /// Where a tile is: row · width + column.
  public func cell(of tile: Int) -> Int {
    let (die, index): (Int, Int)
    switch kind(of: tile) {
    case .memoryPort: (die, index) = (dies.memoryDie, 0)
    case .hostPort: (die, index) = (dies.hostDie, dies.hostDie == dies.memoryDie ? 1 : 0)
    default:
      let place = place(of: tile)
      die = self.die(ofPlace: place)
      let ports = (die == dies.memoryDie ? 1 : 0) + (die == dies.hostDie ? 1 : 0)
      index = ports + place - start(of: die)
    }
    var (x, y) = MeshCurve.point(index, side: side)
    let (column, row) = dies.place(of: die)
    // Where the snake goes back, so does the curve.
    if !row.isMultiple(of: 2) { x = side - 1 - x }
    return (row * side + y) * width + column * side + x
  }

  /// The tiles of a kind that are about as far along the curve as a tile of any kind, in the order of their
  /// numbers: among them are its nearest ones.
  public func neighbours(of kind: Kind, of tile: Int, most: Int = 256) -> Range<Int> {
    let all = tiles(of: kind)
    guard all.count > most else { return all }
    let rank =
      switch self.kind(of: tile) {
      case .memoryPort: start(of: dies.memoryDie)
      case .hostPort: start(of: dies.hostDie) + 1
      default: place(of: tile) + 2
      }
    let middle = Int(Double(rank) / Double(tiles) * Double(all.count))
    let start = min(max(0, middle - most / 2), all.count - most)
    return (all.lowerBound + start)..<(all.lowerBound + start + most)
  }

  /// Tiles that are spread over the curve: all but the ports.
  private var spread: Int { firsts[Kind.memoryPort.rawValue] }

  /// How many of them the curve passes before a die.
  private func start(of die: Int) -> Int { Self.start(of: die, of: dies, spread) }

  private static func start(of die: Int, of dies: ChipDies, _ spread: Int) -> Int {
    die * spread / dies.count
  }

  /// How many tiles besides ports the curve passes before this one.
  private func place(of tile: Int) -> Int {
    let own = kind(of: tile) ?? .linear
    // Twice the place and one: (2i + 1)/n, which kinds are compared by.
    let place = 2 * (tile - firsts[own.rawValue]) + 1
    let count = counts[own.rawValue]
    var rank = 0
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
