import ByteFormats
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// S heat-bath updates of one agent with a state for each key, which is read after each of them: each
/// draws a state from softmax whatever the last one was.
struct PottsRoad: Road {
  var words: AttentionWords { AttentionWords(.potts) }
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
    var outcome = Self.outcome(conditions.samples)
    outcome.expectedReads = ValueReads.independent(
      shares, count: count, draws: conditions.samples)
    outcome.duration_s = Double(conditions.samples) / conditions.timing.gateRate_Hz
    return outcome
  }

  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome {
    streams.multinomial(&shares, count: count, samples: conditions.samples, row: row)
    var outcome = Self.outcome(conditions.samples)
    outcome.total = Float(conditions.samples)
    outcome.duration_s =
      streams.erlang(conditions.samples, row: row) / conditions.timing.gateRate_Hz
    return outcome
  }

  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome {
    let samples = context.settings.samples
    let devices = RelaxingDevices(of: context, count: count)
    var agent = PottsAgent(
      weights: devices.shifted(weights.span, count: count), devices: devices,
      rate_Hz: context.chip.timing.gateRate_Hz, law: context.die.devices.law,
      noise: context.streams.stream(.race, row: row),
      draws: VectorGenerator(
        context.streams.key(.spinUpdate), stream: UInt32(truncatingIfNeeded: row)))
    for key in 0..<count { weights[key] = 0 }
    agent.update(times: samples, counting: &weights)
    var outcome = Self.outcome(samples)
    outcome.total = Float(samples)
    outcome.duration_s = agent.time_s
    events.draws += UInt64(samples)
    return outcome
  }

  /// S updates, each read.
  static func outcome(_ samples: Int) -> RowOutcome {
    var outcome = RowOutcome(firings: samples)
    outcome.updates = samples
    outcome.stateReads = samples
    return outcome
  }

  /// The cumulative sums of exponentials (a look-up and an addition each), and a binary search of them
  /// for each draw.
  func operations(agents: Int, updates: Int) -> Int {
    2 * agents + updates * ceilingLog2(agents)
  }

  func expectedSlowest_s(
    _ laws: [RowLaw], _ outcomes: [RowOutcome], heads: Int, _ conditions: RowConditions
  ) -> [Double] {
    let erlang = ErlangMaximum.expected(shape: Double(conditions.samples), of: heads)
    return [Double](
      repeating: erlang / conditions.timing.gateRate_Hz, count: outcomes.count / heads)
  }
}
