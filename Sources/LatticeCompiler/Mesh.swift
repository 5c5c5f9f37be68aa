/// The square mesh of tiles, row-major; linear tiles first, then race tiles.
struct Mesh {
  /// Tiles along one side.
  let side: Int

  /// The smallest square mesh of `tiles` tiles.
  init(tiles: Int) {
    var side = 1
    while side * side < tiles { side += 1 }
    self.side = side
  }

  /// Links between two tiles under XY routing: the Manhattan distance.
  func hops(_ from: Int, _ to: Int) -> Int {
    abs(from % side - to % side) + abs(from / side - to / side)
  }

  /// Links that one bit crosses to reach every tile of `destinations`: the way to the nearest, then
  /// from each tile to the next in the given order.
  func multicastHops(_ from: Int, _ destinations: [Int]) -> Int {
    guard let nearest = destinations.map({ hops(from, $0) }).min() else { return 0 }
    return zip(destinations, destinations.dropFirst()).reduce(nearest) { $0 + hops($1.0, $1.1) }
  }
}
