import ByteFormats
package import ChipPrograms
package import ExecutionRecords
import HardwareSpecs
import MoebiusGeometry
import RandomStreams

/// `race`, event by event: keys are written, queries scored, and in each head agents fire until enough
/// firings are counted.
package struct RaceTile {
  private let shape: Instruction.RaceShape
  private let operands: RaceOperands
  /// The scores' columns where they are not exact.
  private let columns: ScoreColumns?
  private let law: RaceLaw
  private let tokens: Int
  private let layout: RaceTimes.Layout

  /// Writes the keys of all tokens as couplings and their values into memory.
  ///
  /// - Parameters:
  ///   - shape: Heads and bits.
  ///   - key: Keys of all tokens.
  ///   - value: Values of all tokens.
  ///   - beta: The factor on query·key.
  ///   - law: The race's rates.
  ///   - context: The run.
  ///   - record: Receives the actions.
  ///   - writing: Receives the cycles that this takes.
  package init(
    _ shape: Instruction.RaceShape, key: Matrix, value: Matrix, beta: Float, law: RaceLaw,
    in context: TileContext, record: inout InstructionRecord, writing: inout Int
  ) {
    self.shape = shape
    self.law = law
    tokens = key.rows
    let key = Saturation.saturated(key)
    operands = RaceOperands(key, Saturation.saturated(value), shape: shape, beta: beta)
    columns = ScoreColumns(
      key, shape: shape, positions: operands.positions, beta: beta, in: context)
    layout = RaceTimes.Layout(shape, tokens: key.rows, chip: context.chip)
    let elements = key.rows * shape.keyValueHeads * shape.headSize
    // Range and code of keys and values (3 operations an element each), and the sums of keys (1) that
    // cancel the zero of the queries' codes.
    record.add(.digitalOperation, .deterministic, on: .periphery, 7 * elements)
    record.add(.couplingWrite, .deterministic, on: .raceTiles, elements * shape.bits)
    record.add(.onChipMemoryBit, .deterministic, on: .memory, elements * shape.bits)
    if case .elliptic? = shape.position {
      // Six operations a pair; a token's cosines and sines come from a table that all heads share.
      record.add(.digitalOperation, .deterministic, on: .periphery, 3 * elements)
      record.add(
        .onChipMemoryBit, .deterministic, on: .memory,
        tokens * shape.headSize * Precision.accumulatorBits)
    }
    let exchange = TokenExchange.account(
      shape, tokens: tokens, wires: context.settings.tokenWires, timing: context.chip.timing,
      record: &record)
    writing = layout.keyWrites + exchange
  }

  /// The attention of one query: its context, a row.
  ///
  /// - Parameters:
  ///   - query: One row.
  ///   - context: The run.
  ///   - record: Receives the actions.
  ///   - events: Receives pulses, conversions and firings.
  package func attend(
    _ query: Matrix, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> (fields: Matrix, run: TileRun) {
    let query = Saturation.saturated(query)
    var own = InstructionRecord(
      instruction: record.instruction, name: record.name, layer: record.layer)
    var result = [Float](repeating: 0, count: query.width)
    var noise = LaneStream(context.streams.key(.plane), stream: context.token)
    var heads = HeadTally()
    let road = context.settings.attention.road
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (tokens + 63) & ~63) { weights in
      weights.initialize(repeating: 0)
      for head in 0..<shape.heads {
        let group = head / (shape.heads / shape.keyValueHeads)
        let channels = (head * shape.headSize)..<((head + 1) * shape.headSize)
        query.elements.withUnsafeBufferPointer {
          let row = UnsafeBufferPointer(rebasing: $0[channels])
          if let columns {
            columns.score(
              row, head: head, token: context.token, draws: &noise, into: weights)
          } else {
            operands.score(row, head: head, token: context.token, into: weights)
          }
        }
        countScores(on: context.chip, record: &own, events: &events)
        _ = law.weights(weights, count: tokens)
        let draws = road.simulate(
          weights, count: tokens, row: context.token * shape.heads + head,
          firstAgent: firstAgent(ofGroup: group, on: context.chip), in: context, events: &events)
        let read = result.withUnsafeMutableBufferPointer {
          operands.readValues(
            UnsafeBufferPointer(rebasing: weights[0..<tokens]), total: draws.total,
            group: group, into: UnsafeMutableBufferPointer(rebasing: $0[channels]))
        }
        heads.add(draws, valueRows: read)
        count(draws, by: road, valueRows: read, record: &own)
      }
    }
    record.merge(own)
    return (
      Matrix(rows: 1, width: query.width, elements: result), run(heads, on: context.chip)
    )
  }

  /// The race tiles' agents stand in order of heads; heads beyond the last tile share them in turns.
  private func firstAgent(ofGroup group: Int, on chip: ChipSpec) -> Int {
    let heads = max(1, chip.geometry.raceTiles / layout.columns)
    return group % heads * layout.columns * chip.geometry.tileColumns
  }

  /// What the heads of one query have in common.
  private struct HeadTally {
    var slowest_s = 0.0
    var slowestRead = 0

    mutating func add(_ draws: RowOutcome, valueRows: Int) {
      slowest_s = max(slowest_s, draws.duration_s)
      slowestRead = max(slowestRead, valueRows)
    }
  }

  /// Planes, settling, the slowest head's firings and its value rows, as `RaceTimes`.
  private func run(_ heads: HeadTally, on chip: ChipSpec) -> TileRun {
    let settling = Transfer.cycles(seconds: chip.timing.betaSettling_s, chip: chip)
    let racing = Transfer.cycles(seconds: heads.slowest_s, chip: chip)
    let busy = layout.rounds * max(layout.planes, settling + racing, heads.slowestRead)
    let scoring = layout.planes + ceilingLog2(chip.geometry.tileRows) + shape.bits + 2
    return TileRun(latency: scoring + busy + heads.slowestRead, busy: busy)
  }

  /// The planes of one query's head are pulsed on the rows of its tiles, and each pair of planes of each
  /// key's column counted.
  private func countScores(
    on chip: ChipSpec, record: inout InstructionRecord, events: inout EventTally
  ) {
    let planePairs = shape.bits * shape.bits
    let pulses = shape.headSize * shape.bits * layout.columns
    // Range and code of the query, and its rotation.
    var operations = 4 * shape.headSize
    if case .elliptic? = shape.position { operations += 3 * shape.headSize }
    record.add(.digitalOperation, .deterministic, on: .periphery, operations)
    record.add(
      .couplingEvaluation, .deterministic, on: .raceTiles, tokens * shape.headSize * planePairs)
    record.add(.clampWrite, .deterministic, on: .raceTiles, pulses)
    Reading.countReadOuts(tokens * planePairs, on: .raceTiles, chip: chip, record: &record)
    // Zero (2), scales of query and key (2), maximum (1) and distance from it (1).
    record.add(.digitalOperation, .deterministic, on: .raceTiles, 6 * tokens)
    switch shape.position {
    case nil, .elliptic?: break
    // A bias is a step along the flow from the last key's, and one addition to the score.
    case .hyperbolic?, .parabolic?:
      record.add(.digitalOperation, .deterministic, on: .raceTiles, 2 * tokens)
    }
    record.add(.dacSet, .deterministic, on: .raceTiles, tokens)
    events.pulses += UInt64(pulses)
    if case .converter = chip.timing.readOut { events.conversions += UInt64(tokens * planePairs) }
  }

  /// The firings of one head, its value rows, and what the twin does in their place.
  private func count(
    _ draws: RowOutcome, by road: any Road, valueRows: Int, record: inout InstructionRecord
  ) {
    draws.count(by: road, in: &record)
    record.add(.agentRead, .deterministic, on: .raceTiles, valueRows)
    record.add(
      .digitalOperation, road.operationClass, on: .raceTiles,
      road.operations(agents: tokens, updates: draws.updates))
    record.add(
      .onChipMemoryBit, .deterministic, on: .memory, valueRows * shape.headSize * shape.bits)
    record.add(
      .digitalOperation, .deterministic, on: .raceTiles, (2 * valueRows + 1) * shape.headSize)
    let twin = TwinWork(
      component: .raceTiles,
      multiplierBits: UInt64(
        (2 * tokens - valueRows) * shape.headSize * shape.bits * shape.bits),
      tableLookups: UInt64(tokens), divisions: 1)
    if record.twin == nil { record.twin = twin } else { record.twin? += twin }
  }
}
