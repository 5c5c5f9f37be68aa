import ChipPrograms
import HardwareSpecs
import RandomStreams

/// The rows of a race by the law of counts, those of all heads and of several tokens together.
struct RaceBatch {
  private let shape: Instruction.RaceShape
  private let road: any Road
  private let conditions: RowConditions
  private let isDrawn: Bool
  private let tokens: Int
  /// By token and head.
  private var laws: [RowLaw]
  private var outcomes: [RowOutcome]
  /// Keys that each token sees.
  private let seen: [Range<Int>]
  /// How many they are.
  var keys: [Int] { seen.map(\.count) }
  /// Value rows that are read, in the mean where nothing is drawn.
  private(set) var valueReads = 0.0
  /// Products of two bits that are 1 on an analog twin.
  private(set) var activeProducts = 0
  /// Value rows that the head that reads most reads, by token.
  private(set) var slowestReads: [Int]
  /// Factors on β by head; empty where all are 1.
  var factors: [Float] = []
  /// Agents of a manufactured chip that the laws follow; `nil` for ideal ones.
  var agents: RaceAgents?
  /// Sees the counts of rows, and of which heads alone there are any; `nil` for all, seen by nobody.
  var watch: RaceWatch?

  /// Rows of tokens that see these keys each.
  init(
    _ shape: Instruction.RaceShape, seen: [Range<Int>], settings: RunSettings, timing: ChipTiming
  ) {
    self.shape = shape
    self.seen = seen
    road = settings.attention.road
    conditions = RowConditions(timing: timing, samples: settings.samples)
    isDrawn = settings.fidelity != .expectation
    tokens = seen.count
    laws = Array(repeating: RowLaw(acceptance: 1, rate: 1), count: tokens * shape.heads)
    outcomes = Array(repeating: RowOutcome(firings: 0), count: tokens * shape.heads)
    slowestReads = Array(repeating: 0, count: tokens)
  }

  /// Draws all rows, and makes the context of each token.
  ///
  /// - Parameters:
  ///   - queries: saturated, a row a token.
  ///   - operands: keys and values.
  ///   - firstToken: the first row's.
  ///   - betas: the factor on query·key by row.
  ///   - streams: of the instruction by row.
  mutating func draw(
    _ queries: Matrix, _ operands: RaceOperands, firstToken: Int, betas: [Float],
    streams: [InstructionStreams]
  ) -> Matrix {
    var context = [Float](repeating: 0, count: queries.elements.count)
    // Room for whole groups of 64 agents.
    var weights = [Float](repeating: 0, count: ((seen.map(\.count).max() ?? 0) + 63) & ~63)
    var targets = context.mutableSpan
    var shares = weights.mutableSpan
    for head in 0..<shape.heads where watch?.takes(head) ?? true {
      let factor = factors.isEmpty ? 1 : factors[head]
      for row in 0..<tokens {
        let start = row * queries.width + head * shape.headSize
        let channels = start..<(start + shape.headSize)
        let query = queries.elements.span.extracting(channels)
        operands.score(
          query, head: head, token: firstToken + row, keys: seen[row],
          beta: betas[row] * factor, into: &shares)
        agents?.apply(
          to: &shares, count: seen[row].count, group: head / (shape.heads / shape.keyValueHeads))
        activeProducts += operands.activeProducts(
          query, shares.span, head: head, token: firstToken + row, keys: seen[row])
        var target = targets._mutatingExtracting(channels)
        draw(
          &shares, head: head, row: row, token: firstToken + row, operands, streams[row],
          into: &target)
      }
    }
    return Matrix(rows: tokens, width: queries.width, elements: context)
  }

  private mutating func draw(
    _ weights: inout MutableSpan<Float>, head: Int, row: Int, token: Int,
    _ operands: RaceOperands, _ streams: InstructionStreams,
    into context: inout MutableSpan<Float>
  ) {
    let (count, site) = (seen[row].count, token * shape.heads + head)
    let law = road.law(&weights, count: count, isDrawn: isDrawn, conditions)
    let outcome =
      isDrawn
      ? road.draw(&weights, count: count, law: law, row: site, streams, conditions)
      : road.expected(weights.span, count: count, law: law, conditions)
    watch?.take(weights.span, count: count, head: head, isDrawn: isDrawn)
    laws[row * shape.heads + head] = law
    outcomes[row * shape.heads + head] = outcome
    let counted = operands.readValues(
      weights.span.extracting(0..<count), from: seen[row].lowerBound, total: outcome.total,
      group: head / (shape.heads / shape.keyValueHeads), into: &context)
    let read = outcome.expectedReads ?? Float(counted)
    valueReads += Double(read)
    slowestReads[row] = max(slowestReads[row], Int(counting: Double(read.rounded(.up))))
  }

  /// What all rows did together.
  var sum: RowOutcome { outcomes.reduce(into: RowOutcome(firings: 0)) { $0 += $1 } }

  /// Digital operations of the road for all rows.
  var operations: Int {
    outcomes.indices.reduce(0) {
      $0 + road.operations(agents: seen[$1 / shape.heads].count, updates: outcomes[$1].updates)
    }
  }

  /// Digital operations of the road on lanes, by token.
  var laneOperations: [Int] {
    (0..<tokens).map { row in
      outcomes[(row * shape.heads)..<((row + 1) * shape.heads)].reduce(0) {
        $0 + road.laneOperations(agents: seen[row].count, updates: $1.updates)
      }
    }
  }

  /// Scores of all rows.
  var scores: Int { shape.heads * seen.reduce(0) { $0 + $1.count } }

  /// The time of the slowest head of each token.
  var slowest_s: [Double] {
    isDrawn
      ? RowOutcome.slowest_s(outcomes, heads: shape.heads)
      : road.expectedSlowest_s(laws, outcomes, heads: shape.heads, conditions)
  }
}
