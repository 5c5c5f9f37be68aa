/// The times of the next event of each spin, the earliest on top: a heap with four children a node, and
/// the place of each spin in it.
struct IndexedHeap: Sendable {
  private struct Node: Sendable {
    var time: Double
    var site: Int32
  }

  private var nodes: [Node]
  private var places: [Int32]

  init(times: [Double]) {
    nodes = times.enumerated().map { Node(time: $1, site: Int32($0)) }
    places = times.indices.map { Int32($0) }
    for place in stride(from: (nodes.count - 2) / 4, through: 0, by: -1) { sink(place) }
  }

  /// The earliest event.
  @inline(__always)
  var first: (time: Double, site: Int) { (nodes[0].time, Int(nodes[0].site)) }

  /// The time of a spin's event.
  @inline(__always)
  func time(of site: Int) -> Double { nodes[Int(places[site])].time }

  /// Changes the time of a spin's event.
  mutating func set(_ time: Double, of site: Int) {
    let place = Int(places[site])
    let before = nodes[place].time
    nodes[place].time = time
    if time < before { rise(place) } else { sink(place) }
  }

  private mutating func rise(_ start: Int) {
    nodes.withUnsafeMutableBufferPointer { nodes in
      places.withUnsafeMutableBufferPointer { places in
        var place = start
        let node = nodes[place]
        while place > 0 {
          let parent = (place &- 1) / 4
          if nodes[parent].time <= node.time { break }
          nodes[place] = nodes[parent]
          places[Int(nodes[place].site)] = Int32(truncatingIfNeeded: place)
          place = parent
        }
        nodes[place] = node
        places[Int(node.site)] = Int32(truncatingIfNeeded: place)
      }
    }
  }

  private mutating func sink(_ start: Int) {
    nodes.withUnsafeMutableBufferPointer { nodes in
      places.withUnsafeMutableBufferPointer { places in
        var place = start
        let node = nodes[place]
        while true {
          let firstChild = 4 &* place &+ 1
          if firstChild >= nodes.count { break }
          var earliest = firstChild
          for child in (firstChild &+ 1)..<max(firstChild &+ 1, min(firstChild &+ 4, nodes.count))
          where nodes[child].time < nodes[earliest].time { earliest = child }
          if node.time <= nodes[earliest].time { break }
          nodes[place] = nodes[earliest]
          places[Int(nodes[place].site)] = Int32(truncatingIfNeeded: place)
          place = earliest
        }
        nodes[place] = node
        places[Int(node.site)] = Int32(truncatingIfNeeded: place)
      }
    }
  }
}
