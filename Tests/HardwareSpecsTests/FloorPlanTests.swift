import HardwareSpecs
import Testing

@Suite("Floor plan")
struct FloorPlanTests {
  static func geometry(_ change: (inout ChipGeometry) -> Void) -> ChipGeometry {
    var geometry = ChipGeometry()
    geometry.tileRows = 4
    geometry.tileColumns = 4
    change(&geometry)
    return geometry
  }

  @Test(
    "⌈agents / columns⌉ gate tiles, ⌈lanes / columns⌉ lane tiles, a tile a norm unit, two ports")
  func kinds() throws {
    let plan = FloorPlan(try SpecLibrary.chip("ceas-ising-5w").geometry)
    #expect(plan.tiles(of: .linear) == 0..<1024)
    #expect(plan.tiles(of: .race) == 1024..<1088)
    #expect(plan.tiles(of: .gate) == 1088..<1100)
    #expect(plan.tiles(of: .lane) == 1100..<1108)
    #expect(plan.tiles(of: .norm) == 1108..<1172)
    #expect(plan.tiles(of: .memoryPort) == 1172..<1173)
    #expect(plan.tiles(of: .hostPort) == 1173..<1174)
    #expect(plan.tiles == 1174 && plan.side == 35)
    #expect(plan.kind(of: 1087) == .race && plan.kind(of: 1174) == nil)
    // What a chip lacks has no tile; what does not fill a tile has one.
    let small = FloorPlan(Self.geometry { $0.digitalLanes = 5 })
    #expect(small.tiles == 2 + 2 && small.tiles(of: .lane).count == 2)
    #expect(small.tiles(of: .gate).isEmpty && small.tiles(of: .norm).isEmpty)
  }

  /// On 7 × 7 cells: 32 linear and 2 race tiles, 4 tiles of gates and of lanes, 2 norm units, the memory port
  /// (44) and the host port (45). Worked out by hand along the curve: of 32 linear tiles the first and
  /// second stand at 1/64 and 3/64, and so on; at 1/8 and 1/4 come the first gates and lanes, and races and
  /// norms behind the linear tile at 15/64.
  @Test func aSmallPlan() {
    let plan = FloorPlan(
      Self.geometry {
        $0.linearTiles = 32
        $0.raceTiles = 2
        $0.gateAgents = 16
        $0.digitalLanes = 16
        $0.normUnits = 2
      })
    var map = [Int](repeating: -1, count: plan.side * plan.side)
    for tile in 0..<plan.tiles { map[plan.cell(of: tile)] = tile }
    #expect(
      map == [
        44, 1, 2, 29, 30, 31, -1,
        45, 0, 3, 28, 41, -1, -1,
        6, 5, 34, 27, 37, 43, 33,
        7, 4, 38, 26, 25, 24, 23,
        32, 42, 14, 15, 16, 21, 22,
        9, 8, 13, 12, 17, 20, 40,
        10, 11, 35, 39, 18, 19, 36,
      ])
  }

  @Test("each tile has a cell, and the next tile of a kind alone is next to it", arguments: 2...41)
  func curve(side: Int) {
    let plan = FloorPlan(Self.geometry { $0.linearTiles = side * side - 2 })
    #expect(plan.side == side)
    let cells = (0..<plan.tiles).map(plan.cell(of:))
    #expect(Set(cells) == Set(0..<(side * side)))
    for (cell, next) in zip(cells, cells.dropFirst()).prefix(max(0, side * side - 3)) {
      #expect(abs(cell % side - next % side) + abs(cell / side - next / side) == 1)
    }
    // The ports share a corner.
    #expect(plan.cell(of: plan.tiles(of: .memoryPort).lowerBound) == 0)
    #expect([1, side].contains(plan.cell(of: plan.tiles(of: .hostPort).lowerBound)))
  }

  @Test("each kind is spread over the whole mesh: every linear tile has each kind near by")
  func spread() throws {
    let plan = FloorPlan(try SpecLibrary.chip("ceas-ising-5w").geometry)
    func hops(_ tile: Int, _ other: Int) -> Int {
      let (a, b) = (plan.cell(of: tile), plan.cell(of: other))
      return abs(a % plan.side - b % plan.side) + abs(a / plan.side - b / plan.side)
    }
    let cells = Set((0..<plan.tiles).map(plan.cell(of:)))
    #expect(cells.count == plan.tiles && (cells.max() ?? 0) < plan.side * plan.side)
    for kind in [FloorPlan.Kind.race, .gate, .lane, .norm] {
      let tiles = plan.tiles(of: kind)
      // A kind of n tiles has one on every 35²/n cells: a square of that area and its neighbours.
      let reach = 3 * Int((Double(plan.side * plan.side) / Double(tiles.count)).squareRoot()) + 3
      for linear in stride(from: 0, to: 1024, by: 37) {
        let nearest = plan.neighbours(of: kind, of: linear).map { hops(linear, $0) }.min() ?? .max
        #expect(nearest <= reach, "\(kind) of \(linear)")
      }
    }
  }

  @Test("a billion tiles have places at once")
  func large() {
    let plan = FloorPlan(
      Self.geometry {
        $0.linearTiles = 1_000_000_000
        $0.raceTiles = 999_999_999
        $0.normUnits = 1_000_000_000
        $0.digitalLanes = 1_000_000_000
      })
    let tiles = [0, 999_999_999, 1_000_000_000, 1_999_999_998, 2_500_000_000, plan.tiles - 1]
    #expect(Set(tiles.map(plan.cell(of:))).count == tiles.count)
    let near = plan.neighbours(of: .race, of: 500_000_000)
    #expect(near.count == 256 && near.contains(1_500_000_000))
  }
}
