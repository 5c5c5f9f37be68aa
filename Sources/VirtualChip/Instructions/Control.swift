import ByteFormats
import ChipPrograms
import CriticalControl
import ExecutionRecords
import HardwareSpecs

/// Hands the β of a race to the thermostat: its registers are written, its heads stand at the program's β.
extension Instruction.Control: SetupInstruction {
  func enter(_ session: Session) {
    guard session.settings.steers else { return }
    for (index, control) in VirtualChip.thermostats(
      of: [Instruction(name: "", layer: nil, operation: self)], in: session.program)
    {
      session.thermostats[index] = control
    }
  }

  func setUp(on machine: VirtualChip, _ record: inout InstructionRecord) -> Work {
    // Constant, slope and band of each head, 16 bits each, and its β register.
    let heads = race(in: machine.program)?.shape.heads ?? 0
    record.add(
      .onChipMemoryBit, .deterministic, on: .thermostat,
      heads * (3 * 16 + machine.chip.control.betaBits))
    record.add(.dacSet, .deterministic, on: .thermostat, heads)
    return .wait(cycles: machine.chip.cycles(seconds: machine.chip.timing.betaSettling_s))
  }

  /// What the heads of a text of N tokens are held at; `nil` for texts that are too short.
  func gaps(tokens: Int, heads: Int) -> [EntropyGap]? {
    switch target {
    case .gaps(let gaps, let least):
      guard tokens >= least else { return nil }
      return gaps.map { EntropyGap(constant: $0.constant, slope: $0.slope, band: $0.band) }
    case .entropy(let nats):
      // H_t whatever N: a gap of ln N − H_t.
      let gap = EntropyGap(constant: -nats, slope: 1, band: EntropyGap.printed.band)
      return Array(repeating: gap, count: heads)
    case .acceptance: return nil
    }
  }
}

extension VirtualChip {
  /// The races that instructions hand to thermostats.
  static func thermostats(
    of instructions: [Instruction], in program: Program
  ) -> [Int: Instruction.Control] {
    var races: [Int: Instruction.Control] = [:]
    for instruction in instructions {
      guard let control = instruction.operation as? Instruction.Control,
        case .race(let value) = control.actuator,
        let index = program.instructions.firstIndex(where: { $0.operation.result == value })
      else { continue }
      races[index] = control
    }
    return races
  }
}

extension Instruction.Race {
  /// Lets the thermostat find the β of each head for a text: all rows race, the counts are read, heads outside their
  /// band move, and race again, until all are inside or no step is left.
  ///
  /// - Returns: cycles until the rows may pass.
  func steer(_ stage: Stage, _ rules: RaceRules) -> Int {
    let (session, chip) = (stage.session, stage.chip)
    guard let control = session.thermostats[stage.index],
      let gaps = control.gaps(tokens: stage.rows, heads: shape.heads)
    else { return 0 }
    // Queries come with 1/√d; the laws have β in front of scores without it.
    let start =
      Double(stage.beta(ofRow: 0)).magnitude / Double(shape.headSize).squareRoot()
    guard start > 0 else { return 0 }
    let converter = BetaConverter(bits: chip.control.betaBits, range: chip.control.betaRange)
    var heads = gaps.map {
      HeadThermostat(
        $0, keys: stage.rows, beta: start, law: control.law == .printed ? .printed : .corrected,
        gain: control.gain, converter: converter)
    }
    session.steered[stage.index] = heads.map(\.factor)
    var cycles = 0
    for step in 0..<chip.control.mostSteps {
      let active = Set(heads.indices.filter { !heads[$0].isSettled })
      guard !active.isEmpty else { break }
      let watch = RaceWatch(
        heads: shape.heads, only: active, sensor: stage.settings.entropySensor)
      cycles += probe(watch, step: step, heads: active.count, stage, rules)
      var moved = 0
      for head in active {
        guard let reading = watch.reading(of: head, at: heads[head].beta) else { continue }
        let old = heads[head].factor
        heads[head].update(reading)
        moved += heads[head].factor == old ? 0 : 1
      }
      session.steered[stage.index] = heads.map(\.factor)
      count(readings: active.count, moved: moved, stage)
      // Estimators take turns; converters settle together.
      cycles += ceilingDivide(active.count, chip.control.thermostats) * Self.lawCycles
      if moved > 0 { cycles += chip.cycles(seconds: chip.timing.betaSettling_s) }
    }
    return cycles
  }

