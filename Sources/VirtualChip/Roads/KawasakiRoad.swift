import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// A particle that hops between the keys of a row by pair heat bath: the number of ones is conserved, so
/// that each read-out counts. Its stationary law is softmax (`KawasakiLaw`).
struct KawasakiRoad: Road {
  var words: AttentionWords { AttentionWords(.kawasaki) }
  var updateClass: ActionClass { .relaxation }
  var operationClass: ActionClass { .relaxation }

  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw {
    conditions.race.softmax(&scores, count: count)
    var law = RowLaw(acceptance: 1, rate: 1)
    law.changes = KawasakiLaw.hops(scores.span, count: count)
    return law
  }

  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome {
    var outcome = outcome(agents: count, law, conditions) { Int($0.rounded()) }
    outcome.expectedReads = ValueReads.independent(
      shares, count: count, draws: conditions.samples)
    return outcome
  }

  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome {
    streams.multinomial(&shares, count: count, samples: conditions.samples, row: row)
    var outcome = outcome(agents: count, law, conditions) { streams.count(mean: $0, row: row) }
    outcome.total = Float(conditions.samples)
    return outcome
  }

  /// The clocks of the pairs that hold the particle tick; each tick compares two scores, and a hop
  /// tells both ends' neighbours.
  private func outcome(
    agents: Int, _ law: RowLaw, _ conditions: RowConditions, ticks: (Double) -> Int
  ) -> RowOutcome {
    let relaxation = Relaxation.kawasaki(rate_Hz: conditions.timing.latticeRate_Hz)
    var outcome = relaxation.outcome(
      firings: conditions.samples, readOuts: conditions.samples, agents: agents,
      clocks: agents - 1, changes: law.changes, ticks: ticks)
    outcome.couplingEvaluations = outcome.updates * conditions.timing.scoreBits
    outcome.messages *= 2 * (agents - 1)
    return outcome
  }

  /// S read-outs of a particle that starts at any key.
  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    let samples = context.settings.samples
    let timing = context.chip.timing
    let devices = RelaxingDevices(of: context, count: count)
    var particle = KawasakiParticle(
      weights: devices.shifted(weights.span, count: count), devices: devices,
      clocks: context.streams.stream(.duration, row: row),
      draws: VectorGenerator(
        context.streams.key(.spinUpdate), stream: UInt32(truncatingIfNeeded: row)))
    let relaxation = Relaxation.kawasaki(rate_Hz: timing.latticeRate_Hz)
    let periods = relaxation.interval_s * timing.latticeRate_Hz
    for key in 0..<count { weights[key] = 0 }
    particle.advance(periods: periods * Double(Relaxation.burnIn))
    for _ in 0..<samples {
      particle.advance(periods: periods)
      weights[particle.key] += 1
    }
    var outcome = RowOutcome(firings: samples)
    outcome.total = Float(samples)
    outcome.updates = particle.attempts
    outcome.couplingEvaluations = particle.attempts * timing.scoreBits
    outcome.messages = 2 * particle.hops * (count - 1)
    outcome.stateReads = samples * count
    outcome.duration_s = relaxation.duration_s(readOuts: samples)
    events.draws += UInt64(particle.attempts)
    events.messages += UInt64(outcome.messages)
    return outcome
  }
}

extension Relaxation {
  /// 3/w: a particle relaxes within 1/w.
  package static func kawasaki(rate_Hz: Double) -> Relaxation {
    Relaxation(interval_s: 3 / rate_Hz, rate_Hz: rate_Hz)
  }
}
