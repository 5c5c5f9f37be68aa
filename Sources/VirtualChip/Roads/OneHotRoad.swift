import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// A group of spins, one a key, that a penalty holds near exactly one 1: a read-out with another number
/// of ones is discarded. Given one 1 it is softmax (`OneHotLaw`).
struct OneHotRoad: Road {
  /// The legal penalties in nats: weaker ones are broken more often than kept, and e^{16} periods of a
  /// clock are a millisecond at a gigahertz.
  static let penalties = 0.5...16.0
  /// The penalty where none is stated.
  static let defaultPenalty_nats = 6.0
  /// A group that gives no valid read-out so often for each sample is broken; what it has is taken.
  private static let mostAttempts = 64

  /// βA.
  let penalty_nats: Double

  /// A group with a penalty.
  init(penalty_nats: Double) {
    precondition(
      Self.penalties.contains(penalty_nats),
      "penalty: \(penalty_nats) nats, expected \(Self.penalties)")
    self.penalty_nats = penalty_nats
  }

  var words: AttentionWords { AttentionWords(.oneHot, penalty_nats: penalty_nats) }
  var updateClass: ActionClass { .relaxation }
  var operationClass: ActionClass { .relaxation }

  private func relaxation(_ timing: ChipTiming) -> Relaxation {
    .oneHot(penalty_nats: penalty_nats, rate_Hz: timing.latticeRate_Hz)
  }

  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw {
    var law = RowLaw(acceptance: 1, rate: 1)
    conditions.race.softmax(&scores, count: count) { weights in
      let group = OneHotLaw(weights: weights, penalty: penalty_nats)
      law.acceptance = Float(group.validity)
      law.changes = Float(group.flips)
    }
    return law
  }

  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome {
    let readOuts = Int((Float(conditions.samples) / law.acceptance).rounded())
    var outcome = outcome(readOuts, agents: count, law, conditions) { Int($0.rounded()) }
    outcome.expectedReads = ValueReads.independent(
      shares, count: count, draws: conditions.samples)
    return outcome
  }

  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome {
    streams.multinomial(&shares, count: count, samples: conditions.samples, row: row)
    let readOuts =
      conditions.samples
      + streams.discarded(accepted: conditions.samples, acceptance: law.acceptance, row: row)
    var outcome = outcome(readOuts, agents: count, law, conditions) {
      streams.count(mean: $0, row: row)
    }
    outcome.total = Float(conditions.samples)
    return outcome
  }

  /// All spins tick from the start to the last valid read-out; each tick combines the others' states.
  private func outcome(
    _ readOuts: Int, agents: Int, _ law: RowLaw, _ conditions: RowConditions,
    ticks: (Double) -> Int
  ) -> RowOutcome {
    var outcome = relaxation(conditions.timing).outcome(
      firings: conditions.samples, readOuts: readOuts, agents: agents, clocks: agents,
      changes: law.changes, ticks: ticks)
    outcome.couplingEvaluations =
      outcome.updates * (agents - 1) * conditions.timing.scoreBits
    outcome.messages *= agents - 1
    return outcome
  }

  /// S valid read-outs of a group that starts with no ones.
  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    let samples = context.settings.samples
    let timing = context.chip.timing
    let devices = RelaxingDevices(of: context, count: count)
    // The fugacity is set for the scores that the periphery knows, not for the devices' offsets.
    let fugacity = OneHotLaw.optimalFugacity(
      weights.span.extracting(0..<count))
    var group = OneHotGroup(
      weights: devices.shifted(weights.span, count: count), fugacity: fugacity,
      penalty: penalty_nats,
      devices: devices, clocks: context.streams.stream(.duration, row: row),
      updates: VectorGenerator(
        context.streams.key(.spinUpdate), stream: UInt32(truncatingIfNeeded: row)))
    let relaxation = relaxation(timing)
    let periods = relaxation.interval_s * timing.latticeRate_Hz
    for key in 0..<count { weights[key] = 0 }
    var firings = 0
    var readOuts = 0
    group.advance(periods: periods * Double(Relaxation.burnIn))
    while firings < samples, readOuts < samples * Self.mostAttempts {
      group.advance(periods: periods)
      readOuts += 1
      if let key = group.valid {
        weights[key] += 1
        firings += 1
      }
    }
    // A broken group gives no context.
    var outcome = RowOutcome(firings: max(1, firings))
    outcome.total = Float(outcome.firings)
    outcome.retries = readOuts - firings
    outcome.updates = group.ticks
    outcome.couplingEvaluations = group.ticks * (count - 1) * timing.scoreBits
    outcome.messages = group.flips * (count - 1)
    outcome.stateReads = readOuts * count
    outcome.duration_s = relaxation.duration_s(readOuts: readOuts)
    events.draws += UInt64(group.ticks)
    events.messages += UInt64(outcome.messages)
    return outcome
  }

  /// The optimal fugacity needs e₂: a look-up and three operations each, one root.
  func operations(agents: Int, updates: Int) -> Int { 4 * agents + 1 }

  /// Read-outs until the last valid one are nearly normal: the slowest head is above the mean by their
  /// deviation.
  func expectedSlowest_s(
    _ laws: [RowLaw], _ outcomes: [RowOutcome], heads: Int, _ conditions: RowConditions
  ) -> [Double] {
    let slowest_s = RowOutcome.slowest_s(outcomes, heads: heads)
    let interval_s = relaxation(conditions.timing).interval_s
    let samples = Double(conditions.samples)
    return slowest_s.indices.map { token in
      let rows = laws[(token * heads)..<((token + 1) * heads)]
      let validity = Double(rows.reduce(1) { min($0, $1.acceptance) })
      return slowest_s[token] + interval_s * (samples * (1 - validity)).squareRoot() / validity
        * NormalMaximum.expected(of: heads)
    }
  }
}

extension Relaxation {
  /// 3 · ½ e^{βA}/λ: a one-hot group relaxes within 0.51 e^{βA}/λ whatever its scores.
  package static func oneHot(penalty_nats: Double, rate_Hz: Double) -> Relaxation {
    Relaxation(
      interval_s: 1.5 * DeterministicFunctions.exp(penalty_nats) / rate_Hz, rate_Hz: rate_Hz)
  }
}
