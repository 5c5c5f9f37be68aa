import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs
import MoebiusGeometry

/// `race`: attention rows. Keys are couplings, queries enter as bit-planes, agent j fires at a rate
/// e^{score_j}; the values are read with the counts of firings as weights.
///
/// Queries, keys and values are signed or affine codes with a scale for each token and head; the
/// scores' products are exact integers.
enum Racing {
  struct Outcome {
    var context: Matrix
    /// The law of each row, by query and head.
    var laws: [RowLaw]
    /// What the agents of each row did.
    var rows: [RowOutcome]
    /// Value rows read, over all rows.
    var valueRows = 0
    /// Value rows read by the slowest head of each query.
    var slowestReads: [Int]
  }

  static func body(
    _ shape: Instruction.RaceShape, query: Matrix, key: Matrix, value: Matrix, beta: Float,
    settings: RunSettings, conditions: RowConditions, streams: InstructionStreams
  ) -> Outcome {
    let tokens = query.rows
    let query = Saturation.saturated(query)
    let keys = RaceOperands(
      Saturation.saturated(key), Saturation.saturated(value), shape: shape, beta: beta)
    var outcome = Outcome(
      context: Matrix(
        rows: tokens, width: query.width,
        elements: [Float](repeating: 0, count: query.elements.count)),
      laws: [RowLaw](repeating: .init(acceptance: 1, rate: 1), count: tokens * shape.heads),
      rows: [RowOutcome](repeating: .init(firings: 0), count: tokens * shape.heads),
      slowestReads: [Int](repeating: 0, count: tokens))
    let road = settings.attention.road
    let isDrawn = settings.fidelity != .expectation
    var valueRows = 0.0
    // Room for whole groups of 64 agents.
    var weights = [Float](repeating: 0, count: (tokens + 63) & ~63)
    query.elements.withUnsafeBufferPointer { queries in
      weights.withUnsafeMutableBufferPointer { weights in
        let row = UnsafeMutableBufferPointer(rebasing: weights[0..<tokens])
        for head in 0..<shape.heads {
          let group = head / (shape.heads / shape.keyValueHeads)
          for token in 0..<tokens {
            let start = token * query.width + head * shape.headSize
            keys.score(
              UnsafeBufferPointer(rebasing: queries[start..<(start + shape.headSize)]),
              head: head, token: token, into: weights)
            let number = token * shape.heads + head
            let law = road.law(weights, count: tokens, isDrawn: isDrawn, conditions)
            let drawn =
              isDrawn
              ? road.draw(
                weights, count: tokens, law: law, row: number, streams, conditions)
              : road.expected(weights, count: tokens, law: law, conditions)
            outcome.laws[number] = law
            outcome.rows[number] = drawn
            let counted = outcome.context.elements.withUnsafeMutableBufferPointer { context in
              keys.readValues(
                UnsafeBufferPointer(row), total: drawn.total, group: group,
                into: UnsafeMutableBufferPointer(
                  rebasing: context[start..<(start + shape.headSize)]))
            }
            let read = drawn.expectedReads ?? Float(counted)
            valueRows += Double(read)
            outcome.slowestReads[token] = max(
              outcome.slowestReads[token], Int(read.rounded(.up)))
          }
        }
      }
    }
    outcome.valueRows = Int(valueRows.rounded())
    return outcome
  }

