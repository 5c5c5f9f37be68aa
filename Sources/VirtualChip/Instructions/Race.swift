import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Attention rows. Keys are couplings, queries enter as bit-planes, agent j draws with the weight
/// e^{score_j} by one of the roads; the values are read with the counts of firings as weights.
///
/// Queries, keys and values are signed or affine codes with a scale for each token and head; the
/// scores' products are exact integers. All keys are written before the first query enters; where a token
/// sees only those up to its own, each one's keys are written as it comes, and stay.
extension Instruction.Race: RowInstruction {
  var passage: Passage {
    shape.causal
      ? Passage(
        hasTiles: true, lanesFirst: true, bringsBack: shape.state != .tiles, isOrdered: true)
      : Passage(hasTiles: true, lanesFirst: true, prepared: [key, value])
  }

  func prepare(_ stage: Stage) -> Int {
    guard !shape.causal else { return bringBack(stage) }
    let tokens = stage.rows
    let rules = rules(keys: tokens, stage)
    let exchange = TokenExchange(shape, tokens: tokens, wires: stage.settings.tokenWires)
    exchange?.count(in: &stage.record)
    let cycles = exchange?.cycles(on: stage.chip.timing) ?? 0
    let twin = rules.twin(keys: tokens)
    stage.twin = (rules.writing + cycles + twin.latency, twin.initiation)
    return write(0..<tokens, rules, stage) + cycles + steer(stage, rules)
  }

