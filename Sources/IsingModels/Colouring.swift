/// A proper colouring of a graph: the ends of each link differ.
package struct Colouring: Sendable {
  /// The sites of each colour, ascending; colours in the order of their first sites.
  package let classes: [[Int32]]

  /// Above so many links the sites are coloured in order instead of by saturation.
  private static let largestSaturationCount = 1 << 23

  /// Colours a graph: with two colours if that is possible, else by the first of the given patterns
  /// that is proper, else by saturation.
  ///
  /// - Parameters:
  ///   - links: pairs of distinct sites below siteCount.
  ///   - patterns: colours from 0, one a site; the fewest colours first.
  package init(links: [Link], siteCount: Int, patterns: [[Int32]] = []) {
    let good = patterns.first { Self.isProper($0, links) }
    if let good, (good.max() ?? 0) < 2 {
      classes = Self.classes(good)
      return
    }
    let graph = NeighbourRows(links: links, siteCount: siteCount)
    if let two = Self.twoColours(graph) {
      classes = Self.classes(two)
    } else if let good {
      classes = Self.classes(good)
    } else {
      classes = Self.classes(
        links.count <= Self.largestSaturationCount
          ? SaturationColouring.colours(graph) : SaturationColouring.coloursInOrder(graph))
    }
  }

  /// Whether the ends of each link differ.
  package static func isProper(_ colours: [Int32], _ links: [Link]) -> Bool {
    links.allSatisfy { colours[Int($0.first)] != colours[Int($0.second)] }
  }

  /// Colours 0 and 1, walking through each component; nil if some loop is odd.
  private static func twoColours(_ graph: NeighbourRows) -> [Int32]? {
    var colours = [Int32](repeating: -1, count: graph.siteCount)
    var queue: [Int32] = []
    queue.reserveCapacity(graph.siteCount)
    for start in 0..<graph.siteCount where colours[start] < 0 {
      colours[start] = 0
      queue.removeAll(keepingCapacity: true)
      queue.append(Int32(start))
      var head = 0
      while head < queue.count {
        let site = Int(queue[head])
        head += 1
        for k in graph.range(of: site) {
          let neighbour = Int(graph.neighbours[k])
          if colours[neighbour] < 0 {
            colours[neighbour] = 1 - colours[site]
            queue.append(Int32(neighbour))
          } else if colours[neighbour] == colours[site] {
            return nil
          }
        }
      }
    }
    return colours
  }

  /// Sites by colour, colours renumbered by first appearance.
  private static func classes(_ colours: [Int32]) -> [[Int32]] {
    var order = [Int](repeating: -1, count: Int(colours.max() ?? 0) + 1)
    var classes: [[Int32]] = []
    for (site, colour) in colours.enumerated() {
      if order[Int(colour)] < 0 {
        order[Int(colour)] = classes.count
        classes.append([])
      }
      classes[order[Int(colour)]].append(Int32(site))
    }
    return classes
  }
}

/// The neighbours of each site in compressed rows; a neighbour stands twice for a double link.
struct NeighbourRows {
  let offsets: [Int32]
  let neighbours: [Int32]

  init(links: [Link], siteCount: Int) {
    var offsets = [Int32](repeating: 0, count: siteCount + 1)
    for link in links {
      offsets[Int(link.first) + 1] += 1
      offsets[Int(link.second) + 1] += 1
    }
    for site in 0..<siteCount { offsets[site + 1] += offsets[site] }
    var next = offsets
    var neighbours = [Int32](repeating: 0, count: 2 * links.count)
    for link in links {
      neighbours[Int(next[Int(link.first)])] = link.second
      next[Int(link.first)] += 1
      neighbours[Int(next[Int(link.second)])] = link.first
      next[Int(link.second)] += 1
    }
    self.offsets = offsets
    self.neighbours = neighbours
  }

  var siteCount: Int { offsets.count - 1 }
  func range(of site: Int) -> Range<Int> { Int(offsets[site])..<Int(offsets[site + 1]) }
}