  /// Cycles of a step of the law: two divisions, an exponential from a table, the comparisons.
  static let lawCycles = 16

  /// What readings and settings take beside the draws: the law, a register and a converter for each head that moves.
  private func count(readings: Int, moved: Int, _ stage: Stage) {
    stage.record.add(
      .digitalOperation, .deterministic, on: .thermostat, readings * Self.lawCycles)
    stage.record.add(
      .onChipMemoryBit, .deterministic, on: .thermostat, moved * stage.chip.control.betaBits)
    stage.record.add(.dacSet, .deterministic, on: .thermostat, moved)
  }

  /// All rows race in the heads that the watch takes; returns cycles. The actions are the thermostat's.
  private func probe(
    _ watch: RaceWatch, step: Int, heads: Int, _ stage: Stage, _ rules: RaceRules
  ) -> Int {
    let tokens = stage.rows
    var draws = InstructionRecord(instruction: stage.index, name: "", layer: nil)
    var runs: [TileRun]
    if case .event = stage.settings.fidelity {
      runs = simulate(watch, step: step, rules, stage, &draws)
    } else {
      var races = RaceBatch(
        shape, seen: (0..<tokens).map { seen(by: $0, stage) }, settings: stage.settings,
        timing: stage.chip.timing)
      races.follow(stage, rules, self)
      races.watch = watch
      _ = races.draw(
        Saturation.saturated(stage.fields(query, 0..<tokens)),
        stage.session.raceOperands[stage.index]!, firstToken: stage.token(0),
        betas: (0..<tokens).map(stage.beta(ofRow:)),
        streams: (0..<tokens).map { stage.streams($0, step: step) })
      races.sum.count(by: stage.settings.attention.road, in: &draws)
      runs = races.slowest_s.map {
        rules.run(slowest_s: $0, slowestRead: 0, valueCycles: 0, laneOperations: 0)
      }
    }
    var scores = InstructionRecord(instruction: stage.index, name: "", layer: nil)
    rules.countScores(queries: tokens, keys: tokens, in: &scores)
    for action in Action.allCases {
      for actionClass in ActionClass.allCases {
        // Scores are those of all heads, each with as many: of those that raced there is their share. No value is read.
        let own =
          scores.total[action, actionClass] * UInt64(heads) / UInt64(shape.heads)
          + (actionClass == .deterministic ? 0 : draws.total[action, actionClass])
        stage.record.counts[.thermostat, default: ActionCounts()].add(action, actionClass, own)
      }
    }
    // An estimator looks up n ln n of each key and adds it: two operations a key, and two for the squares.
    stage.record.add(
      .digitalOperation, .deterministic, on: .thermostat, 4 * heads * tokens * tokens)
    return (runs.first.map { $0.latency - $0.busy } ?? 0) + runs.reduce(0) { $0 + $1.busy }
  }

  /// The same by simulated agents.
  private func simulate(
    _ watch: RaceWatch, step: Int, _ rules: RaceRules, _ stage: Stage,
    _ record: inout InstructionRecord
  ) -> [TileRun] {
    let factors = stage.session.factors(of: stage.index, self)
    return (0..<stage.rows).map { row in
      var context = stage.context(row, step: step)
      context.watch = watch
      return stage.session.raceTile(stage.index, self) { tile in
        tile.accept(
          .attend(
            query: stage.fields(query, row..<(row + 1)), keys: seen(by: row, stage),
            beta: stage.beta(ofRow: row), factors: factors, rules), in: context,
          record: &record, events: &stage.session.events
        ).run
      }
    }
  }
}
