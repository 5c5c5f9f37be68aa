public import HardwareSpecs

/// The mesh of tiles, and the borders of dies in it.
public struct Mesh: Sendable, Equatable {
  /// Tiles in a row.
  public let width: Int
  /// Rows of tiles.
  public let height: Int
  /// Tiles along one side of a die: between two dies a row or a column goes on over a link between dies.
  public let dieSide: Int
  /// Where tiles are; row by row without one.
  private let plan: FloorPlan?

  /// The smallest square mesh of `tiles` tiles, row by row.
  public init(tiles: Int) {
    var side = 1
    while side * side < tiles { side += 1 }
    self.init(dieRows: 1, dieColumns: 1, side: side)
  }

  /// The mesh of a grid of dies, its tiles row by row over all of them.
  ///
  /// - Parameters:
  ///   - dieRows: rows of dies.
  ///   - dieColumns: dies in a row.
  ///   - side: tiles along one side of a die.
  public init(dieRows: Int, dieColumns: Int, side: Int) {
    (width, height, dieSide) = (dieColumns * side, dieRows * side, side)
    plan = nil
  }

  /// The mesh of a chip.
  public init(_ plan: FloorPlan) {
    (width, height, dieSide) = (plan.width, plan.height, plan.side)
    self.plan = plan
  }

  /// The same mesh with cells in the place of tiles: where many ways between the same tiles are looked at, their cells
  /// are worked out once.
  package var ofCells: Mesh {
    Mesh(dieRows: height / dieSide, dieColumns: width / dieSide, side: dieSide)
  }

  /// Cells of the mesh.
  public var cells: Int { width * height }

  /// Whether the mesh has links between dies.
  public var hasBorders: Bool { dieSide < max(width, height) }

  /// Where a tile is: row · width + column.
  public func cell(of tile: Int) -> Int { plan?.cell(of: tile) ?? tile }

  /// A route with the cells of its tiles in their place.
  public func cells(of route: Route) -> Route {
    Route(paths: route.paths.map { $0.map(cell(of:)) })
  }

  /// Links between two tiles under XY routing: the Manhattan distance.
  public func hops(_ from: Int, _ to: Int) -> Int { way(from, to).hops }

  /// Links from die to die among them.
  public func crossings(_ from: Int, _ to: Int) -> Int { way(from, to).crossings }

  /// Links between two tiles, and those from die to die among them.
  public func way(_ from: Int, _ to: Int) -> (hops: Int, crossings: Int) {
    guard from != to else { return (0, 0) }
    let (from, to) = (cell(of: from), cell(of: to))
    let (fromX, toX, fromY, toY) = (from % width, to % width, from / width, to / width)
    let hops = abs(fromX - toX) + abs(fromY - toY)
    guard hasBorders else { return (hops, 0) }
    return (
      hops,
      abs(fromX / dieSide - toX / dieSide) + abs(fromY / dieSide - toY / dieSide)
    )
  }

  /// The way of one bit to every tile of `destinations`: to the nearest (of equally near ones the
  /// first), and from there along the given order in both directions.
  public func route(_ from: Int, _ destinations: [Int]) -> Route {
    route(from, destinations, cell: cell(of:))
  }

  /// The same, with cells that are known.
  package func route(_ from: Int, _ destinations: [Int], cell: (Int) -> Int) -> Route {
    let (start, flat) = (cell(from), ofCells)
    let distances = destinations.map { flat.hops(start, cell($0)) }
    guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] })
    else { return Route(paths: [[from]]) }
    var paths = [[from] + destinations[nearest...]]
    if nearest > 0 { paths.append(destinations[...nearest].reversed()) }
    return Route(paths: paths)
  }

  /// Links between the source of a route and its farthest stop.
  public func depth(_ route: Route) -> Int { depth(route) { hops, _ in hops } }

  /// The longest way from the source of a route to a stop.
  ///
  /// - Parameters:
  ///   - route: from a source to its stops.
  ///   - length: of a way between two stops by its links, and by those from die to die among them.
  public func depth(_ route: Route, by length: (_ hops: Int, _ crossings: Int) -> Int) -> Int {
    // Few paths: only what is reached of their starts matters later.
    let starts = route.paths.dropFirst().compactMap(\.first)
    var reached = [Int?](repeating: nil, count: starts.count)
    var deepest = 0
    for path in route.paths {
      guard let start = path.first else { continue }
      var links = starts.firstIndex(of: start).flatMap { reached[$0] } ?? 0
      for (from, to) in zip(path, path.dropFirst()) {
        let way = way(from, to)
        links += length(way.hops, way.crossings)
        if let place = starts.firstIndex(of: to) {
          reached[place] = min(links, reached[place] ?? links)
        }
        deepest = max(deepest, links)
      }
    }
    return deepest
  }

  /// Links that a bit crosses on a route.
  public func hops(_ route: Route) -> Int { sum(route) { $0.hops } }

  /// Links from die to die that a bit crosses on a route.
  public func crossings(_ route: Route) -> Int { hasBorders ? sum(route) { $0.crossings } : 0 }

  private func sum(_ route: Route, _ part: ((hops: Int, crossings: Int)) -> Int) -> Int {
    route.paths.reduce(0) { sum, path in
      zip(path, path.dropFirst()).reduce(sum) { $0 + part(way($1.0, $1.1)) }
    }
  }
}

/// The stops of a block on the mesh, a tree: the first path starts at the source, each further one at
/// a stop of the first.
public struct Route: Sendable, Equatable {
  /// Tiles in the order in which the block visits them.
  public var paths: [[Int]]

  /// Creates a route.
  public init(paths: [[Int]]) { self.paths = paths }

  /// The route to one tile.
  public init(_ from: Int, _ to: Int) { paths = [[from, to]] }
}
