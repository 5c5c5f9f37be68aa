import ExecutionRecords
import HardwareSpecs

/// S heat-bath updates of a Potts agent at a regular clock, whose uniform numbers are a comb: systematic
/// resampling.
struct PottsCombRoad: Road {
  var words: AttentionWords { AttentionWords(.potts, draws: .systematic) }
  var updateClass: ActionClass { .sampling }
  var operationClass: ActionClass { .sampling }

  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw {
    conditions.race.softmax(&scores, count: count)
    return RowLaw(acceptance: 1, rate: 1)
  }

  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome {
    var outcome = outcome(conditions.samples, gateRate_Hz: conditions.timing.gateRate_Hz)
    outcome.expectedReads = ValueReads.regular(
      shares, count: count, mean: Float(conditions.samples))
    return outcome
  }

  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome {
    SystematicComb(samples: conditions.samples, phase: Double(streams.phases(group: row).0[0]))
      .count(&shares, of: count)
    var outcome = outcome(conditions.samples, gateRate_Hz: conditions.timing.gateRate_Hz)
    outcome.total = Float(conditions.samples)
    return outcome
  }

  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    let samples = context.settings.samples
    let devices = RelaxingDevices(of: context, count: count)
    for (agent, weight) in devices.shifted(weights.span, count: count).enumerated() {
      weights[agent] = Float(weight)
    }
    SystematicComb(samples: samples, phase: Double(context.streams.phases(group: row).0[0]))
      .count(&weights, of: count)
    var outcome = outcome(samples, gateRate_Hz: context.chip.timing.gateRate_Hz)
    outcome.total = Float(samples)
    events.draws += UInt64(samples)
    return outcome
  }

  private func outcome(_ samples: Int, gateRate_Hz: Double) -> RowOutcome {
    var outcome = PottsRoad.outcome(samples)
    outcome.duration_s = Double(samples) / gateRate_Hz
    return outcome
  }

  func operations(agents: Int, updates: Int) -> Int {
    PottsRoad().operations(agents: agents, updates: updates)
  }
}
