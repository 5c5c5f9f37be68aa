import ExecutionRecords
import HardwareSpecs

/// A race between Poisson agents whose rates are scaled so that they fire at the race's load together; it
/// stops after S counted firings.
struct ScaledRace: Road {
  var words: AttentionWords { AttentionWords() }
  var updateClass: ActionClass { .sampling }
  var operationClass: ActionClass { .deterministic }

  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw {
    conditions.race.shares(&scores, count: count)
  }

  /// S accepted draws take S/A draws in the mean.
  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome {
    var outcome = RowOutcome(firings: conditions.samples)
    outcome.expectedReads = ValueReads.independent(
      shares, count: count, draws: conditions.samples)
    outcome.updates = Int((Float(conditions.samples) / law.acceptance).rounded())
    outcome.duration_s = duration_s(
      intervals: Double(outcome.updates), draws: outcome.updates, law, conditions)
    return outcome
  }

  /// S accepted draws take S plus a negative binomial number.
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
    outcome.duration_s = duration_s(
      intervals: streams.erlang(outcome.updates, row: row), draws: outcome.updates, law,
      conditions)
    return outcome
  }

  /// Mean intervals between firings at the rate R′, and each draw's arbitration.
  private func duration_s(
    intervals: Double, draws: Int, _ law: RowLaw, _ conditions: RowConditions
  ) -> Double {
    intervals / Double(law.rate) / conditions.race.totalRate_Hz
      + Double(draws) * conditions.timing.arbitration_s
  }

  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    PoissonRaces.simulate(
      &weights, count: count, row: row, firstAgent: firstAgent, in: context, events: &events)
  }

  /// The slowest head waits for the largest of as many Erlang times, of the mean number of draws.
  func expectedSlowest_s(
    _ laws: [RowLaw], _ outcomes: [RowOutcome], heads: Int, _ conditions: RowConditions
  ) -> [Double] {
    let draws =
      Double(outcomes.reduce(0) { $0 + $1.updates }) / Double(max(1, outcomes.count))
    let erlang = ErlangMaximum.expected(shape: draws, of: heads)
    return stride(from: 0, to: outcomes.count, by: heads).map { first in
      let rows = first..<(first + heads)
      let rate = Double(laws[rows].reduce(1) { min($0, $1.rate) })
      let most = outcomes[rows].reduce(0) { max($0, $1.updates) }
      return erlang / rate / conditions.race.totalRate_Hz
        + Double(most) * conditions.timing.arbitration_s
    }
  }
}
