package import ChipPrograms
import DenseAlgebra
package import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// Keys are written, queries scored, and in each head agents fire until enough firings are counted.
package struct RaceTile: Tile {
  /// What enters.
  package enum Command {
    /// Keys of tokens as couplings, and their values into memory: a row a token.
    case write(keys: Matrix, values: Matrix, RaceRules)
    /// One query, which sees these keys, at β times a factor of each head; no factors where all are 1.
    case attend(
      query: Matrix, keys: Range<Int>, beta: Float, factors: [Float] = [], RaceRules)
  }

  private let shape: Instruction.RaceShape
  private var operands: RaceOperands
  /// The scores' columns where they are not exact.
  private var columns: ScoreColumns?

  /// A tile without keys.
  /// - Parameter angles: those of the shape's rotation, by pair; none without one.
  package init(_ shape: Instruction.RaceShape, angles: [Float] = []) {
    self.shape = shape
    operands = RaceOperands(shape, angles: angles)
  }

  package mutating func accept(
    _ command: Command, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> TileResult {
    switch command {
    case .write(let keys, let values, let rules):
      operands.append(keys: keys, values: values)
      columns = ScoreColumns(operands, shape: shape, in: context)
      rules.countOperands(tokens: keys.rows, in: &record)
      return TileResult(
        fields: Matrix(rows: 0, width: keys.width, elements: []),
        run: TileRun(latency: rules.writing, busy: rules.writing))
    case .attend(let query, let keys, let beta, let factors, let rules):
      return attend(
        query, keys: keys, beta: beta, factors: factors, rules, in: context, record: &record,
        events: &events)
    }
  }

  /// The attention of one query: its context, a row.
  private func attend(
    _ query: Matrix, keys seen: Range<Int>, beta: Float, factors: [Float], _ rules: RaceRules,
    in context: TileContext,
    record: inout InstructionRecord, events: inout EventTally
  ) -> TileResult {
    let query = Saturation.saturated(query)
    let keys = seen.count
    let road = context.settings.attention.road
    let race = RaceLaw(timing: context.chip.timing)
    var result = [Float](repeating: 0, count: query.width)
    var noise = LaneStream(context.streams.key(.plane), stream: context.token)
    var draws = RowOutcome(firings: 0)
    var (slowest_s, valueRows, slowestRead, setUp, onLanes) = (0.0, 0, 0, 0, 0)
    var activeProducts = 0
    withScratch((keys + 63) & ~63, repeating: 0 as Float) { weights in
      var target = result.mutableSpan
      for head in 0..<shape.heads where context.watch?.takes(head) ?? true {
        let beta = factors.isEmpty ? beta : beta * factors[head]
        let group = head / (shape.heads / shape.keyValueHeads)
        let channels = (head * shape.headSize)..<((head + 1) * shape.headSize)
        let row = query.elements.span.extracting(channels)
        if let columns {
          columns.score(
            row, operands, head: head, token: context.token, keys: seen, beta: beta,
            draws: &noise, into: &weights)
        } else {
          operands.score(
            row, head: head, token: context.token, keys: seen, beta: beta, into: &weights)
        }
        activeProducts += operands.activeProducts(
          row, weights.span, head: head, token: context.token, keys: seen)
        _ = race.weights(&weights, count: keys)
        let outcome = road.simulate(
          &weights, count: keys, row: context.token * shape.heads + head,
          firstAgent: rules.firstAgent(ofGroup: group), in: context, events: &events)
        context.watch?.take(
          weights.span, count: keys, head: head, isDrawn: true)
        var head = target._mutatingExtracting(channels)
        let read = operands.readValues(
          weights.span.extracting(0..<keys), from: seen.lowerBound, total: outcome.total,
          group: group, into: &head)
        draws += outcome
        setUp += road.operations(agents: keys, updates: outcome.updates)
        onLanes += road.laneOperations(agents: keys, updates: outcome.updates)
        slowest_s = max(slowest_s, outcome.duration_s)
        slowestRead = max(slowestRead, read)
        valueRows += read
      }
    }
    let scores = shape.heads * keys
    rules.countScores(queries: 1, keys: keys, in: &record)
    rules.count(
      draws, setUp: setUp, valueRows: valueRows, rows: shape.heads, scores: scores,
      analog: rules.analogWork(keys: [keys], activeProducts: activeProducts), in: &record)
    events.pulses += UInt64(rules.pulses(keys: keys))
    if case .converter = context.chip.timing.readOut {
      events.conversions += UInt64(scores * shape.bits * shape.bits)
    }
    return TileResult(
      fields: Matrix(rows: 1, width: query.width, elements: result),
      run: rules.run(
        slowest_s: slowest_s, slowestRead: slowestRead, valueCycles: slowestRead,
        laneOperations: onLanes))
  }
}
