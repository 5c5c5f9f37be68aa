/// Colourings of graphs about which nothing is known.
enum SaturationColouring {
  /// Brélaz's rule (DSATUR, *Comm. ACM* 22, 251 (1979)): next comes the site whose neighbours have
  /// the most colours, then the one with the most neighbours, then the first; it takes the lowest
  /// colour that is free.
  ///
  /// - Complexity: O((sites + links) log links) time, sites · largest degree bits.
  static func colours(_ graph: NeighbourRows) -> [Int32] {
    let count = graph.siteCount
    let largest = (0..<count).map { graph.range(of: $0).count }.max() ?? 0
    let width = largest / 64 + 1
    // Which colours the neighbours of each site have.
    var seen = [UInt64](repeating: 0, count: count * width)
    var saturation = [Int32](repeating: 0, count: count)
    var colours = [Int32](repeating: -1, count: count)
    // Entries whose saturation is out of date are skipped when they come up.
    var heap = Heap()
    for site in 0..<count { heap.push(Entry(0, graph.range(of: site).count, site)) }
    while let entry = heap.pop() {
      let site = Int(entry.site)
      guard colours[site] < 0, entry.saturation == saturation[site] else { continue }
      // By index: a slice would keep the array shared, and each change below would copy all of it.
      var word = site * width
      while seen[word] == .max { word += 1 }
      let colour = 64 * (word - site * width) + (~seen[word]).trailingZeroBitCount
      colours[site] = Int32(colour)
      for k in graph.range(of: site) {
        let neighbour = Int(graph.neighbours[k])
        let place = neighbour * width + colour / 64
        let bit = UInt64(1) << UInt64(colour % 64)
        guard colours[neighbour] < 0, seen[place] & bit == 0 else { continue }
        seen[place] |= bit
        saturation[neighbour] += 1
        heap.push(
          Entry(saturation[neighbour], graph.range(of: neighbour).count, neighbour))
      }
    }
    return colours
  }

  /// Sites in order, each with the lowest colour that is free: at most largest degree + 1 colours.
  static func coloursInOrder(_ graph: NeighbourRows) -> [Int32] {
    var colours = [Int32](repeating: -1, count: graph.siteCount)
    // The site that last found a colour taken.
    var taken: [Int] = []
    for site in 0..<graph.siteCount {
      for k in graph.range(of: site) {
        let colour = Int(colours[Int(graph.neighbours[k])])
        if colour >= 0 { taken[colour] = site }
      }
      let free = taken.firstIndex { $0 != site } ?? taken.count
      if free == taken.count { taken.append(-1) }
      colours[site] = Int32(free)
    }
    return colours
  }

  private struct Entry {
    let saturation: Int32
    let degree: Int32
    let site: Int32

    init(_ saturation: Int32, _ degree: Int, _ site: Int) {
      self.saturation = saturation
      self.degree = Int32(degree)
      self.site = Int32(site)
    }

    func precedes(_ other: Entry) -> Bool {
      (saturation, degree, other.site) > (other.saturation, other.degree, site)
    }
  }

  /// A binary heap with the next site on top.
  private struct Heap {
    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
      entries.append(entry)
      var child = entries.count - 1
      while child > 0 {
        let parent = (child - 1) / 2
        guard entries[child].precedes(entries[parent]) else { return }
        entries.swapAt(child, parent)
        child = parent
      }
    }

    mutating func pop() -> Entry? {
      guard let top = entries.first, let last = entries.popLast() else { return nil }
      guard !entries.isEmpty else { return top }
      entries[0] = last
      var parent = 0
      while true {
        var best = parent
        for child in [2 * parent + 1, 2 * parent + 2]
        where child < entries.count && entries[child].precedes(entries[best]) {
          best = child
        }
        guard best != parent else { return top }
        entries.swapAt(best, parent)
        parent = best
      }
    }
  }
}
