import ChipPrograms

/// Packets on the mesh as trees of legs: a leg goes from one stop to the next.
struct PacketLegs {
  private struct Leg {
    var target: Int32
    var flitsLeft: Int32
    var packet: Int32
    /// Legs that start where this one ends: first, and the sibling of each.
    var firstChild: Int32 = -1
    var sibling: Int32 = -1
  }

  private var legs: [Leg] = []
  private var packets: [(tag: UInt64, legsLeft: Int32)] = []

  /// Forgets all packets; for when none is under way.
  mutating func removeAll() {
    legs.removeAll(keepingCapacity: true)
    packets.removeAll(keepingCapacity: true)
  }

  /// Adds a packet and returns the legs that start at its source; `nil` if all stops are the source.
  mutating func add(_ route: Route, flits: Int, tag: UInt64) -> [Int32]? {
    let packet = Int32(packets.count)
    let first = legs.count
    var roots: [Int32] = []
    // The leg that ends at a stop; none for the source.
    var ending: [Int: Int32] = [:]
    let source = route.paths.first?.first
    for path in route.paths {
      guard var stop = path.first else { continue }
      var parent: Int32 = stop == source ? -1 : ending[stop] ?? -1
      for next in path.dropFirst() where next != stop {
        let leg = Int32(legs.count)
        legs.append(Leg(target: Int32(next), flitsLeft: Int32(flits), packet: packet))
        if parent < 0 {
          roots.append(leg)
        } else {
          append(leg, to: parent)
        }
        if ending[next] == nil { ending[next] = leg }
        parent = leg
        stop = next
      }
    }
    guard !roots.isEmpty else { return nil }
    packets.append((tag, Int32(legs.count - first)))
    return roots
  }

  /// Copies leave a stop in the order of the route's paths.
  private mutating func append(_ leg: Int32, to parent: Int32) {
    guard legs[Int(parent)].firstChild >= 0 else {
      legs[Int(parent)].firstChild = leg
      return
    }
    var last = legs[Int(parent)].firstChild
    while legs[Int(last)].sibling >= 0 { last = legs[Int(last)].sibling }
    legs[Int(last)].sibling = leg
  }

  @inline(__always)
  func target(_ leg: Int32) -> Int { Int(legs[Int(leg)].target) }
  @inline(__always)
  func hasContinuation(_ leg: Int32) -> Bool { legs[Int(leg)].firstChild >= 0 }
  @inline(__always)
  func firstContinuation(_ leg: Int32) -> Int32 { legs[Int(leg)].firstChild }
  @inline(__always)
  func nextContinuation(_ leg: Int32) -> Int32 { legs[Int(leg)].sibling }

  /// Counts a flit at the end of its leg; the packet's tag if it was the last of all.
  mutating func flitArrived(_ leg: Int32) -> UInt64? {
    legs[Int(leg)].flitsLeft &-= 1
    guard legs[Int(leg)].flitsLeft == 0 else { return nil }
    let packet = Int(legs[Int(leg)].packet)
    packets[packet].legsLeft &-= 1
    return packets[packet].legsLeft == 0 ? packets[packet].tag : nil
  }
}
