import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// A race between Poisson agents in which each draw starts at a low rate, which grows as e^{γt}; it stops
/// after S counted firings. The law is in `RaceLaw+Ramp`.
struct RampedRace: Road {
  var words: AttentionWords { AttentionWords(rate: .ramped) }
  var updateClass: ActionClass { .sampling }
  var operationClass: ActionClass { .deterministic }

  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw {
    conditions.race.rampedShares(&scores, count: count)
  }

  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome {
    var outcome = RowOutcome(firings: conditions.samples)
    outcome.expectedReads = ValueReads.independent(
      shares, count: count, draws: conditions.samples)
    outcome.updates = Int((Float(conditions.samples) / law.acceptance).rounded())
    outcome.duration_s = duration_s(
      waits: Double(outcome.updates) * RampedWait.mean, draws: outcome.updates, conditions)
    return outcome
  }

  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome {
    streams.multinomial(&shares, count: count, samples: conditions.samples, row: row)
    var outcome = RowOutcome(firings: conditions.samples)
    outcome.total = Float(conditions.samples)
    outcome.updates =
      conditions.samples
      + streams.discarded(accepted: conditions.samples, acceptance: law.acceptance, row: row)
    var stream = streams.stream(.duration, row: row)
    outcome.duration_s = duration_s(
      waits: RampedWait.sum(outcome.updates, &stream), draws: outcome.updates, conditions)
    return outcome
  }

  /// Waits in units of 1/γ, and each draw's arbitration.
  private func duration_s(waits: Double, draws: Int, _ conditions: RowConditions) -> Double {
    waits / conditions.race.totalRate_Hz + Double(draws) * conditions.timing.arbitration_s
  }

  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    PoissonRaces.simulate(
      &weights, count: count, row: row, firstAgent: firstAgent, isRamped: true, in: context,
      events: &events)
  }

  /// Sums of waits are nearly normal: the slowest head is above the mean by their deviation.
  func expectedSlowest_s(
    _ laws: [RowLaw], _ outcomes: [RowOutcome], heads: Int, _ conditions: RowConditions
  ) -> [Double] {
    let slowest_s = RowOutcome.slowest_s(outcomes, heads: heads)
    return slowest_s.indices.map { token in
      let rows = (token * heads)..<((token + 1) * heads)
      let draws = outcomes[rows].reduce(0) { max($0, $1.updates) }
      return slowest_s[token] + (RampedWait.variance * Double(draws)).squareRoot()
        * NormalMaximum.expected(of: heads) / conditions.race.totalRate_Hz
    }
  }

  /// The least λ_max/γ whose law is known: above it two agents in a hundred saturate before one fires,
  /// even if it has all the weight, since the hazard that has passed is exponential.
  private static let leastHeadroom = 4.0

  func faultOfCounts(on timing: ChipTiming) -> String? {
    let growth_Hz = timing.raceLoad / timing.arbitration_s
    guard timing.maximumRate_Hz < Self.leastHeadroom * growth_Hz else { return nil }
    return
      "race rate ramped: found a maximum rate of \(timing.maximumRate_Hz) Hz, expected at least "
      + "\(Self.leastHeadroom * growth_Hz) Hz, four times load / arbitration: agents would saturate "
      + "before they fire, which only fidelity event follows"
  }
}
