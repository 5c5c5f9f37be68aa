/// Flips on their way to neighbours, in order of time: with one delay for all, they arrive as they were
/// sent, and one queue serves all links.
struct FlipQueue: Sendable {
  private var times = [Double](repeating: 0, count: 64)
  private var sites = [Int32](repeating: 0, count: 64)
  /// Flips that have left and come so far; flip n stands at n modulo the capacity.
  private var left = 0
  private var come = 0
  /// The time of the oldest flip; ∞ where there is none.
  private(set) var oldest = Double.infinity

  /// Adds a flip; times never decrease.
  @inline(__always)
  mutating func append(site: Int, time: Double) {
    if come &- left == times.count { grow() }
    let slot = come & (times.count &- 1)
    times[slot] = time
    sites[slot] = Int32(truncatingIfNeeded: site)
    if come == left { oldest = time }
    come &+= 1
  }

  /// Takes the oldest flip.
  /// - Precondition: there is one.
  @inline(__always)
  mutating func takeFirst() -> Int {
    let site = Int(sites[left & (sites.count &- 1)])
    left &+= 1
    oldest = left == come ? .infinity : times[left & (times.count &- 1)]
    return site
  }

  @inline(never)
  private mutating func grow() {
    var larger = FlipQueue()
    larger.times = Array(repeating: 0, count: 2 * times.count)
    larger.sites = Array(repeating: 0, count: 2 * sites.count)
    while left < come {
      let time = times[left & (times.count - 1)]
      larger.append(site: takeFirst(), time: time)
    }
    self = larger
  }
}
