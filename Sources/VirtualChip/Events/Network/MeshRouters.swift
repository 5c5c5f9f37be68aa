import ChipPrograms
import HardwareSpecs

/// The routers of a `MeshNetwork` with their buffers, and the flits between them.
struct MeshRouters {
  /// An input buffer: a ring of `places` legs; port = tile · 4 + direction of travel.
  private struct Port {
    var head: Int32 = 0
    var held: Int32 = 0
  }

  /// An output link = tile · 4 + direction.
  private struct Link {
    var credit: Int32
    /// Inputs whose first flit wants the link: bits 0…3 the ports, bit 4 the tile itself.
    var requests: UInt8 = 0
    var lastServed: UInt8 = 4
    var isActive = false
  }

  private(set) var flitHops: UInt64 = 0
  private(set) var flitCrossings: UInt64 = 0

  private let grid: MeshGrid
  private let hopCycles: UInt64
  /// Cycles of a hop from die to die, and between two of them on a link.
  private let crossingCycles: UInt64
  private let crossingInterval: UInt64
  /// Places of the largest buffer.
  private let places: Int
  private var legs = PacketLegs()
  /// The cycle in which routers may act next.
  private var clock: UInt64 = 0

  private var ring: [Int32]
  private var ports: [Port]
  private var links: [Link]
  /// The tiles' own queues, one a link.
  private var sources: [SourceQueue]

  private var active: [Int32] = []
  private var chosen: [(link: Int32, input: Int32)] = []
  private var flight = FlightQueue()
  /// Flits from die to die, which take longer.
  private var crossingFlight = FlightQueue()
  /// By link whether it leads from die to die, and when it is free again; empty on one die.
  private var crosses: [Bool] = []
  private var freeAt: [UInt64] = []
  private var copies: [(port: Int32, leg: Int32)] = []

  init(mesh: Mesh, hopCycles: Int, credits: Int, crossing: DieCrossing) {
    grid = MeshGrid(mesh)
    self.hopCycles = UInt64(hopCycles)
    crossingCycles = UInt64(hopCycles + crossing.delay)
    crossingInterval = UInt64(max(1, crossing.interval))
    places = grid.hasBorders ? max(credits, crossing.credits) : credits
    let count = grid.tiles * 4
    ring = [Int32](repeating: 0, count: count * places)
    ports = [Port](repeating: Port(), count: count)
    links = [Link](repeating: Link(credit: Int32(credits)), count: count)
    sources = [SourceQueue](repeating: SourceQueue(), count: count)
    guard grid.hasBorders else { return }
    crosses = (0..<count).map(grid.crosses)
    freeAt = [UInt64](repeating: 0, count: count)
    for link in 0..<count where crosses[link] { links[link].credit = Int32(crossing.credits) }
  }

  var nextCycle: UInt64? {
    guard active.isEmpty else { return clock }
    guard let crossing = crossingFlight.nextArrival else { return flight.nextArrival }
    return min(crossing, flight.nextArrival ?? crossing)
  }

  mutating func inject(_ route: Route, flits: Int, tag: UInt64, at cycle: UInt64) -> Bool {
    if nextCycle == nil { legs.removeAll() }
    guard let roots = legs.add(route, flits: flits, tag: tag) else { return false }
    if active.isEmpty { clock = cycle }
    let start = route.paths[0][0]
    for leg in roots { enqueue(leg, count: Int32(flits), at: start) }
    return true
  }

  mutating func settle() {
    for link in links.indices { links[link].lastServed = 4 }
  }

  mutating func step(_ arrived: inout [UInt64]) {
    guard let now = nextCycle else { return }
    while flight.nextArrival == now { arrive(flight.popFirst(), &arrived) }
    while crossingFlight.nextArrival == now { arrive(crossingFlight.popFirst(), &arrived) }
    forwardCopies()
    decide(now)
    for choice in chosen { move(Int(choice.link), input: Int(choice.input), now: now) }
    flitHops &+= UInt64(chosen.count)
    retire()
    clock = now &+ 1
  }

