import HardwareSpecs
import RandomStreams

/// Race agents of one attention row, firing by firing.
///
/// A firing of agent i opens the arbiter's window τ. If another agent fires within it, both firings are
/// discarded; else i is counted. Either way the next race starts after the window. So a race at the
/// total rate R′ ends with i uncontested in proportion to p_i e^{−a(1−p_i)}, a = R′τ, and takes
/// 1/R′ + τ in the mean.
///
/// Integrate-and-fire agents run on through the windows: from a random charge on, each fires at
/// regular intervals until S firings are expected.
package enum RaceAgents {
  /// Races for each sample after which a row ends with what was counted: devices can make the agents so
  /// fast that next to no firing is uncontested.
  private static let mostRaces = 1000

  /// Draws the firings of the agents of one row; parameters as in `RowAgents.draw`.
  ///
  /// - Parameters:
  ///   - weights: Weights, replaced by the counts of firings.
  ///   - count: Agents.
  ///   - row: The site of the row's streams.
  ///   - law: Total rate, load and saturation.
  ///   - context: The run.
  ///   - firstAgent: Which device of the chip's race tiles is agent 0.
  ///   - events: Receives firings.
  package static func draw(
    _ weights: UnsafeMutableBufferPointer<Float>, count: Int, row: Int, law: RaceLaw,
    in context: TileContext, firstAgent: Int, events: inout EventTally
  ) -> RowDraws {
    let settings = context.settings
    var rates = RaceRates(weights, count: count, row: row, law: law, firstAgent, in: context)
    for index in 0..<count { weights[index] = 0 }
    // Where all agents are stuck down nothing ever fires: the counts are 0, and so is the context.
    guard rates.total > 0 else { return RowDraws(firings: 1, updates: 0, duration_s: 0) }
    var stream = RandomStream(
      context.streams.key(.race), site: UInt32(truncatingIfNeeded: row))
    var draws = RowDraws(firings: 0, updates: 0, duration_s: 0)
    let fired = UnsafeMutableBufferPointer(rebasing: weights[0..<count])
    if settings.draws == .systematic {
      runRegularClocks(&rates, samples: settings.samples, &stream, fired, &draws, &events)
      return draws
    }
    let window =
      settings.raceStop == .window ? Double(settings.samples) * rates.meanRace_s : .infinity
    for retry in 0...RaceDraws.mostRetries where draws.firings == 0 {
      draws.retries = retry
      var time = 0.0
      while draws.firings < settings.samples || settings.raceStop == .window {
        guard draws.updates < mostRaces * settings.samples else { break }
        let race = rates.race(&stream)
        events.draws += race.firings
        // A window ends whatever is going on.
        guard time + race.duration_s <= window else { break }
        time += race.duration_s
        draws.updates += 1
        guard let winner = race.winner else { continue }
        fired[winner] += 1
        draws.firings += 1
      }
      draws.duration_s += settings.raceStop == .window ? window : time
    }
    if draws.firings == 0 { draws.firings = 1 }
    return draws
  }

  /// Regular clocks with random phases, in order of time, through the arbiter.
  private static func runRegularClocks(
    _ rates: inout RaceRates, samples: Int, _ stream: inout RandomStream,
    _ fired: UnsafeMutableBufferPointer<Float>, _ draws: inout RowDraws,
    _ events: inout EventTally
  ) {
    let window = Double(samples) / rates.nominalTotal
    var firings: [(time: Double, agent: Int)] = []
    for retry in 0...RaceDraws.mostRetries where draws.firings == 0 {
      draws.retries = retry
      firings.removeAll(keepingCapacity: true)
      for agent in 0..<fired.count {
        let phase = stream.uniform()
        guard rates.each[agent] > 0 else { continue }
        var number = 1.0
        var time = (number - phase) / rates.each[agent]
        while time <= window {
          firings.append((time, agent))
          number += 1
          time = (number - phase) / rates.each[agent]
        }
      }
      // Ties by agent.
      firings.sort { ($0.time, $0.agent) < ($1.time, $1.agent) }
      events.draws += UInt64(firings.count)
      draws.updates += firings.count
      var index = 0
      while index < firings.count {
        let (start, agent) = firings[index]
        var contested = false
        index += 1
        while index < firings.count, firings[index].time < start + rates.arbitration_s {
          if firings[index].agent != agent { contested = true }
          index += 1
        }
        if contested { continue }
        fired[agent] += 1
        draws.firings += 1
      }
      draws.duration_s += window
    }
    if draws.firings == 0 { draws.firings = 1 }
  }
}