  static func account(
    _ shape: Instruction.RaceShape, outcome: Outcome, tokens: Int, settings: RunSettings,
    chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let bits = shape.bits
    let road = settings.attention.road
    let rows = tokens * shape.heads
    countOperands(shape, tokens: tokens, record: &record)
    countScores(shape, tokens: tokens, chip: chip, record: &record)
    var draws = RowOutcome(firings: 0)
    for row in outcome.rows { draws += row }
    draws.count(by: road, in: &record)
    record.add(.agentRead, .deterministic, on: .raceTiles, outcome.valueRows)
    // A twin draws nothing and needs none of these, but for the sums that regular clocks need.
    record.add(
      .digitalOperation, road.operationClass, on: .raceTiles,
      outcome.rows.reduce(0) { $0 + road.operations(agents: tokens, updates: $1.updates) })
    // Each value row with a count is read once, multiplied and added.
    record.add(
      .onChipMemoryBit, .deterministic, on: .memory, outcome.valueRows * shape.headSize * bits)
    record.add(
      .digitalOperation, .deterministic, on: .raceTiles,
      (2 * outcome.valueRows + rows) * shape.headSize)

    // The twin: the same scores, then a table, a division a row, and products with all values. It
    // keeps the digital operations above, which already are the products with the rows that were read.
    let products = 2 * rows * tokens - outcome.valueRows
    record.twin = TwinWork(
      component: .raceTiles, multiplierBits: UInt64(products * shape.headSize * bits * bits),
      tableLookups: UInt64(rows * tokens), divisions: UInt64(rows))
    var stage = RaceTimes.stage(
      shape, outcome: outcome, tokens: tokens, settings: settings, chip: chip)
    let exchange = TokenExchange.account(
      shape, tokens: tokens, wires: settings.tokenWires, timing: chip.timing, record: &record)
    stage.latency += exchange
    stage.twin?.latency += exchange
    return stage
  }

  /// Coding of queries, keys and values, writing of keys into the arrays and of values into memory.
  private static func countOperands(
    _ shape: Instruction.RaceShape, tokens: Int, record: inout InstructionRecord
  ) {
    let keyElements = tokens * shape.keyValueHeads * shape.headSize
    let queryElements = tokens * shape.heads * shape.headSize
    // Range and code: 4 operations an element for queries, 3 for signed codes; and the sums of keys
    // that cancel the zero of the queries' codes.
    record.add(
      .digitalOperation, .deterministic, on: .periphery, 4 * queryElements + 7 * keyElements)
    if case .elliptic? = shape.position {
      // Six operations a pair; a token's cosines and sines come from a table that all heads share.
      record.add(
        .digitalOperation, .deterministic, on: .periphery, 3 * (queryElements + keyElements))
      record.add(
        .onChipMemoryBit, .deterministic, on: .memory,
        tokens * shape.headSize * Precision.accumulatorBits)
    }
    record.add(.couplingWrite, .deterministic, on: .raceTiles, keyElements * shape.bits)
    record.add(.onChipMemoryBit, .deterministic, on: .memory, keyElements * shape.bits)
  }

  /// The planes of each query meet the key couplings of its head; each score sets the DAC of its agent.
  private static func countScores(
    _ shape: Instruction.RaceShape, tokens: Int, chip: ChipSpec, record: inout InstructionRecord
  ) {
    let scores = tokens * shape.heads * tokens
    let planePairs = shape.bits * shape.bits
    let columns = RaceTimes.Layout(shape, tokens: tokens, chip: chip).columns
    record.add(
      .couplingEvaluation, .deterministic, on: .raceTiles, scores * shape.headSize * planePairs)
    // Each tile has input agents of its own.
    record.add(
      .clampWrite, .deterministic, on: .raceTiles,
      tokens * shape.heads * shape.headSize * shape.bits * columns)
    Reading.countReadOuts(scores * planePairs, on: .raceTiles, chip: chip, record: &record)
    // Zero (2), scales of query and key (2), maximum (1) and distance from it (1).
    record.add(.digitalOperation, .deterministic, on: .raceTiles, 6 * scores)
    switch shape.position {
    case nil, .elliptic?: break
    // A bias is a step along the flow from the last key's, and one addition to the score.
    case .hyperbolic?, .parabolic?:
      record.add(.digitalOperation, .deterministic, on: .raceTiles, 2 * scores)
    }
    record.add(.dacSet, .deterministic, on: .raceTiles, scores)
  }
}
