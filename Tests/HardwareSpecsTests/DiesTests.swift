import ChipComponents
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Testing

/// Chips of several dies: where tiles lie, what links take, what follows.
@Suite struct DiesTests {
  static let name = "digital-pbit-four-dies"

  static func dies(
    _ rows: Int, _ columns: Int, memory: Int = 0, host: Int = 0
  ) -> ChipDies {
    ChipDies().with {
      ($0.rows, $0.columns, $0.memoryDie, $0.hostDie) = (rows, columns, memory, host)
    }
  }

  private static func map(_ plan: FloorPlan) -> [Int] {
    var map = [Int](repeating: -1, count: plan.width * plan.height)
    for tile in 0..<plan.tiles { map[plan.cell(of: tile)] = tile }
    return map
  }

  /// The tiles of `FloorPlanTests.aSmallPlan`: 44 besides the ports, 11 a die, and 13 on the one with both ports: 4 × 4
  /// cells. The four dies lie 0 1 above 3 2, and the curve of the lower ones goes back.
  static let small = FloorPlanTests.geometry {
    $0.linearTiles = 32
    $0.raceTiles = 2
    $0.gateAgents = 16
    $0.digitalLanes = 16
    $0.normUnits = 2
  }

  @Test func aSmallPlanOfFour() {
    let plan = FloorPlan(Self.small, dies: Self.dies(2, 2))
    #expect(plan.side == 4 && plan.width == 8 && plan.height == 8)
    #expect(
      Self.map(plan) == [
        44, 45, -1, -1, 42, 8, -1, -1,
        1, 0, -1, 32, 10, 9, -1, -1,
        2, 38, 4, 7, 11, 12, 13, -1,
        3, 34, 5, 6, 35, 39, 14, 15,
        -1, -1, 24, 43, -1, -1, 17, 16,
        -1, -1, 25, 26, -1, -1, 18, 19,
        -1, 29, 28, 27, -1, 22, 21, 36,
        31, 30, 41, 37, 33, 23, 20, 40,
      ])
    #expect(plan.tiles(of: .linear, on: 1) == 8..<16 && plan.tiles(of: .race, on: 3) == 34..<34)
    #expect(plan.tiles(of: .lane, on: 2) == 40..<41)
  }

  @Test func portsStandOnStatedDies() {
    let plan = FloorPlan(Self.small, dies: Self.dies(1, 2, memory: 1, host: 0))
    #expect(
      Self.map(plan) == [
        45, 0, 15, -1, -1, 44, 16, 31, -1, -1,
        2, 1, 14, 13, 12, 18, 17, 30, 29, 28,
        3, 6, 7, 35, 39, 19, 22, 23, 37, 41,
        34, 5, 32, 11, 10, 36, 21, 33, 27, 26,
        38, 4, 42, 8, 9, 40, 20, 43, 24, 25,
      ])
  }

  @Test(
    "each die has an equal share of each kind, in one piece",
    arguments: [(1, 1), (1, 2), (2, 1), (2, 2), (3, 5), (1, 7)])
  func shares(rows: Int, columns: Int) throws {
    let dies = Self.dies(rows, columns, memory: rows * columns - 1, host: 0)
    let plan = FloorPlan(try SpecLibrary.chip("digital-pbit-22nm").geometry, dies: dies)
    let cells = (0..<plan.tiles).map(plan.cell(of:))
    #expect(Set(cells).count == plan.tiles)
    #expect(cells.allSatisfy { (0..<(plan.width * plan.height)).contains($0) })
    for (tile, cell) in cells.enumerated() {
      let (x, y) = (cell % plan.width, cell / plan.width)
      let place = dies.place(of: plan.die(of: tile))
      #expect((x / plan.side, y / plan.side) == place, "\(tile)")
    }
    for kind in FloorPlan.Kind.allCases.prefix(5) {
      let shares = (0..<dies.count).map { plan.tiles(of: kind, on: $0) }
      #expect(shares.reduce(0) { $0 + $1.count } == plan.tiles(of: kind).count)
      #expect(shares.first?.lowerBound == plan.tiles(of: kind).lowerBound)
      for (share, next) in zip(shares, shares.dropFirst()) {
        #expect(share.upperBound == next.lowerBound)
      }
      let sizes = shares.map(\.count)
      // Kinds lie along the curve by their shares, each rounded by a half at most: the share of the curve that
      // a die has is off by 5 halves at either end, and so many of a kind as it is of all, and its own rounding.
      let most = 2 + 11 * plan.tiles(of: kind).count / plan.tiles
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= most, "\(kind) \(sizes)")
    }
    #expect(plan.die(of: plan.tiles(of: .memoryPort).lowerBound) == dies.count - 1)
  }

  @Test func neighboursAndBorders() {
    #expect(
      Self.dies(2, 2).borders.map { "\($0)" }.sorted() == ["(0, 1)", "(0, 3)", "(1, 2)", "(2, 3)"])
    #expect(Self.dies(1, 3).borders.count == 2 && Self.dies(3, 3).borders.count == 12)
    #expect(Self.dies(2, 2).bordersOfDie == 2 && Self.dies(3, 3).bordersOfDie == 4)
    #expect(Self.dies(1, 1).borders.isEmpty && Self.dies(1, 1).bordersOfDie == 0)
  }

  /// 128 bits at 1 GHz over n lanes of 16 Gbit/s; 2 ns and a hop of 2 cycles.
  @Test(arguments: [
    (8, 2, DieCrossing(delay: 2, interval: 1, credits: 5)),
    (16, 2, DieCrossing(delay: 2, interval: 1, credits: 5)),
    (7, 2, DieCrossing(delay: 3, interval: 2, credits: 4)),
    (2, 2, DieCrossing(delay: 5, interval: 4, credits: 4)),
    (8, 200, DieCrossing(delay: 200, interval: 1, credits: 64)),
  ])
  func crossings(lanes: Int, latency_ns: Int, _ expected: DieCrossing) throws {
    let chip = try SpecLibrary.chip(Self.name).with {
      $0.dies.linkLanes = lanes
      $0.dies.linkLatency_s = Double(latency_ns) * 1e-9
    }
    #expect(chip.crossing == expected)
    #expect(chip.with { $0.dies.linkBufferFlits = 9 }.crossing.credits == 9)
    // One die crosses nothing, however fast its clock.
    let one = chip.with { ($0.dies.rows, $0.dies.columns, $0.timing.clock_Hz) = (1, 1, 1e38) }
    #expect(one.crossing == DieCrossing(delay: 0, interval: 1, credits: 4))
  }

  /// A chip of one die is the same chip whatever its links would be.
  @Test func linksAreNoPartOfOneDie() throws {
    let one = try SpecLibrary.chip("digital-pbit-22nm").with { $0.timing.hopCycles = 3 }
    #expect(one.with { $0.dies.linkLanes = 3 }.identity == one.identity)
    #expect(one.with { $0.dies.columns = 2 }.identity != one.identity)
    let two = one.with { $0.dies.columns = 2 }
    #expect(two.with { $0.dies.linkLanes = 3 }.identity != two.identity)
    let figures = one.derivedFigures.keys
    #expect(figures.allSatisfy { !$0.contains("link") && !$0.contains("die_") })
    #expect(ChipPrices(one).prices[.linkBit] == nil)
  }

  /// Keys that move no figure here: they move the places of ports.
  static let moveOnlyPlaces = ["memory_die", "host_die"]

  @Test func noKeyOfDiesMovesNothing() throws {
    let chip = try SpecLibrary.chip(Self.name)
    let other = [
      "rows": "3", "columns": "3", "memory_die": "1", "host_die": "1", "link": "serial",
      "link_lanes": "16", "link_rate": "8 Gbit/s", "link_latency": "4 ns", "link_buffer": "9",
      "link_edge": "20 um", "link_depth": "1 mm",
    ]
    #expect(
      Set(other.keys) == Set(ChipKey.all.filter { $0.section == "dies" }.map(\.name)))
    for (key, value) in other {
      let change = try #require(SpecChange(value), "\(key)")
      let text = try SpecLibrary.newChip(
        name: "mine", from: Self.name, changes: ["dies.\(key)": change], file: "mine.yaml")
      let altered = try SpecLibrary.chip(yaml: Array(text.utf8), file: "mine.yaml")
      let moved = altered.derivedFigures != chip.derivedFigures
      #expect(moved != Self.moveOnlyPlaces.contains(key), "\(key)")
      #expect(altered.identity != chip.identity)
    }
  }

  /// By hand: 18 rows of the mesh cross each of four borders, here over 8 lanes of 16 Gbit/s.
  @Test func figuresOfTheLinks() throws {
    let chip = try SpecLibrary.chip(Self.name).with { $0.dies.linkLanes = 8 }
    let figures = chip.derivedFigures
    func value(_ name: String) throws -> Double { try #require(figures[name], "\(name)") }
    func near(_ name: String, _ expected: Double) throws {
      #expect(abs(try value(name) / expected - 1) < 1e-9, "\(name)")
    }
    #expect(FloorPlan(chip).borderLinks == 18)
    try near("link_bandwidth", 128e9)
    try near("border_bandwidth", 18 * 128e9)
    try near("link_flit_time", 2e-9 + 1e-9)
    try near("border_edge", 18 * 8 * 0.0357)
    try near("link_standby", 4 * 18 * 0.15 * 0.5e-12 * 2 * 128e9)
    // A buffer of 5 flits where a router has 4 already.
    try near("link_buffer_registers", 4 * 2 * 18 * 128)
    try near("price_link_bit", 0.5e-12 / 0.87)
    try near("die_area", try value("area") / 4)
    let one = try SpecLibrary.chip("digital-pbit-22nm").with { $0.memory.onChip_bits *= 2 }
    let single = try #require(one.derivedFigures["area"])
    #expect(
      abs(try value("area") - single - 3 * 8 - value("links_area")) < 1e-9 * single)
    // A faster lane takes more energy a bit.
    let fast = chip.with { $0.dies.linkRate_bitsPerSecond = 32e9 }
    #expect(abs(try #require(fast.derivedFigures["price_link_bit"]) - 0.6e-12 / 0.87) < 1e-20)
    let powers = ChipPrices(chip).staticPower.map(\.name)
    #expect(powers.contains("link_standby") && powers.last == "regulator_loss")
  }

  @Test func theListingShowsDiesAndLinks() throws {
    let listing = try SpecLibrary.listing(Self.name)
    let rows = Dictionary(
      uniqueKeysWithValues: listing.rows.filter { $0.section == "dies" }.map { ($0.key, $0.text) })
    #expect(
      rows["die_0"]
        == "row 0, column 0: 256 linear tiles, 16 race tiles, 3 gate tiles, 2 lane tiles, 16 norm units, "
        + "memory port, host port")
    #expect(rows["die_2"]?.hasPrefix("row 1, column 1: ") == true)
    #expect(rows["border_0_3"] == "18 links of 1 lane")
    #expect(listing.missingPrices.isEmpty && listing.contradictions.isEmpty)
    // A chip of one die lists nothing of it.
    #expect(try SpecLibrary.listing("digital-pbit-22nm").rows.allSatisfy { $0.section != "dies" })
  }

  private func contradictions(_ changes: [String: String]) throws -> [String] {
    let text = try SpecLibrary.newChip(
      name: "mine", from: Self.name, changes: changes.compactMapValues { SpecChange($0) },
      file: "mine.yaml")
    return try SpecLibrary.listing(yaml: Array(text.utf8), file: "mine.yaml").contradictions
      .map(\.key)
  }

  @Test(arguments: [
    ("dies.link_lanes", "64", "dies.link_lanes"), ("dies.link_edge", "1 mm", "dies.link_lanes"),
    ("dies.link_rate", "64 Gbit/s", "dies.link_rate"),
    ("geometry.linear_tiles", "8192", "geometry"),
    ("geometry.race_tiles", "3", "geometry.race_tiles"),
    ("memory.on_chip", "100 kB", "memory.on_chip"),
    ("prices.link_bit", "0.5 fJ/bit", "prices.link_bit"),
  ])
  func contradictionsAreFound(_ key: String, _ value: String, _ expected: String) throws {
    #expect(try contradictions([key: value]).contains(expected))
  }

  /// The limit of an exposure is one die's: as many tiles as four dies have fit on none of one.
  @Test func theLimitIsOneDies() throws {
    #expect(try contradictions(["geometry.linear_tiles": "4096"]) == [])
    #expect(
      try contradictions([
        "geometry.linear_tiles": "4096", "dies.rows": "1", "dies.columns": "1",
      ]).contains("geometry"))
    #expect(try contradictions(["dies.link": "ucie_advanced", "dies.link_lanes": "64"]) == [])
  }

  @Test func wrongDiesAreRefused() throws {
    func problems(_ dies: String) -> [SpecProblem] {
      SpecSample.problems(
        SpecSample.chip(replacing: "timing:\n", with: "dies:\n\(dies)timing:\n"))
    }
    let port = problems("  rows: {value: 2, source: t}\n  host_die: {value: 2, source: t}\n")
    #expect(port.map(\.key) == ["dies.host_die"] && port.first?.line == 16)
    #expect(port.first?.expected == "a number below 2, the number of dies")
    let slow = problems(
      "  rows: {value: 2, source: t}\n  link_rate: {value: 1, unit: bit/s, source: t}\n")
    #expect(slow.map(\.key) == ["dies.link_lanes"])
    let far = problems(
      "  rows: {value: 2, source: t}\n  link_latency: {value: 1, unit: s, source: t}\n")
    #expect(far.map(\.key) == ["dies.link_latency"])
    #expect(problems("  rows: {value: 65, source: t}\n").map(\.key) == ["dies.rows.value"])
    #expect(problems("  columns: {value: 3, source: t}\n").isEmpty)
  }
}
