import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// The next token. The largest logit is a comparison of the periphery; a race draws once, at every fidelity:
/// here the randomness is the product. The number of the token is the result.
extension Instruction.Choose: RowInstruction {
  var passage: Passage {
    choice.temperature == nil ? Passage(isSingle: true) : Passage(isSingle: true, hasTiles: true)
  }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let fields = Saturation.saturated(stage.fields(logits, rows))
    guard let temperature = choice.temperature else { return takeLargest(fields, rows, stage) }
    let logits = fields.elements.span
    let tokens = VocabularyMask.tokens(logits, choice)
    let race = VocabularyRace(
      logits, tokens: tokens, temperature: temperature, on: stage.chip)
    let streams = stage.streamsOfText
    var draws = streams.stream(.race, row: 0)
    let outcome: VocabularyRace.Outcome
    if case .event = stage.settings.fidelity {
      var clocks = ScalarStream(VectorGenerator(streams.key(.duration), stream: 0))
      outcome = race.run(draws: &draws) { places, sum, _ in
        stage.session.events.draws += UInt64(places.count)
        return race.clocked(places, sum, &clocks)
      }
    } else {
      outcome = race.run(draws: &draws) { race.lawful($0, $1, &$2) }
    }
    stage.write(
      Matrix(rows: 1, width: 1, elements: [Float(outcome.token)]), into: into, rows)
    return .tiles([count(outcome, logits: fields.width, racing: tokens.count, stage)])
  }

  /// The first of the largest logits: a comparison each, and a tree.
  private func takeLargest(_ fields: Matrix, _ rows: Range<Int>, _ stage: Stage) -> Work {
    var best = 0
    for token in fields.elements.indices where fields.elements[token] > fields.elements[best] {
      best = token
    }
    stage.write(Matrix(rows: 1, width: 1, elements: [Float(best)]), into: into, rows)
    return countLargest(stage)
  }

  private func countLargest(_ stage: Stage) -> Work {
    let width = stage.width(of: logits)
    stage.record.add(.digitalOperation, .deterministic, on: .periphery, width)
    return .lanes(cycles: stage.laneCycles(width), depth: ceilingLog2(width))
  }

  /// Of a race each round's first firing is taken to count.
  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    guard choice.temperature != nil else { return countLargest(stage) }
    let (width, geometry) = (stage.width(of: logits), stage.chip.geometry)
    let timing = stage.chip.timing
    var outcome = VocabularyRace.Outcome()
    outcome.rounds = ceilingDivide(width, max(1, geometry.raceTiles * geometry.tileColumns))
    outcome.firings = outcome.rounds
    outcome.duration_s =
      Double(outcome.rounds) * (timing.arbitration_s + 1 / RaceLaw(timing: timing).totalRate_Hz)
    return .tiles([count(outcome, logits: width, racing: width, stage)])
  }

  /// Actions of a race and its time.
  ///
  /// Each logit: maximum, distance, 1/T and level (4 operations), the sum of rates and its scaling (2). Each
  /// firing: what is left of its rate by a table and a comparison (2). Each round: the comparison of its time
  /// with the best one's, scaled (2).
  private func count(
    _ outcome: VocabularyRace.Outcome, logits: Int, racing: Int, _ stage: Stage
  ) -> TileRun {
    let chip = stage.chip
    let operations = VocabularyMask.operations(logits, choice) + 4 * logits + 2 * racing
    stage.record.add(.digitalOperation, .deterministic, on: .raceTiles, operations)
    stage.record.add(
      .digitalOperation, .deterministic, on: .raceTiles, 2 * (outcome.firings + outcome.rounds))
    stage.record.add(.dacSet, .deterministic, on: .raceTiles, racing)
    stage.record.add(.agentUpdate, .sampling, on: .raceTiles, outcome.firings)
    stage.record.add(.agentRead, .deterministic, on: .raceTiles, outcome.firings)
    // The twin: a table look-up and a sum each, and the place of a random number among the sums.
    stage.record.addTwin(
      TwinWork(
        component: .raceTiles, tableLookups: UInt64(racing), digitalOperations: UInt64(2 * racing),
        analog: AnalogWork()))
    let preparing = chip.laneCycles(operations)
    stage.twin = (
      preparing + chip.laneCycles(3 * racing), preparing + chip.laneCycles(3 * racing)
    )
    let settling = chip.cycles(seconds: chip.timing.betaSettling_s)
    let cycles =
      preparing + outcome.rounds * settling + chip.cycles(seconds: outcome.duration_s)
      + chip.timing.synchroniserCycles
    return TileRun(latency: cycles, busy: cycles)
  }
}
