public import HardwareSpecs

/// The square mesh of tiles.
public struct Mesh: Sendable, Equatable {
  /// Tiles along one side.
  public let side: Int
  /// Where tiles are; row by row without one.
  private let plan: FloorPlan?

  /// The smallest square mesh of `tiles` tiles, row by row.
  public init(tiles: Int) {
    var side = 1
    while side * side < tiles { side += 1 }
    self.side = side
    plan = nil
  }

  /// The mesh of a chip.
  public init(_ plan: FloorPlan) {
    side = plan.side
    self.plan = plan
  }

  /// Where a tile is: row · side + column.
  public func cell(of tile: Int) -> Int { plan?.cell(of: tile) ?? tile }

  /// A route with the cells of its tiles in their place.
  public func cells(of route: Route) -> Route {
    Route(paths: route.paths.map { $0.map(cell(of:)) })
  }

  /// Links between two tiles under XY routing: the Manhattan distance.
  public func hops(_ from: Int, _ to: Int) -> Int {
    guard from != to else { return 0 }
    let (from, to) = (cell(of: from), cell(of: to))
    return abs(from % side - to % side) + abs(from / side - to / side)
  }

  /// The way of one bit to every tile of `destinations`: to the nearest (of equally near ones the
  /// first), and from there along the given order in both directions.
  public func route(_ from: Int, _ destinations: [Int]) -> Route {
    guard
      let nearest = destinations.indices.min(by: {
        hops(from, destinations[$0]) < hops(from, destinations[$1])
      })
    else { return Route(paths: [[from]]) }
    var paths = [[from] + destinations[nearest...]]
    if nearest > 0 { paths.append(destinations[...nearest].reversed()) }
    return Route(paths: paths)
  }

  /// Links between the source of a route and its farthest stop.
  public func depth(_ route: Route) -> Int {
    var reached: [Int: Int] = [:]
    var deepest = 0
    for path in route.paths {
      guard let start = path.first else { continue }
      var links = reached[start] ?? 0
      for (from, to) in zip(path, path.dropFirst()) {
        links += hops(from, to)
        reached[to] = min(links, reached[to] ?? links)
        deepest = max(deepest, links)
      }
    }
    return deepest
  }

  /// Links that a bit crosses on a route.
  public func hops(_ route: Route) -> Int {
    route.paths.reduce(0) { sum, path in
      zip(path, path.dropFirst()).reduce(sum) { $0 + hops($1.0, $1.1) }
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
