/// All flips of the recent past in a ring, each with the number of its spin's flip before: what a spin
/// was is found by undoing its flips since then. No message is queued.
struct FlipHistory: Sendable {
  private struct Flip: Sendable {
    var time: Double
    /// The number of the same spin's flip before; negative for none.
    var previous: Int
  }

  /// How far back states are asked for.
  private let horizon: Double
  private var flips: [Flip]
  /// Flips so far; flip n stands at n modulo the capacity.
  private var count = 0
  /// The number of each spin's last flip.
  private var last: [Int]

  /// No flips yet.
  /// - Parameter horizon: how far back states are asked for.
  init(spinCount: Int = 0, horizon: Double = 0) {
    self.horizon = horizon
    flips = Array(repeating: Flip(time: -.infinity, previous: -1), count: 64)
    last = Array(repeating: -1, count: spinCount)
  }

  /// Appends a flip; times never decrease. The ring grows where a flip within the horizon would be
  /// overwritten.
  @inline(__always)
  mutating func append(site: Int, time: Double) {
    if flips[count & (flips.count &- 1)].time > time - horizon { grow() }
    flips[count & (flips.count &- 1)] = Flip(time: time, previous: last[site])
    last[site] = count
    count &+= 1
  }

  @inline(never)
  private mutating func grow() {
    var larger = Array(repeating: Flip(time: -.infinity, previous: -1), count: 2 * flips.count)
    for number in max(0, count - flips.count)..<count {
      larger[number & (larger.count - 1)] = flips[number & (flips.count - 1)]
    }
    flips = larger
  }

  /// What a spin was at a time within the horizon.
  /// - Parameter spin: what it is now.
  @inline(never)
  func spin(_ spin: Int, of site: Int, at time: Double) -> Int {
    var spin = spin
    var number = last[site]
    // Overwritten flips are older than the horizon.
    while number >= 0, number >= count &- flips.count {
      let flip = flips[number & (flips.count &- 1)]
      if flip.time <= time { break }
      spin = -spin
      number = flip.previous
    }
    return spin
  }
}
