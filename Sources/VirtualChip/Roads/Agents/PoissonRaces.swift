import RandomStreams

/// Races between the Poisson agents of one attention row, firing by firing.
///
/// A firing of agent i opens the arbiter's window τ. If another agent fires within it, both firings are
/// discarded; else i is counted. Either way the next race starts after the window. So a race at the
/// total rate R′ ends with i uncontested in proportion to p_i e^{−a(1−p_i)}, a = R′τ, and takes
/// 1/R′ + τ in the mean.
enum PoissonRaces {
  /// Races for each sample after which a row ends with what was counted: devices can make the agents so
  /// fast that next to no firing is uncontested.
  private static let mostRaces = 1000

  /// Draws the firings of the agents of one row; parameters as in `Road.simulate`.
  ///
  /// - Parameters:
  ///   - isRamped: whether the rates of each race grow.
  ///   - isWindow: whether races go on for the time in which S firings are expected, in place of until S
  ///     are counted.
  static func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    isRamped: Bool = false, isWindow: Bool = false, in context: TileContext,
    events: inout EventTally
  ) -> RowOutcome {
    let samples = context.settings.samples
    let rates = RaceRates(
      weights.span, count: count, row: row, firstAgent: firstAgent, isRamped: isRamped, in: context)
    for index in 0..<count { weights[index] = 0 }
    var outcome = RowOutcome(firings: 0)
    // Where all agents are stuck down nothing ever fires: the counts are 0, and so is the context.
    guard rates.total > 0 else { return ended(outcome) }
    var stream = context.streams.stream(.race, row: row)
    let window = isWindow ? Double(samples) * rates.meanRace_s : .infinity
    for retry in 0...WindowRace.mostRetries where outcome.firings == 0 {
      outcome.retries = retry
      var time = 0.0
      while outcome.firings < samples || isWindow {
        guard outcome.updates < mostRaces * samples else { break }
        let race = rates.race(&stream)
        events.draws += race.firings
        // A window ends whatever is going on.
        guard time + race.duration_s <= window else { break }
        time += race.duration_s
        outcome.updates += 1
        guard let winner = race.winner else { continue }
        weights[winner] += 1
        outcome.firings += 1
      }
      outcome.duration_s += isWindow ? window : time
    }
    return ended(outcome)
  }

  /// A row in which nothing was counted is divided by one.
  static func ended(_ outcome: RowOutcome) -> RowOutcome {
    var outcome = outcome
    outcome.firings = max(1, outcome.firings)
    outcome.total = Float(outcome.firings)
    return outcome
  }
}
