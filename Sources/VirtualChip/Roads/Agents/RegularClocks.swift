import RandomStreams

/// Agents of one attention row with regular clocks, firing by firing: from a random charge on, each fires
/// at regular intervals until S firings are expected. Clocks run on through the arbiter's windows.
enum RegularClocks {
  private struct Firing {
    var time_s: Double
    var agent: Int
  }

  /// Draws the firings of the agents of one row; parameters as in `Road.simulate`.
  static func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    let rates = RaceRates(
      weights.span, count: count, row: row, firstAgent: firstAgent, isRamped: false, in: context)
    for index in 0..<count { weights[index] = 0 }
    var outcome = RowOutcome(firings: 0)
    guard rates.total > 0 else { return PoissonRaces.ended(outcome) }
    var stream = context.streams.stream(.race, row: row)
    let window_s = Double(context.settings.samples) / rates.nominalTotal
    var firings: [Firing] = []
    for retry in 0...WindowRace.mostRetries where outcome.firings == 0 {
      outcome.retries = retry
      firings.removeAll(keepingCapacity: true)
      for agent in 0..<count {
        let phase = stream.uniform()
        guard rates.each[agent] > 0 else { continue }
        var number = 1.0
        var time_s = (number - phase) / rates.each[agent]
        while time_s <= window_s {
          firings.append(Firing(time_s: time_s, agent: agent))
          number += 1
          time_s = (number - phase) / rates.each[agent]
        }
      }
      // Ties by agent.
      firings.sort { ($0.time_s, $0.agent) < ($1.time_s, $1.agent) }
      events.draws += UInt64(firings.count)
      outcome.updates += firings.count
      arbitrate(firings, window_s: rates.arbitration_s, counts: &weights, &outcome)
      outcome.duration_s += window_s
    }
    return PoissonRaces.ended(outcome)
  }

  /// Counts the firings that are alone in the window that they open.
  private static func arbitrate(
    _ firings: [Firing], window_s: Double, counts: inout MutableSpan<Float>,
    _ outcome: inout RowOutcome
  ) {
    var index = 0
    while index < firings.count {
      let first = firings[index]
      var contested = false
      index += 1
      while index < firings.count, firings[index].time_s < first.time_s + window_s {
        if firings[index].agent != first.agent { contested = true }
        index += 1
      }
      if contested { continue }
      counts[first.agent] += 1
      outcome.firings += 1
    }
  }
}
