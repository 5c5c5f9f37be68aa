/// Flits on their way over links of one kind. All their hops take as long, so the order of leaving is that of arriving.
struct FlightQueue {
  struct Flit {
    var arrival: UInt64
    /// The input port at the end of the link.
    var port: Int32
    var leg: Int32
  }

  private var flits: [Flit] = []
  private var first = 0

  var nextArrival: UInt64? { first < flits.count ? flits[first].arrival : nil }

  mutating func append(port: Int32, leg: Int32, arrival: UInt64) {
    flits.append(Flit(arrival: arrival, port: port, leg: leg))
  }

  mutating func popFirst() -> Flit {
    let flit = flits[first]
    first &+= 1
    if first == flits.count {
      flits.removeAll(keepingCapacity: true)
      first = 0
    } else if first >= 4096, first &* 2 > flits.count {
      flits.removeFirst(first)
      first = 0
    }
    return flit
  }
}

/// Flits that a tile sends over one of its links, in the order in which they came.
struct SourceQueue {
  private var runs: [(leg: Int32, count: Int32)] = []
  private var first = 0

  var isEmpty: Bool { first == runs.count }

  mutating func append(_ leg: Int32, count: Int32) {
    if !isEmpty, runs[runs.count - 1].leg == leg {
      runs[runs.count - 1].count &+= count
    } else {
      runs.append((leg, count))
    }
  }

  mutating func takeFlit() -> Int32 {
    let leg = runs[first].leg
    runs[first].count &-= 1
    if runs[first].count == 0 {
      first &+= 1
      if first == runs.count {
        runs.removeAll(keepingCapacity: true)
        first = 0
      } else if first >= 1024, first &* 2 > runs.count {
        runs.removeFirst(first)
        first = 0
      }
    }
    return leg
  }
}
