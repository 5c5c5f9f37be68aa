import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// E[g]·x with a gate spin g ∈ {0,1} of P(g = 1) = F(x): the count n of S firings makes x·n/S. F = Φ makes
/// GELU exact, σ(x) SiLU, 1[x > 0] ReLU; a measured device has an F of its own (`GateLaw`).
///
/// What a gate passes on is the field itself; its input comes through the devices' converter. With a second
/// field y it passes on x·y, one product an element.
extension Instruction.Gate: RowInstruction {
  var passage: Passage { Passage(hasTiles: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let rules = rules(stage)
    if case .event = stage.settings.fidelity {
      return stage.simulate(rows, into: into) { row, context, record, events in
        var result = stage.session.tiles.gates.accept(
          GateTile.Row(
            threshold: threshold, fields: stage.fields(value, row), isDouble: factor != nil),
          in: context, record: &record, events: &events)
        if let factor { result.fields.multiply(by: stage.fields(factor, row)) }
        return result
      }
    }
    var (fields, outcomes) = GateCounts(threshold, width: stage.width(of: value), stage)
      .gate(stage.fields(value, rows), rows: rows)
    if let factor { fields.multiply(by: stage.fields(factor, rows)) }
    stage.write(fields, into: into, rows)
    for outcome in outcomes { rules.count(outcome, in: &stage.record) }
    return .tiles(outcomes.map(rules.run))
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let rules = rules(stage)
    let outcome = GateCounts(threshold, width: stage.width(of: value), stage)
      .outcome(share: stage.assumptions.gateShare)
    for _ in rows { rules.count(outcome, in: &stage.record) }
    return .tiles([TileRun](repeating: rules.run(outcome), count: rows.count))
  }

  private func rules(_ stage: Stage) -> GateRules {
    let width = stage.width(of: value)
    if threshold != .zeroTemperature {
      // A twin looks each element up.
      let lookUps = stage.chip.laneCycles(width)
      stage.twin = (lookUps, lookUps)
    }
    return GateRules(threshold, width: width, isDouble: factor != nil, on: stage.chip)
  }
}

/// What the gates of one row did.
struct GateOutcome: Equatable {
  /// Ticks, or firings of integrate-and-fire agents; comparisons at zero temperature.
  var updates: Int
  /// Firings with g = 1.
  var firings: Int
  /// The slowest agent of each round, in seconds; at zero temperature nobody waits.
  var slowest_s: [Double]
}

/// Actions and times of the gates of a row. A Poisson gate draws S times; an integrate-and-fire gate fires
/// n times; at zero temperature one comparison decides.
struct GateRules {
  private let isStep: Bool
  private let width: Int
  /// Whether a second field multiplies what the gates let through.
  private let isDouble: Bool
  private let chip: ChipSpec

  init(_ threshold: GateThreshold, width: Int, isDouble: Bool = false, on chip: ChipSpec) {
    self.isDouble = isDouble
    isStep = threshold == .zeroTemperature
    self.width = width
    self.chip = chip
  }

  /// Gates that fire in each round: the last round has those that are left.
  static func rounds(width: Int, on chip: ChipSpec) -> [Int] {
    let agents = chip.geometry.gateAgents
    return (0..<ceilingDivide(width, agents)).map { min(agents, width - $0 * agents) }
  }

  /// Counts what a row did.
  func count(_ outcome: GateOutcome, in record: inout InstructionRecord) {
    record.add(.dacSet, .deterministic, on: .gateTiles, width)
    record.add(
      .digitalOperation, .deterministic, on: .gateTiles, isDouble ? 2 * width : width)
    record.addTwin(
      TwinWork(component: .gateTiles, tableLookups: UInt64(width), analog: AnalogWork()))
    record.add(
      .agentUpdate, isStep ? .deterministic : .sampling, on: .gateTiles, outcome.updates)
    guard !isStep else { return }
    record.add(.counterStep, .sampling, on: .gateTiles, outcome.firings)
  }

  /// A round ends with its slowest agent, behind the settling of its fields; a step takes a cycle.
  func run(_ outcome: GateOutcome) -> TileRun {
    let settling = chip.cycles(seconds: chip.timing.betaSettling_s)
    let cycles =
      isStep
      ? outcome.slowest_s.count
      : outcome.slowest_s.reduce(0) { $0 + settling + chip.cycles(seconds: $1) }
    return TileRun(latency: cycles, busy: cycles)
  }
}
