import ByteFormats
import ChipPrograms
import HardwareSpecs
import TransformerModels

/// Chooses tiles for values so that they have short ways, and leave their die only where it has no tile of the kind.
struct ValuePlaces {
  let mesh: Mesh
  private let plan: FloorPlan
  private let known: KnownCells
  /// Ways between cells.
  private let flat: Mesh
  private let columns: Int
  /// How many norms or heads have each tile already: of the next, those that have fewest are used first.
  private var uses: [Int: Int] = [:]
  /// The last norm or race that each tile was given to, and their number.
  private var users: [Int: Int] = [:]
  private var user = 0

  init(_ chip: ChipSpec) {
    plan = FloorPlan(chip)
    mesh = Mesh(plan)
    known = KnownCells(mesh)
    flat = mesh.ofCells
    columns = chip.geometry.tileColumns
  }

  /// The way of a bit to tiles (`Mesh.route`).
  func route(_ from: Int, _ destinations: [Int]) -> Route {
    mesh.route(from, destinations, cell: known.cell(of:))
  }

  /// Links between two tiles, and those from die to die among them.
  private func way(_ from: Int, _ to: Int) -> (hops: Int, crossings: Int) {
    flat.way(known.cell(of: from), known.cell(of: to))
  }

  /// Where tables come from, or outputs leave.
  func port(_ kind: FloorPlan.Kind, _ width: Int) -> Mapping.Home {
    Mapping.Home(
      blockWidth: columns,
      tiles: [Int](
        repeating: plan.tiles(of: kind).lowerBound, count: ceilingDivide(width, columns)))
  }

  /// Sums run down the row tiles and end in the last one of each column of tiles.
  func columnEnds(of placement: CouplingArray.Placement) -> Mapping.Home {
    Mapping.Home(
      blockWidth: columns,
      tiles: (0..<placement.columnTiles).map {
        placement.tiles[$0 * placement.rowTiles + placement.rowTiles - 1]
      })
  }

  /// Links that are as long as a block's time on the lanes of a tile: 7 operations of a `read`, at 2 cycles
  /// a hop.
  private static let linksOfBlock = 4

  /// Lanes for a value that is somewhere: where it is if those are lanes, else the tiles that its blocks
  /// reach first, the time of blocks that are there already included.
  func lanes(near home: Mapping.Home, _ width: Int) -> Mapping.Home {
    let isThere =
      home.blockWidth == columns && home.tiles.allSatisfy { plan.tiles(of: .lane).contains($0) }
    return isThere
      ? home
      : spread(.lane, near: home, width) { links, blocks in
        (0, 0, links + Self.linksOfBlock * blocks)
      }
  }

  /// Gates for a value, all agents at once if the chip has so many.
  func gates(near home: Mapping.Home, _ width: Int) -> Mapping.Home {
    spread(.gate, near: home, width) { links, blocks in (0, blocks, links) }
  }

  /// Race tiles for a value, all agents at once if the chip has so many.
  func agents(near home: Mapping.Home, _ width: Int) -> Mapping.Home {
    spread(.race, near: home, width) { links, blocks in (0, blocks, links) }
  }

  /// The norm unit of a norm, for the whole row; lanes on a chip without units.
  mutating func norm(near home: Mapping.Home, _ width: Int) -> Mapping.Home {
    guard let unit = least(.norm, near: home.tiles) else { return lanes(near: home, width) }
    take(unit)
    user += 1
    let blocks = ceilingDivide(width, columns)
    return Mapping.Home(blockWidth: columns, tiles: [Int](repeating: unit, count: blocks))
  }

  /// The race tile of each head: query heads race where their keys are. Heads of all layers have tiles of
  /// their own as long as there are some; then a layer shares those of as few others as possible.
  mutating func races(_ shape: AttentionShape, operands: [Mapping.Home]) -> Mapping.Home {
    let group = shape.heads / shape.keyValueHeads
    var tiles: [Int] = []
    for keyHead in 0..<shape.keyValueHeads {
      let heads = [keyHead * group, keyHead, keyHead]
      let sources = zip(operands, heads).map { $0.tile(of: $1 * shape.headSize) }
      let tile = least(.race, near: sources) ?? 0
      take(tile)
      tiles += [Int](repeating: tile, count: group)
    }
    user += 1
    return Mapping.Home(blockWidth: shape.headSize, tiles: tiles)
  }

  private mutating func take(_ tile: Int) {
    uses[tile, default: 0] += 1
    users[tile] = user
  }

  /// Tiles of a kind for the blocks of a value, one after the other.
  /// - Parameter cost: of a tile, by the links to it and the blocks that it has already.
  private func spread(
    _ kind: FloorPlan.Kind, near home: Mapping.Home, _ width: Int,
    cost: (Int, Int) -> (Int, Int, Int)
  ) -> Mapping.Home {
    var blocks: [Int: Int] = [:]
    var tiles: [Int] = []
    for start in stride(from: 0, to: width, by: columns) {
      let source = home.tile(of: start)
      let tile = cheapest(kind, of: [source]) { cost(way(source, $0).hops, blocks[$0] ?? 0) }
      blocks[tile ?? 0, default: 0] += 1
      tiles.append(tile ?? 0)
    }
    return Mapping.Home(blockWidth: columns, tiles: tiles)
  }

  /// Of the tiles of a kind that are used least so far, and of those the ones that were given away first, the
  /// one with the fewest links to all sources.
  private func least(_ kind: FloorPlan.Kind, near sources: [Int]) -> Int? {
    cheapest(kind, of: sources) { tile in
      (uses[tile] ?? 0, users[tile] ?? -1, sources.reduce(0) { $0 + way($1, tile).hops })
    }
  }

  /// Of the fewest borders away the cheapest, of equal ones the first.
  private func cheapest(
    _ kind: FloorPlan.Kind, of sources: [Int], _ cost: (Int) -> (Int, Int, Int)
  ) -> Int? {
    plan.neighbours(of: kind, of: sources[0]).map { tile in
      let (first, second, third) = cost(tile)
      let borders = sources.reduce(0) { $0 + way($1, tile).crossings }
      return (borders, first, second, third, tile)
    }.min { $0 < $1 }?.4
  }
}

extension Mapping.Home {
  /// The tile of an element.
  func tile(of element: Int) -> Int { tiles[element / blockWidth] }
}
