import DenseAlgebra
import RandomStreams

/// Firings of the agents of one race, in place of their shares.
package enum RaceDraws {
  /// What the drawn agents did.
  package struct Drawn {
    /// What the context is divided by.
    package var total: Float
    /// Counted firings.
    package var firings: Int
    /// Empty windows drawn again.
    package var retries = 0
    /// Firings of regular clocks, those that were lost included.
    package var attempts = 0
    /// Value rows that are read in the mean, where the counts are not drawn.
    package var expectedReads: Float?
  }

  /// An all-empty window is drawn again at most this often; its chance falls as e^{−tries}.
  static let mostRetries = 64

  /// Draws the firings of race `row`; `shares` must have room for whole groups of 64 agents.
  package static func draw(
    _ shares: UnsafeMutableBufferPointer<Float>, count: Int, row: Int,
    race: RaceLaw.Row = .init(acceptance: 1, rate: 1), streams: DrawStreams
  ) -> Drawn {
    let settings = streams.settings
    let samples = settings.samples
    let isWindow =
      settings.attention == .race && settings.raceStop == .window && settings.draws == .independent
    switch (settings.fidelity, settings.draws) {
    case (.expectation, _) where isWindow:
      let window = RaceWindow(settings, race)
      let firings = window.accepted / (1 - window.emptiness)
      var drawn = Drawn(total: 1, firings: Int(firings.rounded()))
      drawn.expectedReads =
        windowReads(UnsafePointer(shares.baseAddress!), count: count, mean: Float(window.accepted))
        / Float(1 - window.emptiness)
      return drawn
    case (.expectation, .systematic) where settings.attention == .race:
      let attempts = Float(samples) * race.rate
      var drawn = Drawn(total: 1, firings: Int((attempts * race.acceptance).rounded()))
      drawn.attempts = Int(attempts.rounded())
      drawn.expectedReads = expectedReads(
        UnsafePointer(shares.baseAddress!), count: count, mean: attempts * race.acceptance,
        draws: .systematic)
      return drawn
    case (.expectation, let draws):
      var drawn = Drawn(total: 1, firings: samples)
      drawn.expectedReads = expectedReads(
        UnsafePointer(shares.baseAddress!), count: count, mean: Float(samples), draws: draws)
      return drawn
    case (.sampled, .independent) where isWindow, (.event, .independent) where isWindow:
      return window(
        shares, count: count, mean: RaceWindow(settings, race).accepted, row: row,
        streams: streams)
    case (.sampled, .systematic) where settings.attention == .potts,
      (.event, .systematic) where settings.attention == .potts:
      let phase = streams.phases(group: row).0[0]
      comb(shares, count: count, samples: samples, phase: Double(phase))
      return Drawn(total: Float(samples), firings: samples)
    case (.sampled, .independent), (.event, .independent):
      // Counts of S firings, each with law p′: multinomial.
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { counts in
        streams.multinomial(
          UnsafeBufferPointer(rebasing: shares[0..<count]), row: row, into: counts)
        for index in 0..<count { shares[index] = Float(counts[index]) }
      }
      return Drawn(total: Float(samples), firings: samples)
    case (.sampled, .systematic), (.event, .systematic):
      return systematic(shares, count: count, row: row, race: race, streams: streams)
    }
  }

  /// Agents that fire in a window at all: Σ 1 − e^{−mean p}.
  private static func windowReads(
    _ shares: UnsafePointer<Float>, count: Int, mean: Float
  ) -> Float {
    var total = Lanes(repeating: 0)
    var index = 0
    while index < count {
      total += 1 - VectorFunctions.exp(shares.lanes(index) * -mean)
      index &+= 16
    }
    return total.treeSum
  }

  /// Poisson counts of a window; one in which nothing fired is drawn again.
  private static func window(
    _ shares: UnsafeMutableBufferPointer<Float>, count: Int, mean: Double, row: Int,
    streams: DrawStreams
  ) -> Drawn {
    var stream = streams.stream(.race, row: row)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { counts in
      for retry in 0..<mostRetries {
        var firings = 0
        for index in 0..<count {
          let fired =
            shares[index] > 0 ? stream.poisson(mean: mean * Double(shares[index])) : 0
          counts[index] = Float(fired)
          firings += fired
        }
        guard firings > 0 else { continue }
        for index in 0..<count { shares[index] = counts[index] }
        return Drawn(total: Float(firings), firings: firings, retries: retry)
      }
      return Drawn(total: 1, firings: 0, retries: mostRetries)
    }
  }

  /// Systematic resampling: the uniform numbers of a Potts agent's S draws are a comb
  /// (u, u + 1, …)/S with one random offset u, so that n_j = ⌊S C_j + u⌋ − ⌊S C_{j−1} + u⌋ with the
  /// cumulative shares C.
  package static func comb(
    _ shares: UnsafeMutableBufferPointer<Float>, count: Int, samples: Int, phase: Double
  ) {
    var total = 0.0
    var last = 0
    for index in 0..<count {
      total += Double(shares[index])
      if shares[index] > 0 { last = index }
    }
    var sum = 0.0
    var counted = 0
    for index in 0..<count {
      sum += Double(shares[index])
      // The last state ends the comb whatever rounding left of the sum.
      let teeth = index == last ? samples : Int(sum / total * Double(samples) + phase)
      let reached = index > last ? counted : min(teeth, samples)
      shares[index] = Float(reached - counted)
      counted = reached
    }
  }

  /// Agents that fire at all in `mean` counted firings: Σ 1 − (1 − p)^S if they draw independently,
  /// Σ min(1, S p) of regular clocks.
  private static func expectedReads(
    _ shares: UnsafePointer<Float>, count: Int, mean: Float, draws: Draws
  ) -> Float {
    var total = Lanes(repeating: 0)
    var index = 0
    // Agents beyond `count` have no share, up to whole lanes.
    while index < count {
      let share = shares.lanes(index)
      switch draws {
      case .independent:
        var silent = Lanes(repeating: 1)
        var square = 1 - share
        var rest = Int(mean)
        while rest > 0 {
          if rest & 1 == 1 { silent *= square }
          square *= square
          rest &>>= 1
        }
        total += 1 - silent
      case .systematic: total += (share * mean).smaller(Lanes(repeating: 1))
      }
      index &+= 16
    }
    return total.treeSum
  }

  /// n_j = ⌊S R′/R p_j + u_j⌋ firings with an independent phase u_j for each agent, less those that the
  /// arbiter discards.
  private static func systematic(
    _ shares: UnsafeMutableBufferPointer<Float>, count: Int, row: Int, race: RaceLaw.Row,
    streams: DrawStreams
  ) -> Drawn {
    let scale = Float(streams.settings.samples) * race.rate
    var losses = streams.stream(.collision, row: row)
    var attempts = 0
    let groups = (count + 63) / 64
    for index in count..<(groups * 64) { shares[index] = 0 }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: groups * 64) { counts in
      let source = UnsafePointer(shares.baseAddress!)
      let target = counts.baseAddress!
      for retry in 0..<mostRetries {
        var total = Lanes(repeating: 0)
        for group in 0..<groups {
          let phases = streams.phases(group: row &* groups &+ group, retry: retry)
          let start = group &* 64
          @inline(__always)
          func fire(_ phase: Lanes, _ offset: Int) {
            let share = source.lanes(start &+ offset)
            // Agents with no rate stay silent whatever their phase: ⌊0 + u⌋ = 0.
            let fired = floorOfNonNegative(share * scale + phase)
            target.store(fired, at: start &+ offset)
            total += fired
          }
          fire(phases.0, 0)
          fire(phases.1, 16)
          fire(phases.2, 32)
          fire(phases.3, 48)
        }
        var sum = total.treeSum
        attempts += Int(sum)
        if race.contest > 0 {
          sum -= Float(contest(counts, shares: source, count: count, race.contest, &losses))
        }
        if sum > 0 {
          for index in 0..<count { shares[index] = counts[index] }
          return Drawn(total: sum, firings: Int(sum), retries: retry, attempts: attempts)
        }
      }
      // Beyond all retries the window is read as its shares: a chance of e^{−64}.
      return Drawn(total: 1, firings: 0, retries: mostRetries, attempts: attempts)
    }
  }

  /// Takes away the firings that others contest, a binomial number of each agent's; returns their sum.
  private static func contest(
    _ counts: UnsafeMutableBufferPointer<Float>, shares: UnsafePointer<Float>, count: Int,
    _ contest: Float, _ stream: inout RandomStream
  ) -> Int {
    var lost = 0
    for index in 0..<count where counts[index] > 0 {
      let rate = Double(contest) * max(0, 1 - Double(shares[index]))
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

/// ⌊x⌋ for 0 ≤ x < 2²², by rounding and taking back what was rounded up.
@inline(__always)
func floorOfNonNegative(_ x: Lanes) -> Lanes {
  let rounded = WholeNumbers.nearest(x)
  return rounded.replacing(with: rounded - 1, where: rounded .> x)
}
