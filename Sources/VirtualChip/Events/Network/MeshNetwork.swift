package import ChipPrograms

/// The mesh, flit by flit.
///
/// Every flit is routed by itself along its packet's stops, XY between two stops. A link carries one flit
/// a cycle; at each link the router's inputs take turns (round robin), and a flit leaves only with a
/// credit: room in the input buffer at the link's end. A hop takes `hopCycles` from leaving one
/// router to leaving the next. At a stop a flit is taken into the tile, which always has room, and sent
/// on from the tile's own queues, one for each link. No packet holds a link and XY turns form no circle,
/// so nothing can lock up.
///
/// A cycle is two-phase: all routers decide on the state at its start, then the flits move; results do not
/// depend on the order of the routers. An idle network does nothing.
package final class MeshNetwork {
  /// Flits that crossed a link so far.
  package private(set) var flitHops: UInt64 = 0
  /// Tags of the packets whose last flit arrived in the last cycle; the receiver empties it.
  package var arrived: [UInt64] = []

  private let grid: MeshGrid
  private let hopCycles: UInt64
  private let credits: Int
  private var legs = PacketLegs()
  /// The cycle in which routers may act next.
  private var clock: UInt64 = 0

  // Each input buffer is a ring of `credits` legs; port = tile · 4 + direction of travel.
  private let ring: UnsafeMutablePointer<Int32>
  private let head: UnsafeMutablePointer<Int32>
  private let held: UnsafeMutablePointer<Int32>
  // Each output link = tile · 4 + direction.
  private let credit: UnsafeMutablePointer<Int32>
  /// Inputs whose first flit wants the link: bits 0…3 the ports, bit 4 the tile itself.
  private let requests: UnsafeMutablePointer<UInt8>
  private let lastServed: UnsafeMutablePointer<UInt8>
  private let isActive: UnsafeMutablePointer<Bool>
  /// The tiles' own queues, one a link.
  private var sources: [SourceQueue]

  private var active: [Int32] = []
  private var chosen: [(link: Int32, input: Int32)] = []
  private var flight = FlightQueue()
  private var copies: [(port: Int32, leg: Int32)] = []

  /// An empty network.
  /// - Parameters:
  ///   - mesh: the tiles.
  ///   - hopCycles: cycles of a hop; at least 1 is taken.
  ///   - credits: flits that an input buffer holds.
  package init(mesh: Mesh, hopCycles: Int, credits: Int) {
    grid = MeshGrid(mesh)
    self.hopCycles = UInt64(max(1, hopCycles))
    self.credits = max(1, credits)
    let ports = grid.tiles * 4
    func room<Value>(_ count: Int, _ value: Value) -> UnsafeMutablePointer<Value> {
      let pointer = UnsafeMutablePointer<Value>.allocate(capacity: count)
      pointer.initialize(repeating: value, count: count)
      return pointer
    }
    ring = room(ports * self.credits, 0)
    head = room(ports, 0)
    held = room(ports, 0)
    credit = room(ports, Int32(self.credits))
    requests = room(ports, 0)
    lastServed = room(ports, 4)
    isActive = room(ports, false)
    sources = [SourceQueue](repeating: SourceQueue(), count: ports)
  }

  deinit {
    ring.deallocate()
    head.deallocate()
    held.deallocate()
    credit.deallocate()
    requests.deallocate()
    lastServed.deallocate()
    isActive.deallocate()
  }

  /// The next cycle in which anything can move; `nil` if the network is empty.
  package var nextCycle: UInt64? {
    active.isEmpty ? flight.nextArrival : clock
  }

  /// Puts a packet into its source tile's queues at the start of a cycle.
  /// - Parameters:
  ///   - route: its stops.
  ///   - flits: its length, at least 1.
  ///   - tag: what `arrived` will hold when the last flit is at the last stop.
  ///   - cycle: a cycle that has not been stepped yet.
  /// - Returns: Whether it has any way to go; if not, it is there.
  package func inject(_ route: Route, flits: Int, tag: UInt64, at cycle: UInt64) -> Bool {
    if nextCycle == nil { legs.removeAll() }
    guard let roots = legs.add(route, flits: flits, tag: tag) else { return false }
    if active.isEmpty { clock = cycle }
    let start = route.paths[0][0]
    for leg in roots { enqueue(leg, count: Int32(flits), at: start) }
    return true
  }

  /// At a barrier: the turns of the links start again, so that no group depends on the one before.
  package func settle() {
    lastServed.update(repeating: 4, count: grid.tiles * 4)
  }

  /// Does one cycle.
  package func step() {
    guard let now = nextCycle else { return }
    while flight.nextArrival == now { arrive(flight.popFirst()) }
    forwardCopies()
    decide()
    for choice in chosen { move(Int(choice.link), input: Int(choice.input), now: now) }
    flitHops &+= UInt64(chosen.count)
    retire()
    clock = now &+ 1
  }

  /// A flit at the end of a link: into its tile, or into the buffer.
  private func arrive(_ flit: FlightQueue.Flit) {
    let port = Int(flit.port)
    let leg = flit.leg
    let tile = port >> 2
    guard legs.target(leg) == tile else {
      let place = (head[port] &+ held[port]) % Int32(credits)
      ring[port &* credits &+ Int(place)] = leg
      held[port] &+= 1
      if held[port] == 1 { request(leg, at: tile, input: port & 3) }
      return
    }
    credit[grid.linkInto(port)] &+= 1
    if legs.hasContinuation(leg) { copies.append((flit.port, leg)) }
    if let tag = legs.flitArrived(leg) { arrived.append(tag) }
  }

  /// Flits of stops that are not the last go into the tile's queues, in the order of the ports.
  private func forwardCopies() {
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

  private func enqueue(_ leg: Int32, count: Int32, at tile: Int) {
    let link = tile &* 4 &+ grid.direction(from: tile, to: legs.target(leg))
    let wasEmpty = sources[link].isEmpty
    sources[link].append(leg, count: count)
    if wasEmpty { request(link: link, bit: 16) }
  }

  @inline(__always)
  private func request(_ leg: Int32, at tile: Int, input: Int) {
    request(
      link: tile &* 4 &+ grid.direction(from: tile, to: legs.target(leg)), bit: 1 &<< UInt8(input))
  }

  @inline(__always)
  private func request(link: Int, bit: UInt8) {
    requests[link] |= bit
    guard !isActive[link] else { return }
    isActive[link] = true
    active.append(Int32(link))
  }

  /// The next requesting input after the one that was served last, wherever there is a credit.
  private func decide() {
    chosen.removeAll(keepingCapacity: true)
    active.withUnsafeBufferPointer { active in
      for link in active where credit[Int(link)] > 0 {
        let waiting = UInt32(requests[Int(link)])
        guard waiting != 0 else { continue }
        let after = UInt32(lastServed[Int(link)]) &+ 1
        // Twice the five bits, from the one after the last served on.
        let turned = (waiting | waiting &<< 5) &>> after
        let input = (Int32(after) &+ Int32(turned.trailingZeroBitCount)) % 5
        chosen.append((link, input))
      }
    }
  }

  private func move(_ link: Int, input: Int, now: UInt64) {
    let leg: Int32
    lastServed[link] = UInt8(input)
    if input == 4 {
      leg = sources[link].takeFlit()
      if sources[link].isEmpty { requests[link] &= ~16 }
    } else {
      let port = (link & ~3) | input
      leg = ring[port &* credits &+ Int(head[port])]
      head[port] = head[port] &+ 1 == Int32(credits) ? 0 : head[port] &+ 1
      held[port] &-= 1
      credit[grid.linkInto(port)] &+= 1
      requests[link] &= ~(1 &<< UInt8(input))
      if held[port] > 0 {
        request(ring[port &* credits &+ Int(head[port])], at: link >> 2, input: input)
      }
    }
    credit[link] &-= 1
    flight.append(port: Int32(grid.portAtEnd(of: link)), leg: leg, arrival: now &+ hopCycles)
  }

  /// Links that nobody wants any more need no look.
  private func retire() {
    var kept = 0
    for index in active.indices {
      let link = active[index]
      if requests[Int(link)] == 0 {
        isActive[Int(link)] = false
      } else {
        active[kept] = link
        kept &+= 1
      }
    }
    active.removeLast(active.count - kept)
  }
}
