import DenseAlgebra
import RandomStreams

/// Firings of the agents of one race, in place of their shares.
enum RaceDraws {
  struct Drawn {
    /// What the context is divided by.
    var total: Float
    /// Counted firings.
    var firings: Int
    /// Empty windows drawn again.
    var retries = 0
  }

  /// An all-empty window is drawn again at most this often; its chance falls as e^{−tries}.
  static let mostRetries = 64

  static func draw(
    _ shares: UnsafeMutableBufferPointer<Float>, head: Int, query: Int, streams: DrawStreams
  ) -> Drawn {
    let samples = streams.settings.samples
    switch (streams.settings.fidelity, streams.settings.draws) {
    case (.expectation, _):
      return Drawn(total: 1, firings: samples)
    case (.sampled, .independent):
      // Counts of S firings, each with law p′: multinomial.
      streams.multinomial(samples, shares, head: head, query: query)
      return Drawn(total: Float(samples), firings: samples)
    case (.sampled, .systematic):
      return systematic(shares, samples: samples, head: head, query: query, streams: streams)
    }
  }

  /// n_j = ⌊S p_j + u_j⌋ with an independent phase u_j for each agent.
  private static func systematic(
    _ shares: UnsafeMutableBufferPointer<Float>, samples: Int, head: Int, query: Int,
    streams: DrawStreams
  ) -> Drawn {
    let count = shares.count
    let scale = Float(samples)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: (count + 15) & ~15) { counts in
      for retry in 0..<mostRetries {
        var total = Lanes(repeating: 0)
        var block = 0
        while block < count {
          let rest = count &- block
          let share =
            rest >= 16
            ? UnsafePointer(shares.baseAddress!).lanes(block)
            : UnsafePointer(shares.baseAddress!).lanes(block, count: rest, filler: -1)
          let phase = streams.racePhases(head: head, query: query, retry: retry, block: block >> 4)
          let fired = floorOfNonNegative((share * scale + phase).larger(Lanes(repeating: 0)))
          counts.baseAddress!.store(fired, at: block)
          total += fired
          block &+= 16
        }
        let sum = total.treeSum
        if sum > 0 {
          for index in 0..<count { shares[index] = counts[index] }
          return Drawn(total: sum, firings: Int(sum), retries: retry)
        }
      }
      // Unreachable in practice: the window stays as the shares themselves.
      return Drawn(total: 1, firings: 0, retries: mostRetries)
    }
  }
}

/// ⌊x⌋ for 0 ≤ x < 2²², by rounding and taking back what was rounded up.
@inline(__always)
func floorOfNonNegative(_ x: Lanes) -> Lanes {
  let rounded = (x + 12_582_912) - 12_582_912
  return rounded.replacing(with: rounded - 1, where: rounded .> x)
}