  /// Keys and values of earlier parts come back from memory: as many as the first token of this part sees.
  private func bringBack(_ stage: Stage) -> Int {
    let earlier = shape.seen(by: stage.token(0), of: 0).count - 1
    return rules(keys: stage.token(stage.rows), stage)
      .bringBack(tokens: earlier, in: &stage.record)
  }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    if case .event = stage.settings.fidelity { return simulate(rows, stage) }
    guard shape.causal else {
      return .tiles(attend(rows, rules(keys: stage.rows, stage), stage))
    }
    let rules = rules(keys: stage.token(rows.upperBound), stage)
    let writing = write(rows, rules, stage)
    stage.twin = rules.twin(keys: stage.token(rows.upperBound))
    return .tiles(attend(rows, rules, stage).map { $0.behind(writing) })
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    guard shape.causal else {
      return .tiles(attendUniformly(rows, rules(keys: stage.rows, stage), stage))
    }
    let rules = rules(keys: stage.token(rows.upperBound), stage)
    let writing = write(rows, rules, stage)
    stage.twin = rules.twin(keys: stage.token(rows.upperBound))
    return .tiles(attendUniformly(rows, rules, stage).map { $0.behind(writing) })
  }

  /// The rows of heads whose scores are all the same, in the mean.
  private func attendUniformly(
    _ rows: Range<Int>, _ rules: RaceRules, _ stage: Stage
  ) -> [TileRun] {
    var races = UniformRaces(shape, settings: stage.settings, timing: stage.chip.timing)
    let runs = races.run(
      rows, keys: { seen(by: $0, stage).count }, rules, in: &stage.record,
      activeShare: stage.assumptions.activeShare)
    return runs
  }

  /// Actions and times of races on so many keys.
  func rules(keys: Int, _ stage: Stage) -> RaceRules {
    RaceRules(
      shape, keys: keys, place: stage.machine.racePlaces[stage.index],
      road: stage.settings.attention.road, on: stage.chip)
  }

  /// Keys that the query of a row sees.
  func seen(by row: Int, _ stage: Stage) -> Range<Int> {
    shape.seen(by: stage.token(row), of: stage.rows)
  }

  // MARK: By the law of counts

  /// Writes the keys and values of rows into the tiles; returns cycles.
  private func write(_ rows: Range<Int>, _ rules: RaceRules, _ stage: Stage) -> Int {
    guard stage.hasValues else {
      rules.countOperands(tokens: rows.count, in: &stage.record)
      return rules.writing
    }
    let (keys, values) = (stage.fields(key, rows), stage.fields(value, rows))
    if shape.causal { stage.session.keep(keys, values, of: stage.index) }
    if case .event = stage.settings.fidelity {
      return stage.session.raceTile(stage.index, self) {
        $0.accept(
          .write(keys: keys, values: values, rules), in: stage.context(rows.lowerBound),
          record: &stage.record, events: &stage.session.events
        ).run.busy
      }
    }
    stage.session.raceOperands[
      stage.index, default: RaceOperands(shape, angles: stage.machine.angles(of: shape))
    ].append(keys: keys, values: values)
    rules.countOperands(tokens: rows.count, in: &stage.record)
    return rules.writing
  }

  /// Draws the rows of all heads; returns the times of each token.
  private func attend(_ rows: Range<Int>, _ rules: RaceRules, _ stage: Stage) -> [TileRun] {
    var races = RaceBatch(
      shape, seen: rows.map { seen(by: $0, stage) }, settings: stage.settings,
      timing: stage.chip.timing)
    races.follow(stage, rules, self)
    let context = races.draw(
      Saturation.saturated(stage.fields(query, rows)),
      stage.session.raceOperands[stage.index]!, firstToken: stage.token(rows.lowerBound),
      betas: rows.map(stage.beta(ofRow:)), streams: rows.map { stage.streams($0) })
    stage.write(context, into: into, rows)
    if shape.causal {
      for row in rows {
        rules.countScores(queries: 1, keys: seen(by: row, stage).count, in: &stage.record)
      }
    } else {
      rules.countScores(queries: rows.count, keys: stage.rows, in: &stage.record)
    }
    rules.count(
      races.sum, setUp: races.operations,
      valueRows: stage.session.countValueReads(races.valueReads, of: stage.index),
      rows: rows.count * shape.heads, scores: races.scores,
      analog: rules.analogWork(keys: races.keys, activeProducts: races.activeProducts),
      in: &stage.record)
    return zip(zip(races.slowest_s, races.slowestReads), races.laneOperations).map {
      // The schedule takes the values of all tokens to be summed in as many cycles.
      rules.run(
        slowest_s: $0.0, slowestRead: $0.1, valueCycles: races.slowestReads[0], laneOperations: $1)
    }
  }

  /// Writes keys and values that were written before, in a session that another one has begun.
  func hold(_ keys: Matrix, _ values: Matrix, instruction: Int, _ session: Session) {
    session.keep(keys, values, of: instruction)
    guard case .event = session.settings.fidelity else {
      session.raceOperands[
        instruction, default: RaceOperands(shape, angles: session.machine.angles(of: shape))
      ].append(keys: keys, values: values)
      return
    }
    let rules = RaceRules(
      shape, keys: keys.rows, place: session.machine.racePlaces[instruction],
      road: session.settings.attention.road, on: session.chip)
    let context = TileContext(
      chip: session.chip, settings: session.settings, die: session.die,
      streams: InstructionStreams(
        seed: session.settings.seed, text: 0,
        instruction: session.machine.valueTiles.streamNumbers[instruction]), start_s: 0, token: 0)
    var (record, events) = (session.records[instruction], EventTally())
    session.raceTile(instruction, self) {
      _ = $0.accept(
        .write(keys: keys, values: values, rules), in: context, record: &record,
        events: &events)
    }
  }

  // MARK: By agents

  private func simulate(_ rows: Range<Int>, _ stage: Stage) -> Work {
    stage.simulate(rows, into: into) { row, context, record, events in
      var context = context
      context.watch = stage.session.watch(of: stage.index, self)
      let keys = seen(by: row.lowerBound, stage)
      let rules = rules(keys: keys.count, stage)
      return stage.session.raceTile(stage.index, self) { tile in
        var writing = 0
        if shape.causal {
          let (keys, values) = (stage.fields(key, row), stage.fields(value, row))
          stage.session.keep(keys, values, of: stage.index)
          writing =
            tile.accept(
              .write(keys: keys, values: values, rules), in: context, record: &record,
              events: &events
            ).run.busy
          stage.twin = rules.twin(keys: stage.token(row.upperBound))
        }
        var result = tile.accept(
          .attend(
            query: stage.fields(query, row), keys: keys,
            beta: stage.beta(ofRow: row.lowerBound),
            factors: stage.session.factors(of: stage.index, self), rules), in: context,
          record: &record,
          events: &events)
        result.run = result.run.behind(writing)
        return result
      }
    }
  }
}

extension Instruction.RaceShape {
  /// Keys that the query of a token sees, of so many where it sees all.
  package func seen(by token: Int, of all: Int) -> Range<Int> {
    guard causal else { return 0..<all }
    return max(0, token + 1 - (window ?? token + 1))..<(token + 1)
  }
}

extension TileRun {
  /// The same behind something that keeps the tile busy.
  fileprivate func behind(_ cycles: Int) -> TileRun {
    TileRun(latency: latency + cycles, busy: busy + cycles)
  }
}
