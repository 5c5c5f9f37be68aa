import DenseAlgebra
import ExecutionRecords
import RandomStreams

/// A race between agents with regular clocks and random phases, for the time in which S firings are
/// expected. Clocks run on through the arbiter's windows.
struct RegularRace: Road {
  var words: AttentionWords { AttentionWords(draws: .systematic) }
  var updateClass: ActionClass { .sampling }
  var operationClass: ActionClass { .deterministic }

  /// Counts that are drawn start from the shares of firings, of which some are lost.
  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw {
    isDrawn
      ? conditions.race.firingShares(&scores, count: count)
      : conditions.race.shares(&scores, count: count, draws: .systematic)
  }

  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome {
    let attempts = Float(conditions.samples) * law.rate
    var outcome = RowOutcome(firings: Int((attempts * law.acceptance).rounded()))
    outcome.updates = Int(attempts.rounded())
    outcome.expectedReads = ValueReads.regular(
      shares, count: count, mean: attempts * law.acceptance)
    outcome.duration_s = duration_s(windows: 1, conditions)
    return outcome
  }

  /// n_j = ⌊S R′/R p_j + u_j⌋ firings with an independent phase u_j for each agent, less those that the
  /// arbiter discards.
  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome {
    let scale = Float(conditions.samples) * law.rate
    var losses = Losses(law.contest, streams.key(.collision), row: row)
    var outcome = RowOutcome(firings: 0)
    let groups = (count + 63) / 64
    for index in count..<(groups * 64) { shares[index] = 0 }
    withScratch(groups * 64, repeating: 0 as Float) { counts in
      for retry in 0..<WindowRace.mostRetries {
        var sum = fire(
          shares.span, scale: scale, groups: groups, row: row, retry: retry, streams,
          into: &counts)
        outcome.updates += Int(sum)
        if law.contest > 0 {
          sum -= Float(losses.discard(&counts, shares: shares.span, count: count, most: scale))
        }
        outcome.retries = retry
        guard sum > 0 else { continue }
        for index in 0..<count { shares[index] = counts[index] }
        outcome.total = sum
        outcome.firings = Int(sum)
        return
      }
      // Beyond all retries the window is read as its shares: a chance of e^{−64}.
      outcome.retries = WindowRace.mostRetries
    }
    outcome.duration_s = duration_s(windows: 1 + outcome.retries, conditions)
    return outcome
  }

  /// Firings of whole groups of 64 clocks; returns their sum.
  private func fire(
    _ shares: Span<Float>, scale: Float, groups: Int, row: Int, retry: Int,
    _ streams: InstructionStreams, into counts: inout MutableSpan<Float>
  ) -> Float {
    var total = Lanes(repeating: 0)
    for group in 0..<groups {
      let phases = streams.phases(group: row &* groups &+ group, retry: retry)
      let start = group &* 64
      @inline(__always)
      func fire(_ phase: Lanes, _ offset: Int) {
        let share = shares.lanes(start &+ offset)
        // Agents with no rate stay silent whatever their phase: ⌊0 + u⌋ = 0.
        let fired = floorOfNonNegative(share * scale + phase)
        counts.store(fired, at: start &+ offset)
        total += fired
      }
      fire(phases.0, 0)
      fire(phases.1, 16)
      fire(phases.2, 32)
      fire(phases.3, 48)
    }
    return total.treeSum
  }

  /// A fixed window, and as many more as stayed empty.
  private func duration_s(windows: Int, _ conditions: RowConditions) -> Double {
    Double(conditions.samples) * Double(windows) / conditions.race.totalRate_Hz
  }

  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    RegularClocks.simulate(
      &weights, count: count, row: row, firstAgent: firstAgent, in: context, events: &events)
  }

  func operations(agents: Int, updates: Int) -> Int { Self.scalingOperations(agents: agents) }
}
