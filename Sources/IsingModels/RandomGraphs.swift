internal import RandomStreams

/// Graphs that are drawn. Purpose `graph`, one stream a graph.
enum RandomGraphs {
  /// G(n, p) (Gilbert 1959): each pair is linked with probability p, independently.
  ///
  /// The pairs in between two links are skipped at once; their number follows the geometric law
  /// (Batagelj and Brandes, *Phys. Rev. E* 71, 036113 (2005)).
  static func erdosRenyi(_ sites: Int, probability: Double, seed: UInt64) -> Lattice {
    var stream = RandomStream(StreamKey(seed: seed, purpose: .graph), site: 0)
    var links: [Link] = []
    // ln(1 − p) loses all digits of a small p.
    let logNone = probability < 1e-8 ? -probability : -negativeLog(1 - probability)
    // Row v has the pairs (0, v) … (v − 1, v).
    var row = 1
    var column = -1
    while row < sites, probability > 0 {
      let skip = probability < 1 ? negativeLog(stream.uniform()) / -logNone : 0
      guard skip < 0x1p53 else { break }
      column += 1 + Int(skip)
      while row < sites, column >= row {
        column -= row
        row += 1
      }
      if row < sites { links.append(Link(column, row)) }
    }
    return Lattice(
      title: "Erdős–Rényi \(sites), p = \(probability)", links: links,
      positions: PlainGraphs.circle(sites))
  }

  private static func negativeLog(_ x: Double) -> Double {
    x > 0 ? -DeterministicFunctions.log(x) : .infinity
  }

  /// A simple graph with d neighbours for each site.
  ///
  /// Up to d = 4 the law is exactly uniform: ends of links are paired at random, and all is begun
  /// anew when a pair links a site with itself or links two sites twice (Bollobás 1980); about
  /// e^{(d² − 1)/4} beginnings. From d = 5 a circulant graph is mixed by 32 attempts a link to switch
  /// the ends of two random links, a chain whose stationary law is uniform.
  static func regular(_ sites: Int, degree: Int, seed: UInt64) -> Lattice {
    var graph = RegularGraph(sites: sites, degree: degree)
    var stream = RandomStream(StreamKey(seed: seed, purpose: .graph), site: 1)
    if degree <= 4 {
      while !graph.pair(&stream) {}
    } else {
      graph.setCirculant()
      graph.mix(attempts: 32 * sites * degree / 2, &stream)
    }
    return Lattice(
      title: "random regular \(sites), degree \(degree)", links: graph.links(),
      positions: PlainGraphs.circle(sites))
  }
}

/// A regular graph that changes while it is drawn.
private struct RegularGraph {
  let sites: Int
  let degree: Int
  /// The neighbours of each site, `filled[site]` of them.
  private var rows: [Int32]
  private var filled: [Int32]
  private var pairs: [(Int32, Int32)] = []

  init(sites: Int, degree: Int) {
    self.sites = sites
    self.degree = degree
    rows = Array(repeating: -1, count: sites * degree)
    filled = Array(repeating: 0, count: sites)
  }

  private func areLinked(_ a: Int32, _ b: Int32) -> Bool {
    let start = Int(a) * degree
    return rows[start..<start + Int(filled[Int(a)])].contains(b)
  }

  private mutating func link(_ a: Int32, _ b: Int32) {
    for (from, to) in [(Int(a), b), (Int(b), a)] {
      rows[from * degree + Int(filled[from])] = to
      filled[from] += 1
    }
    pairs.append((a, b))
  }

  /// One beginning; false if it made no simple graph.
  mutating func pair(_ stream: inout RandomStream) -> Bool {
    for site in 0..<sites { filled[site] = 0 }
    pairs.removeAll(keepingCapacity: true)
    var ends = (0..<sites * degree).map { Int32($0 / degree) }
    while let a = ends.popLast() {
      let k = Int(stream.integer(below: UInt32(ends.count)))
      let b = ends[k]
      ends[k] = ends[ends.count - 1]
      ends.removeLast()
      guard a != b, !areLinked(a, b) else { return false }
      link(a, b)
    }
    return true
  }

  /// Each site with the next ⌊d/2⌋ around a circle, and the opposite one where d is odd.
  mutating func setCirculant() {
    for site in 0..<sites {
      for step in 1..<(degree / 2 + 1) { link(Int32(site), Int32((site + step) % sites)) }
    }
    guard degree % 2 == 1 else { return }
    for site in 0..<sites / 2 { link(Int32(site), Int32(site + sites / 2)) }
  }

  /// Turns links (a, b), (c, d) into (a, d), (c, b) where that leaves the graph simple. Proposals are
  /// symmetric, so that all simple graphs become equally likely.
  mutating func mix(attempts: Int, _ stream: inout RandomStream) {
    for _ in 0..<attempts {
      let i = Int(stream.integer(below: UInt32(pairs.count)))
      let j = Int(stream.integer(below: UInt32(pairs.count)))
      let (a, b) = pairs[i]
      let (d, c) = stream.next() & 1 == 0 ? pairs[j] : (pairs[j].1, pairs[j].0)
      guard i != j, a != d, c != b, !areLinked(a, d), !areLinked(c, b) else { continue }
      replace(a, b, d)
      replace(b, a, c)
      replace(c, d, b)
      replace(d, c, a)
      pairs[i] = (a, d)
      pairs[j] = (c, b)
    }
  }

  /// Gives a site another neighbour in place of one.
  private mutating func replace(_ site: Int32, _ old: Int32, _ new: Int32) {
    let start = Int(site) * degree
    for k in start..<start + degree where rows[k] == old {
      rows[k] = new
      return
    }
  }

  /// The links in ascending order.
  func links() -> [Link] {
    var links: [Link] = []
    links.reserveCapacity(pairs.count)
    for site in 0..<Int32(sites) {
      let start = Int(site) * degree
      for neighbour in rows[start..<start + degree].sorted() where neighbour > site {
        links.append(Link(Int(site), Int(neighbour)))
      }
    }
    return links
  }
}
