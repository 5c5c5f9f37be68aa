import ByteFormats
package import HardwareSpecs
package import RandomStreams

/// A race of all tokens of a vocabulary for the next place: exactly softmax, up to collisions.
///
/// A token's converter sets the rate e^{−kδ} with k = ⌊(max − logit)/(Tδ)⌋ steps of δ nats, the last one at
/// most: the next rate above its own. What is left is thinned away: a firing counts with probability
/// e^{kδ − (max − logit)/T}, which the periphery decides, else the race goes on. Counted firings so have the
/// rates e^{(logit − max)/T} however coarse the converters are, and no agent is off. Two firings within τ are
/// discarded, as in attention.
///
/// Tokens beyond the agents of the race tiles take turns. Each round has its own maximum and is held at the
/// rate R; the token whose waiting time is shortest, in units of the round's own scale, is the first of all.
package struct VocabularyRace {
  /// What a race did.
  package struct Outcome: Equatable {
    /// The token's number.
    package var token = 0
    /// Firings, those that do not count included.
    package var firings = 0
    /// Rounds.
    package var rounds = 0
    /// Seconds of all rounds, settling apart.
    package var duration_s = 0.0
  }

  /// A firing: who, after which time in units of the mean interval at the round's rate, and whether a second
  /// one came within the arbiter's time.
  package struct Firing {
    var place: Int
    var interval: Double
    var collides: Bool
  }

  /// Tokens that race.
  private let tokens: [Int]
  /// Rates that converters set, relative to the largest of the round.
  let rates: [Double]
  /// Probability that a firing counts.
  private let kept: [Double]
  /// The largest logit of each round over T, in nats.
  private let scales: [Double]
  private let law: RaceLaw
  private let arbitration_s: Double
  /// Agents of a round.
  private let agents: Int

  /// A race for the next place.
  ///
  /// - Parameters:
  ///   - logits: of all tokens, finite.
  ///   - tokens: those that take part, one at least.
  ///   - temperature: T, above 0.
  ///   - chip: its race tiles and their times.
  package init(_ logits: Span<Float>, tokens: [Int], temperature: Double, on chip: ChipSpec) {
    self.tokens = tokens
    law = RaceLaw(timing: chip.timing)
    arbitration_s = chip.timing.arbitration_s
    agents = max(1, chip.geometry.raceTiles * chip.geometry.tileColumns)
    let (step, last) = (Double(law.step_nats), Double(law.steps))
    var (rates, kept, scales) = ([Double](), [Double](), [Double]())
    rates.reserveCapacity(tokens.count)
    kept.reserveCapacity(tokens.count)
    for first in stride(from: 0, to: tokens.count, by: agents) {
      let round = tokens[first..<min(tokens.count, first + agents)]
      let largest = Double(round.reduce(-Float.infinity) { max($0, logits[$1]) })
      scales.append(largest / temperature)
      for token in round {
        let depth = (largest - Double(logits[token])) / temperature
        let level = min((depth / step).rounded(.down), last) * step
        rates.append(DeterministicFunctions.exp(-level))
        kept.append(DeterministicFunctions.exp(level - depth))
      }
    }
    self.rates = rates
    self.kept = kept
    self.scales = scales
  }

  /// Runs the race.
  ///
  /// - Parameters:
  ///   - draws: uniform numbers of the periphery.
  ///   - fires: the next firing of a round's agents, by a law or by clocks: places, and the sum of their
  ///     rates as they are cut.
  package func run(
    draws: inout RandomStream, fires: (Range<Int>, Double, inout RandomStream) -> Firing
  ) -> Outcome {
    var outcome = Outcome()
    var best = Double.infinity
    for first in stride(from: 0, to: tokens.count, by: agents) {
      let places = first..<min(tokens.count, first + agents)
      let sum = places.reduce(0) { $0 + rates[$1] }
      let scale = scales[outcome.rounds]
      outcome.rounds += 1
      // No agent fires faster than λ_max.
      let cut = places.reduce(0) { $0 + rate($1, of: sum) }
      var waiting = 0.0
      while true {
        let firing = fires(places, sum, &draws)
        outcome.firings += firing.collides ? 2 : 1
        waiting += firing.interval / (law.totalRate_Hz * cut)
        outcome.duration_s += arbitration_s
        guard !firing.collides, draws.uniform() < kept[firing.place] else { continue }
        outcome.duration_s += waiting
        // Waiting times of rounds compare by the scales that held their rates, in logarithms.
        let scaled = DeterministicFunctions.log(waiting / sum) - scale
        if scaled < best {
          best = scaled
          outcome.token = tokens[firing.place]
        }
        break
      }
    }
    return outcome
  }

  /// The share of the rate R of an agent in a round whose rates have a sum.
  private func rate(_ place: Int, of sum: Double) -> Double {
    min(rates[place] / sum, Double(law.largestShare))
  }

  /// The next firing by the law: the time is exponential, who fires has its share, and a second firing of
  /// another agent comes within τ with probability 1 − e^{−a(1 − p)}.
  package func lawful(_ places: Range<Int>, _ sum: Double, _ draws: inout RandomStream) -> Firing {
    let cut = places.reduce(0) { $0 + rate($1, of: sum) }
    let interval = draws.exponential()
    var rest = draws.uniform() * cut
    var chosen = places.upperBound - 1
    for place in places {
      rest -= rate(place, of: sum)
      if rest < 0 {
        chosen = place
        break
      }
    }
    let others = 1 - rate(chosen, of: sum) / cut
    let collides =
      draws.uniform()
      >= DeterministicFunctions.exp(-Double(law.load) * cut * others)
    return Firing(place: chosen, interval: interval, collides: collides)
  }

  /// The next firing by the agents' clocks, one by one.
  package func clocked(
    _ places: Range<Int>, _ sum: Double, _ clocks: inout ScalarStream
  ) -> Firing {
    var (first, second) = (Double.infinity, Double.infinity)
    var chosen = places.lowerBound
    var cut = 0.0
    for place in places {
      let rate = rate(place, of: sum)
      cut += rate
      let time = -DeterministicFunctions.log(clocks.uniform()) / rate
      if time < first {
        (second, first, chosen) = (first, time, place)
      } else if time < second {
        second = time
      }
    }
    // Times are in 1/R; τ is a/R.
    return Firing(
      place: chosen, interval: first * cut, collides: second - first < Double(law.load))
  }
}
