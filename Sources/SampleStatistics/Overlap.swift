/// How alike two configurations of the same model are (Edwards and Anderson, *J. Phys. F* 5, 965
/// (1975)).
public enum Overlap {
  /// q = (1/N) Σ s_i^a s_i^b, from −1 to 1.
  ///
  /// - Parameters:
  ///   - a: −1 or +1, at least one.
  ///   - b: as many.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch` or `.outOfRange`.
  public static func overlap(_ a: [Int8], _ b: [Int8]) throws(StatisticsError) -> Double {
    try checkPair(a, b)
    var sum = 0
    for site in a.indices { sum += Int(a[site] * b[site]) }
    return Double(sum) / Double(a.count)
  }

  /// q_link = (1/links) Σ s_i^a s_j^a s_i^b s_j^b over neighbours: 1 also for configurations that
  /// differ by a flip of all spins, and below by the share of links on walls between domains.
  ///
  /// - Parameters:
  ///   - a: −1 or +1, at least one.
  ///   - b: as many.
  ///   - links: pairs of sites, at least one.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch` or `.outOfRange`.
  public static func linkOverlap(
    _ a: [Int8], _ b: [Int8], links: [(Int, Int)]
  ) throws(StatisticsError) -> Double {
    try checkPair(a, b)
    guard !links.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    try checkLinks(links, count: a.count)
    var sum = 0
    for (i, j) in links { sum += Int(a[i] * a[j] * b[i] * b[j]) }
    return Double(sum) / Double(links.count)
  }

  /// The number of links whose ends disagree, J s_i s_j < 0: the length of all domain walls.
  ///
  /// - Parameters:
  ///   - spins: −1 or +1, at least one.
  ///   - links: pairs of sites.
  ///   - signs: the sign of each link's coupling; empty for all +1.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch` or `.outOfRange`.
  public static func domainWallCount(
    _ spins: [Int8], links: [(Int, Int)], signs: [Int8] = []
  ) throws(StatisticsError) -> Int {
    guard !spins.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    guard signs.isEmpty || signs.count == links.count else {
      throw .lengthMismatch(first: links.count, second: signs.count)
    }
    try checkSpins(spins)
    try checkSpins(signs, "sign of a link")
    try checkLinks(links, count: spins.count)
    return links.indices.reduce(0) { walls, link in
      let sign = signs.isEmpty ? 1 : signs[link]
      return sign * spins[links[link].0] * spins[links[link].1] < 0 ? walls + 1 : walls
    }
  }

  private static func checkPair(_ a: [Int8], _ b: [Int8]) throws(StatisticsError) {
    guard a.count == b.count else { throw .lengthMismatch(first: a.count, second: b.count) }
    guard !a.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    try checkSpins(a)
    try checkSpins(b)
  }

  private static func checkLinks(_ links: [(Int, Int)], count: Int) throws(StatisticsError) {
    for (i, j) in links {
      for site in [i, j] where site < 0 || site >= count {
        throw .outOfRange(parameter: "site", value: Double(site), range: "0 to \(count - 1)")
      }
    }
  }
}

/// P(q): how often two replicas had which overlap.
public struct OverlapDistribution: Sendable, Equatable {
  /// The middle of each bin, from −1 to 1; bins at the ends reach half a width beyond.
  public let centres: [Double]
  /// P(q) at the centres, with Σ P · width = 1.
  public let density: [Double]
  /// Counts, one a bin.
  public let counts: [Int]

  /// The distance of two centres.
  public var width: Double { 2 / Double(centres.count - 1) }

  /// Counts overlaps.
  ///
  /// - Parameters:
  ///   - overlaps: q from −1 to 1, at least one.
  ///   - bins: at least 2; N + 1 bins of N spins hold one possible value each.
  /// - Throws: `StatisticsError.tooFewValues` or `.outOfRange`.
  public init(_ overlaps: [Double], bins: Int) throws(StatisticsError) {
    guard !overlaps.isEmpty else { throw .tooFewValues(found: 0, needed: 1) }
    guard bins >= 2 else {
      throw .outOfRange(parameter: "bins", value: Double(bins), range: "2 or more")
    }
    var counts = [Int](repeating: 0, count: bins)
    for value in overlaps {
      guard abs(value) <= 1 + 1e-9 else {
        throw .outOfRange(parameter: "overlap", value: value, range: "a number from −1 to 1")
      }
      let place = ((value + 1) / 2 * Double(bins - 1)).rounded()
      counts[min(bins - 1, max(0, Int(place)))] += 1
    }
    let width = 2 / Double(bins - 1)
    centres = (0..<bins).map { -1 + Double($0) * width }
    density = counts.map { Double($0) / (Double(overlaps.count) * width) }
    self.counts = counts
  }
}
