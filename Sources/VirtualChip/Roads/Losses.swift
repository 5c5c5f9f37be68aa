import DenseAlgebra
import RandomStreams

/// Firings of a row's regular clocks that others contest: of agent j's n_j a binomial number with
/// 1 − e^{−c(1 − p_j)} each, by the stream of the row's collisions.
struct Losses {
  /// c.
  private let contest: Double
  private let key: StreamKey
  private let site: UInt32
  /// Uniform numbers that were used, where each agent takes one.
  private var used = 0
  /// The stream where an agent may take more.
  private var stream: RandomStream

  /// The losses of a row.
  init(_ contest: Float, _ key: StreamKey, row: Int) {
    self.contest = Double(contest)
    self.key = key
    site = UInt32(truncatingIfNeeded: row)
    stream = RandomStream(key, site: site)
  }

  /// Takes them away; returns their sum.
  ///
  /// - Parameter most: no agent has more firings, but for one that is certain to.
  mutating func discard(
    _ counts: inout MutableSpan<Float>, shares: Span<Float>, count: Int, most: Float
  ) -> Int {
    // n (1 − p) is n (S − n)/S, and a firing more by the phase: S/4 + 1 at the most.
    contest * (Double(most) / 4 + 2) < 9
      ? discardFew(&counts, shares: shares, count: count)
      : discardAny(&counts, shares: shares, count: count)
  }

  /// Where no agent expects ten losses: a number decides on each, and numbers are made ahead.
  private mutating func discardFew(
    _ counts: inout MutableSpan<Float>, shares: Span<Float>, count: Int
  ) -> Int {
    let (contest, key, site) = (contest, key, site)
    var used = used
    var lost = 0
    withScratch(32, repeating: 0.0) { numbers in
      var made = used & ~31
      if used > made {
        RandomStream.fill(&numbers, key, site: site, block: UInt32(truncatingIfNeeded: made / 2))
        made += 32
      }
      for index in 0..<count where counts[index] > 0 {
        let rate = contest * max(0, 1 - Double(shares[index]))
        guard rate > 0 else { continue }
        if used == made {
          RandomStream.fill(&numbers, key, site: site, block: UInt32(truncatingIfNeeded: made / 2))
          made += 32
        }
        let contested = RandomStream.binomial(
          trials: Int(counts[index]), rate: rate, numbers[used & 31])
        used += 1
        counts[index] -= Float(contested)
        lost += contested
      }
    }
    self.used = used
    return lost
  }

  private mutating func discardAny(
    _ counts: inout MutableSpan<Float>, shares: Span<Float>, count: Int
  ) -> Int {
    var lost = 0
    for index in 0..<count where counts[index] > 0 {
      let rate = contest * max(0, 1 - Double(shares[index]))
      let chance = 1 - DeterministicFunctions.exp(-rate)
      guard chance > 0 else { continue }
      // A single agent with next to all shares may round up to one firing more than there are samples.
      let fired = min(Int(counts[index]), RunSettings.sampleRange.upperBound)
      let contested = stream.binomial(trials: fired, probability: chance)
      counts[index] -= Float(contested)
      lost += contested
    }
    return lost
  }
}
