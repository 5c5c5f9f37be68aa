/// The times of the next event of each spin, the earliest on top: a heap with four children a node, and
/// the place of each spin in it.
struct IndexedHeap: Sendable {
  struct Node: Sendable {
    var time: Double
    var site: Int32
  }

  private var nodes: [Node]
  private var places: [Int32]

  init(times: [Double]) {
    nodes = times.enumerated().map { Node(time: $1, site: Int32($0)) }
    places = times.indices.map { Int32($0) }
    let count = times.count
    withBuffers { heap in
      for place in stride(from: (count - 2) / 4, through: 0, by: -1) { heap.sink(place) }
    }
  }

  /// The heap for a hot loop.
  @inline(__always)
  mutating func withBuffers(_ body: (HeapBuffers) -> Void) {
    let count = nodes.count
    nodes.lend(count: count) { nodes in
      places.lend(count: count) { places in
        body(HeapBuffers(count: count, nodes: nodes, places: places))
      }
    }
  }
}

/// An indexed heap in a hot loop. Places are those that `put` has written, below `count`.
struct HeapBuffers {
  let count: Int
  let nodes: LentElements<IndexedHeap.Node>
  let places: LentElements<Int32>

  /// The time of a spin's event.
  @inline(__always)
  func time(of site: Int) -> Double { nodes[Int(places[site])].time }

  /// Changes the time of a spin's event.
  @inline(__always)
  func set(_ time: Double, of site: Int) {
    let place = Int(places[site])
    let before = nodes[place].time
    nodes[place].time = time
    if time < before { rise(place) } else { sink(place) }
  }

  @inline(__always)
  private func put(_ node: IndexedHeap.Node, at place: Int) {
    nodes[place] = node
    places[Int(node.site)] = Int32(truncatingIfNeeded: place)
  }

  private func rise(_ start: Int) {
    var place = start
    let node = nodes[place]
    while place > 0 {
      let parent = (place &- 1) &>> 2
      if nodes[parent].time <= node.time { break }
      put(nodes[parent], at: place)
      place = parent
    }
    if place != start { put(node, at: place) }
  }

  func sink(_ start: Int) {
    var place = start
    let node = nodes[place]
    while true {
      let firstChild = 4 &* place &+ 1
      if firstChild >= count { break }
      let end = firstChild &+ 4 < count ? firstChild &+ 4 : count
      var earliest = firstChild
      var child = firstChild &+ 1
      while child < end {
        if nodes[child].time < nodes[earliest].time { earliest = child }
        child &+= 1
      }
      if node.time <= nodes[earliest].time { break }
      put(nodes[earliest], at: place)
      place = earliest
    }
    if place != start { put(node, at: place) }
  }
}
