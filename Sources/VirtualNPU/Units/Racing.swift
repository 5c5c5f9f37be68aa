import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs

/// `race`: for each head and query, one agent a key fires at a rate ∝ e^{score}; the first to fire is
/// a draw of softmax. S firings are counted, then each value row with a count is read once:
/// context = Σ_j n_j v_j / Σ_j n_j.
///
/// Queries are affine codes, keys and values signed codes with a scale for each token and head; the
/// scores' products are exact integers.
enum Racing {
  struct Outcome {
    var context: Matrix
    /// Acceptance of each (query, head) row: the share of firings that do not collide.
    var acceptance: [Float]
    /// Σ of counted firings over all rows.
    var firings = 0
    /// Value rows read, over all rows.
    var valueRows = 0
    /// Value rows read by the slowest head of each query.
    var slowestReads: [Int]
    /// Windows that stayed empty and were drawn again.
    var retries = 0
  }

  static func body(
    _ shape: Instruction.RaceShape, query: Matrix, key: Matrix, value: Matrix, law: RaceLaw,
    streams: DrawStreams
  ) -> Outcome {
    let tokens = query.rows
    let keys = RaceOperands(key, value, shape: shape)
    var outcome = Outcome(
      context: Matrix(
        rows: tokens, width: query.width,
        elements: [Float](repeating: 0, count: query.elements.count)),
      acceptance: [Float](repeating: 1, count: tokens * shape.heads),
      slowestReads: [Int](repeating: 0, count: tokens))
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
              group: group, into: weights)
            let number = token * shape.heads + head
            outcome.acceptance[number] = law.shares(weights, count: tokens)
            let drawn = RaceDraws.draw(weights, count: tokens, row: number, streams: streams)
            outcome.firings += drawn.firings
            outcome.retries += drawn.retries
            let read = outcome.context.elements.withUnsafeMutableBufferPointer { context in
              keys.readValues(
                UnsafeBufferPointer(row), total: drawn.total, group: group,
                into: UnsafeMutableBufferPointer(
                  rebasing: context[start..<(start + shape.headSize)]))
            }
            outcome.valueRows += read
            outcome.slowestReads[token] = max(outcome.slowestReads[token], read)
          }
        }
      }
    }
    return outcome
  }

  static func account(
    _ shape: Instruction.RaceShape, outcome: Outcome, tokens: Int, settings: RunSettings,
    chip: ChipSpec, streams: DrawStreams, record: inout InstructionRecord
  ) -> StageTime {
    let rows = tokens * shape.heads
    let bits = shape.bits
    countOperands(shape, tokens: tokens, record: &record)
    // Scores: the planes of each query meet the key couplings of its head.
    record.add(
      .couplingEvaluation, .deterministic, on: .raceTiles,
      rows * tokens * shape.headSize * bits * bits)
    record.add(.clampWrite, .deterministic, on: .raceTiles, rows * shape.headSize * bits)
    record.add(.counterStep, .deterministic, on: .raceTiles, rows * tokens * bits * bits)
    record.add(.dacSet, .deterministic, on: .raceTiles, rows * tokens)
    let draws = RaceTimes.attempts(outcome, settings: settings, streams: streams)
    record.add(.agentUpdate, .sampling, on: .raceTiles, draws.total)
    record.add(.counterStep, .sampling, on: .raceTiles, outcome.firings)
    record.add(.agentRead, .deterministic, on: .raceTiles, outcome.valueRows)
    if settings.draws == .systematic {
      // Integrate-and-fire rates need the row's sum: an addition and a scaling for each agent.
      record.add(.digitalOperation, .deterministic, on: .raceTiles, 2 * rows * tokens)
    }
    // Each value row with a count is read once, multiplied and added.
    record.add(
      .onChipMemoryBit, .deterministic, on: .memory, outcome.valueRows * shape.headSize * bits)
    record.add(
      .digitalOperation, .deterministic, on: .raceTiles,
      (2 * outcome.valueRows + rows) * shape.headSize)

    // The twin: the same scores, then a table, a division a row, and products with all values.
    record.twin = TwinWork(
      component: .raceTiles,
      multiplierBits: UInt64(2 * rows * tokens * shape.headSize * bits * bits),
      tableLookups: UInt64(rows * tokens), divisions: UInt64(rows))
    return RaceTimes.stage(
      shape, outcome: outcome, draws: draws, tokens: tokens, settings: settings, chip: chip,
      streams: streams)
  }

  /// Coding of queries, keys and values, writing of keys into the arrays and of values into memory.
  private static func countOperands(
    _ shape: Instruction.RaceShape, tokens: Int, record: inout InstructionRecord
  ) {
    let keyElements = tokens * shape.keyValueHeads * shape.headSize
    let queryElements = tokens * shape.heads * shape.headSize
    // Range and code: 4 operations an element for queries, 3 for signed codes.
    record.add(
      .digitalOperation, .deterministic, on: .periphery, 4 * queryElements + 6 * keyElements)
    record.add(.couplingWrite, .deterministic, on: .raceTiles, keyElements * shape.bits)
    record.add(.onChipMemoryBit, .deterministic, on: .memory, keyElements * shape.bits)
  }
}