  /// A flit at the end of a link: into its tile, or into the buffer.
  private mutating func arrive(_ flit: FlightQueue.Flit, _ arrived: inout [UInt64]) {
    let port = Int(flit.port)
    let leg = flit.leg
    let tile = port >> 2
    guard legs.target(leg) == tile else {
      let place = (ports[port].head &+ ports[port].held) % Int32(places)
      ring[port &* places &+ Int(place)] = leg
      ports[port].held &+= 1
      if ports[port].held == 1 { request(leg, at: tile, input: port & 3) }
      return
    }
    links[grid.linkInto(port)].credit &+= 1
    if legs.hasContinuation(leg) { copies.append((flit.port, leg)) }
    if let tag = legs.flitArrived(leg) { arrived.append(tag) }
  }

  /// Flits of stops that are not the last go into the tile's queues, in the order of the ports.
  private mutating func forwardCopies() {
    guard !copies.isEmpty else { return }
    if copies.count > 1 { copies.sort { $0.port < $1.port } }
    for copy in copies {
      var next = legs.firstContinuation(copy.leg)
      while next >= 0 {
        enqueue(next, count: 1, at: Int(copy.port) >> 2)
        next = legs.nextContinuation(next)
      }
    }
    copies.removeAll(keepingCapacity: true)
  }

  private mutating func enqueue(_ leg: Int32, count: Int32, at tile: Int) {
    let link = tile &* 4 &+ grid.direction(from: tile, to: legs.target(leg))
    let wasEmpty = sources[link].isEmpty
    sources[link].append(leg, count: count)
    if wasEmpty { request(link: link, bit: 16) }
  }

  @inline(__always)
  private mutating func request(_ leg: Int32, at tile: Int, input: Int) {
    request(
      link: tile &* 4 &+ grid.direction(from: tile, to: legs.target(leg)), bit: 1 &<< UInt8(input))
  }

  @inline(__always)
  private mutating func request(link: Int, bit: UInt8) {
    links[link].requests |= bit
    guard !links[link].isActive else { return }
    links[link].isActive = true
    active.append(Int32(link))
  }

  /// The next requesting input after the one that was served last, wherever there is a credit.
  private mutating func decide(_ now: UInt64) {
    chosen.removeAll(keepingCapacity: true)
    for link in active {
      let state = links[Int(link)]
      let waiting = UInt32(state.requests)
      guard state.credit > 0, waiting != 0 else { continue }
      if !freeAt.isEmpty, freeAt[Int(link)] > now { continue }
      let after = UInt32(state.lastServed) &+ 1
      // Twice the five bits, from the one after the last served on.
      let turned = (waiting | waiting &<< 5) &>> after
      let input = (Int32(after) &+ Int32(turned.trailingZeroBitCount)) % 5
      chosen.append((link, input))
    }
  }

  private mutating func move(_ link: Int, input: Int, now: UInt64) {
    let leg: Int32
    links[link].lastServed = UInt8(input)
    if input == 4 {
      leg = sources[link].takeFlit()
      if sources[link].isEmpty { links[link].requests &= ~16 }
    } else {
      let port = (link & ~3) | input
      leg = ring[port &* places &+ Int(ports[port].head)]
      ports[port].head = ports[port].head &+ 1 == Int32(places) ? 0 : ports[port].head &+ 1
      ports[port].held &-= 1
      links[grid.linkInto(port)].credit &+= 1
      links[link].requests &= ~(1 &<< UInt8(input))
      if ports[port].held > 0 {
        request(ring[port &* places &+ Int(ports[port].head)], at: link >> 2, input: input)
      }
    }
    links[link].credit &-= 1
    let port = Int32(grid.portAtEnd(of: link))
    guard !crosses.isEmpty, crosses[link] else {
      return flight.append(port: port, leg: leg, arrival: now &+ hopCycles)
    }
    freeAt[link] = now &+ crossingInterval
    flitCrossings &+= 1
    crossingFlight.append(port: port, leg: leg, arrival: now &+ crossingCycles)
  }

  /// Links that nobody wants any more need no look.
  private mutating func retire() {
    var kept = 0
    for index in active.indices {
      let link = active[index]
      if links[Int(link)].requests == 0 {
        links[Int(link)].isActive = false
      } else {
        active[kept] = link
        kept &+= 1
      }
    }
    active.removeLast(active.count - kept)
  }
}
