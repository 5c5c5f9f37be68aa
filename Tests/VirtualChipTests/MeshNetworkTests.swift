import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("Flits on the mesh")
struct MeshNetworkTests {
  /// The cycle in which each packet's last flit came to its last stop.
  static func arrivals(
    _ packets: [(route: Route, flits: Int, cycle: Int)], mesh: Mesh, hopCycles: Int, credits: Int,
    crossing: DieCrossing? = nil
  ) -> (cycles: [Int: Int], flitHops: UInt64, flitCrossings: UInt64) {
    let network = MeshNetwork(
      mesh: mesh, hopCycles: hopCycles, credits: credits, crossing: crossing)
    let order = packets.indices.sorted { (packets[$0].cycle, $0) < (packets[$1].cycle, $1) }
    var cycles: [Int: Int] = [:]
    var next = 0
    while next < order.count || network.nextCycle != nil {
      let cycle = network.nextCycle ?? .max
      if next < order.count, UInt64(packets[order[next]].cycle) <= cycle {
        let packet = packets[order[next]]
        if !network.inject(
          packet.route, flits: packet.flits, tag: UInt64(order[next]), at: UInt64(packet.cycle))
        {
          cycles[order[next]] = packet.cycle
        }
        next += 1
      } else {
        network.step()
        for tag in network.arrived { cycles[Int(tag)] = Int(cycle) }
        network.arrived.removeAll()
      }
    }
    return (cycles, network.flitHops, network.flitCrossings)
  }

  @Test("a packet alone takes hops · cycles a hop + flits", arguments: [1, 2, 3])
  func alone(hopCycles: Int) {
    let mesh = Mesh(tiles: 36)
    for (from, stops) in [(0, [5]), (7, [35]), (30, [0]), (14, [15, 3, 33])] {
      for flits in [1, 2, 9] {
        let route = Route(paths: [[from] + stops])
        let found = Self.arrivals(
          [(route, flits, 11)], mesh: mesh, hopCycles: hopCycles, credits: 4)
        // The last flit needs the cycle in which it arrives, too.
        #expect(found.cycles[0]! + 1 - 11 == mesh.hops(route) * hopCycles + flits)
        #expect(found.flitHops == UInt64(mesh.hops(route) * flits))
      }
    }
  }

