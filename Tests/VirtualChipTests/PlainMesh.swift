import ChipPrograms
import HardwareSpecs

/// The mesh written down plainly: every flit a value with the stops that are left, every cycle looks at
/// every router, and room in a buffer is counted anew each time.
struct PlainMesh {
  /// A stop and what goes on from there.
  final class Stop {
    let tile: Int
    var next: [Stop] = []
    init(_ tile: Int) { self.tile = tile }
  }

  private struct Flit {
    var packet: Int
    var stop: Stop
  }

  private struct Place: Hashable {
    var tile: Int
    /// Direction of travel, or of the link: 0 east, 1 west, 2 south, 3 north.
    var direction: Int
  }

  let width: Int
  let height: Int
  /// Tiles along one side of a die, and what a flit takes from die to die.
  let dieSide: Int
  let crossing: DieCrossing
  let hopCycles: Int
  let credits: Int
  private var cycle = 0
  private var buffers: [Place: [Flit]] = [:]
  private var sources: [Place: [Flit]] = [:]
  private var links: [(at: Int, place: Place, flit: Flit)] = []
  private var served: [Place: Int] = [:]
  private var flitsLeft: [Int] = []
  private var freeAt: [Place: Int] = [:]
  private(set) var flitHops = 0
  private(set) var flitCrossings = 0
  /// For each packet the cycle in which its last flit came to its last stop.
  private(set) var arrivals: [Int: Int] = [:]

  init(side: Int, hopCycles: Int, credits: Int) {
    self.init(
      Mesh(dieRows: 1, dieColumns: 1, side: side), hopCycles: hopCycles, credits: credits,
      crossing: DieCrossing(delay: 0, interval: 1, credits: credits))
  }

  init(_ mesh: Mesh, hopCycles: Int, credits: Int, crossing: DieCrossing) {
    (width, height, dieSide) = (mesh.width, mesh.height, mesh.dieSide)
    self.crossing = crossing
    self.hopCycles = hopCycles
    self.credits = credits
  }

  private func crosses(_ from: Int, _ to: Int) -> Bool {
    from % width / dieSide != to % width / dieSide
      || from / width / dieSide != to / width / dieSide
  }

  private func step(_ tile: Int, _ direction: Int) -> Int {
    tile + [1, -1, width, -width][direction]
  }

  private func direction(_ from: Int, _ to: Int) -> Int {
    let (dx, dy) = (to % width - from % width, to / width - from / width)
    return dx > 0 ? 0 : dx < 0 ? 1 : dy > 0 ? 2 : 3
  }

  /// Puts in packets, each at its cycle, and runs until all have arrived.
  mutating func run(_ packets: [(route: Route, flits: Int, cycle: Int)], limit: Int) {
    flitsLeft = packets.map { $0.flits * Self.stops($0.route) }
    var waiting = Array(packets.enumerated())
    while arrivals.count < packets.count, cycle < limit {
      for (packet, entry) in waiting where entry.cycle == cycle {
        let root = Self.tree(entry.route)
        for stop in root.next {
          for _ in 0..<entry.flits { send(Flit(packet: packet, stop: stop), from: root.tile) }
        }
      }
      waiting.removeAll { $0.element.cycle == cycle }
      doCycle()
      cycle += 1
    }
  }

  private static func stops(_ route: Route) -> Int {
    route.paths.reduce(0) { $0 + $1.count - 1 }
  }

  private static func tree(_ route: Route) -> Stop {
    let root = Stop(route.paths[0][0])
    var known = [root.tile: root]
    for path in route.paths {
      var here = known[path[0]]!
      for tile in path.dropFirst() {
        let stop = Stop(tile)
        here.next.append(stop)
        if known[tile] == nil { known[tile] = stop }
        here = stop
      }
    }
    return root
  }

  private mutating func send(_ flit: Flit, from tile: Int) {
    sources[Place(tile: tile, direction: direction(tile, flit.stop.tile)), default: []]
      .append(flit)
  }

  private mutating func doCycle() {
    let coming = links.filter { $0.at == cycle }
      .sorted { ($0.place.tile, $0.place.direction) < ($1.place.tile, $1.place.direction) }
    links.removeAll { $0.at == cycle }
    for (_, place, flit) in coming {
      guard place.tile == flit.stop.tile else {
        buffers[place, default: []].append(flit)
        continue
      }
      for next in flit.stop.next { send(Flit(packet: flit.packet, stop: next), from: place.tile) }
      flitsLeft[flit.packet] -= 1
      if flitsLeft[flit.packet] == 0 { arrivals[flit.packet] = cycle }
    }
    var moves: [(input: Place, isSource: Bool, link: Place)] = []
    for tile in 0..<(width * height) {
      for out in 0..<4 {
        let link = Place(tile: tile, direction: out)
        let end = Place(tile: step(tile, out), direction: out)
        let taken = (buffers[end]?.count ?? 0) + links.count { $0.place == end }
        let crosses = crosses(tile, end.tile)
        guard taken < (crosses ? crossing.credits : credits) else { continue }
        if crosses, cycle < freeAt[link] ?? 0 { continue }
        let wanting = (0..<5).filter { input in
          if input == 4 { return !(sources[link] ?? []).isEmpty }
          guard let first = buffers[Place(tile: tile, direction: input)]?.first else {
            return false
          }
          return direction(tile, first.stop.tile) == out
        }
        let last = served[link] ?? 4
        guard let winner = (1...5).map({ (last + $0) % 5 }).first(where: wanting.contains)
        else { continue }
        served[link] = winner
        moves.append(
          winner == 4
            ? (link, true, link) : (Place(tile: tile, direction: winner), false, link))
      }
    }
    for move in moves {
      let flit =
        move.isSource
        ? sources[move.input]!.removeFirst() : buffers[move.input]!.removeFirst()
      let end = Place(
        tile: step(move.link.tile, move.link.direction), direction: move.link.direction)
      flitHops += 1
      guard crosses(move.link.tile, end.tile) else {
        links.append((cycle + hopCycles, end, flit))
        continue
      }
      flitCrossings += 1
      freeAt[move.link] = cycle + crossing.interval
      links.append((cycle + hopCycles + crossing.delay, end, flit))
    }
  }
}
