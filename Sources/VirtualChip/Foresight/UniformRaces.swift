import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// Attention rows whose scores are all the same, by the law of the road in the mean. Of all rows these fire with the
/// least chance that one agent saturates and read most values, as no key is read twice before others are: reads,
/// and what follows from them, are bounds from above.
struct UniformRaces {
  private let shape: Instruction.RaceShape
  private let road: any Road
  private let conditions: RowConditions
  private var known: [Int: Row] = [:]

  /// One token's rows on some keys.
  private struct Row {
    /// Of each head.
    var outcome: RowOutcome
    /// Of the slowest head.
    var slowest_s: Double
    /// Value rows of a head.
    var reads: Double
  }

  init(_ shape: Instruction.RaceShape, settings: RunSettings, timing: ChipTiming) {
    self.shape = shape
    road = settings.attention.road
    conditions = RowConditions(timing: timing, samples: settings.samples)
  }

  /// Counts rows of all heads.
  ///
  /// - Parameters:
  ///   - rows: of the stage.
  ///   - keys: that the query of a row sees.
  ///   - rules: of the race.
  ///   - record: receives the counts.
  ///   - activeShare: of the products of two bits that are 1.
  /// - Returns: the times of each row.
  mutating func run(
    _ rows: Range<Int>, keys: (Int) -> Int, _ rules: RaceRules,
    in record: inout InstructionRecord, activeShare: Double
  ) -> [TileRun] {
    var (sum, setUp, scores) = (RowOutcome(firings: 0), 0, 0)
    var (reads, firstReads) = (0.0, 0)
    var runs: [TileRun] = []
    let counts = rows.map(keys)
    for (place, count) in counts.enumerated() {
      let row = self.row(keys: count)
      sum.add(row.outcome, times: shape.heads)
      setUp += shape.heads * road.operations(agents: count, updates: row.outcome.updates)
      scores += shape.heads * count
      reads += Double(shape.heads) * row.reads
      let slowestRead = Int(counting: row.reads.rounded(.up))
      if place == 0 { firstReads = slowestRead }
      let run = rules.run(
        slowest_s: row.slowest_s, slowestRead: slowestRead, valueCycles: firstReads,
        laneOperations: shape.heads
          * road.laneOperations(agents: count, updates: row.outcome.updates))
      runs.append(run)
    }
    for (count, group) in Dictionary(grouping: counts, by: \.self) {
      rules.countScores(queries: group.count, keys: count, in: &record)
    }
    var analog = rules.analogWork(keys: counts, activeProducts: 0)
    analog.activeProducts = UInt64((Double(analog.products) * activeShare).rounded())
    rules.count(
      sum, setUp: setUp, valueRows: Int(counting: reads.rounded()),
      rows: rows.count * shape.heads, scores: scores, analog: analog, in: &record)
    return runs
  }

  /// The rows of one token. Of many keys numbers change little with one more: they are taken 1 in 32 apart.
  private mutating func row(keys: Int) -> Row {
    let step = max(1, 1 << (Int.bitWidth - 1 - keys.leadingZeroBitCount - 5))
    let agents = keys <= 4096 ? keys : (keys + step - 1) / step * step
    if let row = known[agents] { return row }
    var weights = [Float](repeating: 0, count: (agents + 63) & ~63)
    var shares = weights.mutableSpan
    let law = road.law(&shares, count: agents, isDrawn: false, conditions)
    let outcome = road.expected(shares.span, count: agents, law: law, conditions)
    let slowest = road.expectedSlowest_s(
      [RowLaw](repeating: law, count: shape.heads),
      [RowOutcome](repeating: outcome, count: shape.heads), heads: shape.heads, conditions)
    let row = Row(
      outcome: outcome, slowest_s: slowest[0],
      reads: min(Double(keys), outcome.expectedReads.map(Double.init) ?? Double(keys)))
    known[agents] = row
    return row
  }
}

extension RowOutcome {
  /// Adds what several rows' agents did that are all alike.
  fileprivate mutating func add(_ row: RowOutcome, times count: Int) {
    firings += count * row.firings
    updates += count * row.updates
    retries += count * row.retries
    couplingEvaluations += count * row.couplingEvaluations
    messages += count * row.messages
    stateReads += count * row.stateReads
  }
}