  @Test("branches run at once: the farthest stop decides")
  func branches() {
    let mesh = Mesh(tiles: 25)
    let route = Route(paths: [[12, 13, 14], [13, 8, 3]])
    #expect(mesh.depth(route) == 3 && mesh.hops(route) == 4)
    let found = Self.arrivals([(route, 6, 0)], mesh: mesh, hopCycles: 2, credits: 4)
    #expect(found.cycles[0]! + 1 == 3 * 2 + 6 && found.flitHops == 24)
    #expect(
      Self.arrivals([(Route(3, 3), 6, 5)], mesh: mesh, hopCycles: 2, credits: 4).cycles[0] == 5)
  }

  @Test("two packets share a link flit by flit, and too few credits slow a link down")
  func sharing() {
    let mesh = Mesh(tiles: 16)
    // Both cross 1 → 2; one turns off to 6, one stays in the row.
    let found = Self.arrivals(
      [(Route(1, 3), 10, 0), (Route(1, 6), 10, 0)], mesh: mesh, hopCycles: 2, credits: 4)
    #expect(found.cycles.values.max()! + 1 == 2 * 2 + 20)
    // One comes from behind, one starts here: turns, so that both end together.
    let turns = Self.arrivals(
      [(Route(0, 2), 10, 0), (Route(1, 2), 10, 2)], mesh: mesh, hopCycles: 2, credits: 4)
    #expect(abs(turns.cycles[0]! - turns.cycles[1]!) <= 1)
    #expect(turns.cycles.values.max()! + 1 == 2 + 20 + 2)
    // With one credit a flit goes when the one before it has been taken in, a hop later.
    let slow = Self.arrivals([(Route(0, 1), 10, 0)], mesh: mesh, hopCycles: 2, credits: 1)
    #expect(slow.cycles[0] == 9 * 2 + 2)
  }

  /// Random routes of one to four stops, as `Mesh.route` makes them.
  static func traffic(
    mesh: Mesh, packets: Int, within cycles: Int, seed: UInt64
  ) -> [(route: Route, flits: Int, cycle: Int)] {
    var numbers = SmallNumbers(seed: seed)
    func draw(_ range: Int) -> Int { Int(numbers.next().magnitude * Float(range)) % range }
    let tiles = mesh.cells
    return (0..<packets).map { _ in
      let from = draw(tiles)
      var stops = Set<Int>()
      for _ in 0...draw(4) { stops.insert(draw(tiles)) }
      stops.remove(from)
      if stops.isEmpty { stops = [(from + 1) % tiles] }
      return (mesh.route(from, stops.sorted()), 1 + draw(12), draw(cycles))
    }
  }

  @Test(
    "every packet arrives in the cycle in which a plain model has it",
    arguments: [(1, 1), (1, 4), (2, 4), (2, 2), (3, 1), (5, 4)])
  func oracle(hopCycles: Int, credits: Int) {
    for (seed, side, packets, cycles) in [(1, 2, 30, 20), (2, 4, 60, 40), (3, 5, 90, 400)] {
      let mesh = Mesh(tiles: side * side)
      let traffic = Self.traffic(
        mesh: mesh, packets: packets, within: cycles, seed: UInt64(seed))
      let found = Self.arrivals(traffic, mesh: mesh, hopCycles: hopCycles, credits: credits)
      var plain = PlainMesh(side: side, hopCycles: hopCycles, credits: credits)
      plain.run(traffic, limit: 20_000)
      #expect(found.cycles == plain.arrivals)
      #expect(found.flitHops == UInt64(plain.flitHops))
      #expect(found.cycles.count == packets)
    }
  }

  @Test("full of traffic with one credit a link, everything arrives")
  func noDeadlock() {
    let mesh = Mesh(tiles: 16)
    let traffic = Self.traffic(mesh: mesh, packets: 3000, within: 10, seed: 77)
    let found = Self.arrivals(traffic, mesh: mesh, hopCycles: 1, credits: 1)
    #expect(found.cycles.count == 3000)
    let links = traffic.reduce(0) { $0 + mesh.hops($1.route) * $1.flits }
    #expect(found.flitHops == UInt64(links))
  }

  /// Three dies of 4 × 4 in a row: cells 3 and 4, 7 and 8 of a row of 12 lie on either side of a border.
  @Test(
    "a packet alone waits for each border: delay, and an interval for each flit",
    arguments: [(0, 1, 8), (3, 1, 8), (5, 4, 8), (40, 2, 30)])
  func acrossBorders(delay: Int, interval: Int, credits: Int) {
    let mesh = Mesh(dieRows: 1, dieColumns: 3, side: 4)
    let crossing = DieCrossing(delay: delay, interval: interval, credits: credits)
    for (from, to, hops, crossings) in [
      (0, 11, 11, 2), (0, 3, 3, 0), (41, 13, 6, 1), (8, 31, 3, 1),
    ] {
      #expect(mesh.way(from, to) == (hops, crossings))
      for flits in [1, 7] {
        let found = Self.arrivals(
          [(Route(from, to), flits, 11)], mesh: mesh, hopCycles: 2, credits: 4, crossing: crossing)
        let alone =
          hops * 2 + crossings * delay + (flits - 1) * (crossings > 0 ? interval : 1) + 1
        #expect(found.cycles[0]! + 1 - 11 == alone, "\(from) to \(to), \(flits) flits")
        #expect(found.flitHops == UInt64(hops * flits))
        #expect(found.flitCrossings == UInt64(crossings * flits))
      }
    }
  }

  @Test(
    "with borders every packet arrives in the cycle in which a plain model has it",
    arguments: [(1, 1, 1, 1), (3, 1, 2, 4), (6, 4, 3, 2), (2, 1, 5, 4)])
  func bordersOracle(delay: Int, interval: Int, linkCredits: Int, credits: Int) {
    let crossing = DieCrossing(delay: delay, interval: interval, credits: linkCredits)
    for (seed, rows, columns, side) in [(1, 2, 2, 2), (2, 1, 3, 3), (3, 2, 1, 4)] {
      let mesh = Mesh(dieRows: rows, dieColumns: columns, side: side)
      let traffic = Self.traffic(mesh: mesh, packets: 60, within: 60, seed: UInt64(seed))
      let found = Self.arrivals(
        traffic, mesh: mesh, hopCycles: 2, credits: credits, crossing: crossing)
      var plain = PlainMesh(mesh, hopCycles: 2, credits: credits, crossing: crossing)
      plain.run(traffic, limit: 20_000)
      #expect(found.cycles == plain.arrivals && found.cycles.count == 60)
      #expect(found.flitHops == UInt64(plain.flitHops))
      #expect(found.flitCrossings == UInt64(plain.flitCrossings))
      let crossings = traffic.reduce(0) { $0 + mesh.crossings($1.route) * $1.flits }
      #expect(found.flitCrossings == UInt64(crossings) && crossings > 0)
    }
  }
}
