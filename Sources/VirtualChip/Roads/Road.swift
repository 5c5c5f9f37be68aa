package import ExecutionRecords
package import HardwareSpecs

/// The dynamics by which the agents of one attention row draw keys with the probabilities softmax(scores).
///
/// What is random stands twice, on purpose: `draw` takes counts from the law of the dynamics, `simulate`
/// runs its agents one event after the other, and that the two agree is evidence. All else is written
/// once.
package protocol Road: Sendable {
  /// The words of the command line that name it.
  var words: AttentionWords { get }
  /// The class of an update of its agents: relaxation where free agents are coupled.
  var updateClass: ActionClass { get }
  /// The class of its digital operations: those that a digital twin does as well are deterministic.
  var operationClass: ActionClass { get }

  /// The law of one draw: turns the scores of the first `count` agents into the shares of an accepted
  /// draw in place.
  ///
  /// - Parameters:
  ///   - scores: finite, with room for whole lanes; what lies beyond `count` becomes 0.
  ///   - count: agents.
  ///   - isDrawn: whether counts are drawn by the shares, or taken from them in the mean.
  ///   - conditions: of chip and run.
  func law(
    _ scores: inout MutableSpan<Float>, count: Int, isDrawn: Bool,
    _ conditions: RowConditions
  ) -> RowLaw

  /// What the agents of a row do in the mean; the shares stay, as the weights of the values.
  func expected(
    _ shares: Span<Float>, count: Int, law: RowLaw,
    _ conditions: RowConditions
  ) -> RowOutcome

  /// Draws by the law of counts: replaces the shares by counts of firings.
  ///
  /// - Parameters:
  ///   - shares: of the law, with room for whole groups of 64 agents.
  ///   - count: agents.
  ///   - law: what `law` gave.
  ///   - row: token × heads + head: the site of the row's streams.
  ///   - streams: of the instruction on the text.
  ///   - conditions: of chip and run.
  func draw(
    _ shares: inout MutableSpan<Float>, count: Int, law: RowLaw, row: Int,
    _ streams: InstructionStreams, _ conditions: RowConditions
  ) -> RowOutcome

  /// Draws by simulated agents: replaces the weights by counts of firings.
  ///
  /// - Parameters:
  ///   - weights: e^{−level·step} of each agent after the score converter, 0 for agents that are off;
  ///     not normalised.
  ///   - count: agents.
  ///   - row: token × heads + head: the site of the row's streams.
  ///   - firstAgent: which device of the chip's race tiles is agent 0.
  ///   - context: the run.
  ///   - events: receives ticks and firings.
  func simulate(
    _ weights: inout MutableSpan<Float>, count: Int, row: Int, firstAgent: Int,
    in context: TileContext, events: inout EventTally
  ) -> RowOutcome

  /// Digital operations that set up one row of `agents`, and those of each of its `updates`.
  func operations(agents: Int, updates: Int) -> Int

  /// The mean time of the slowest of a token's heads in seconds, by token.
  ///
  /// - Parameters:
  ///   - laws: by token and head.
  ///   - outcomes: in the mean, by token and head.
  ///   - heads: of a token.
  ///   - conditions: of chip and run.
  func expectedSlowest_s(
    _ laws: [RowLaw], _ outcomes: [RowOutcome], heads: Int, _ conditions: RowConditions
  ) -> [Double]

  /// Why counts have no law of this road on a chip; `nil` if they have.
  func faultOfCounts(on timing: ChipTiming) -> String?
}

extension Road {
  /// The kind of agents, also of gates.
  package var draws: Draws { words.draws }

  package func operations(agents: Int, updates: Int) -> Int { 0 }

  package func faultOfCounts(on timing: ChipTiming) -> String? { nil }

  package func expectedSlowest_s(
    _ laws: [RowLaw], _ outcomes: [RowOutcome], heads: Int, _ conditions: RowConditions
  ) -> [Double] {
    RowOutcome.slowest_s(outcomes, heads: heads)
  }
}

/// What laws and agents of a row need to know of chip and run.
package struct RowConditions {
  /// Score converters, rates and load.
  package let race: RaceLaw
  /// Times of the chip.
  package let timing: ChipTiming
  /// S.
  package let samples: Int

  /// The conditions of a run on a chip.
  package init(timing: ChipTiming, samples: Int) {
    race = RaceLaw(timing: timing)
    self.timing = timing
    self.samples = samples
  }
}

/// What a row of scores makes of its draws.
package struct RowLaw: Sendable, Equatable {
  /// A: the probability that a draw counts, i.e. does not collide or is a valid read-out.
  package var acceptance: Float
  /// R'/R: 1 unless an agent saturates.
  package var rate: Float
  /// Flips or hops of agents that are coupled, in the mean, in one period of an agent's clock.
  package var changes: Float = 0
  /// 2a′ of regular clocks whose shares are still p: each firing of j is lost with probability
  /// 1 − e^{−2a′(1−p_j)}.
  package var contest: Float = 0

  /// Creates the law of a row's draws.
  package init(acceptance: Float, rate: Float) {
    self.acceptance = acceptance
    self.rate = rate
  }
}

/// What the agents of one attention row did until enough firings were counted.
package struct RowOutcome: Sendable, Equatable {
  /// What the context is divided by.
  package var total: Float = 1
  /// Counted firings.
  package var firings: Int
  /// Updates of agents, those that were not counted included.
  package var updates = 0
  /// From the setting of the scores to the last counted firing, in seconds.
  package var duration_s = 0.0
  /// Windows or read-outs without a result, which were drawn again.
  package var retries = 0
  /// Coupling bits that were combined with a free agent's bit, in all updates together.
  package var couplingEvaluations = 0
  /// Messages between free agents.
  package var messages = 0
  /// States of agents that were read out.
  package var stateReads = 0
  /// Value rows that are read in the mean, where the counts are not drawn.
  package var expectedReads: Float?

  /// A row of so many counted firings.
  package init(firings: Int) { self.firings = firings }

  /// Adds what another row's agents did; durations are not added.
  static func += (left: inout RowOutcome, right: RowOutcome) {
    left.firings += right.firings
    left.updates += right.updates
    left.retries += right.retries
    left.couplingEvaluations += right.couplingEvaluations
    left.messages += right.messages
    left.stateReads += right.stateReads
  }
}

extension RowOutcome {
  /// Counts the draws of race tiles: the same actions at every fidelity.
  func count(by road: any Road, in record: inout InstructionRecord) {
    record.add(.agentUpdate, road.updateClass, on: .raceTiles, updates)
    record.add(.counterStep, .sampling, on: .raceTiles, firings)
    record.add(.couplingEvaluation, road.updateClass, on: .raceTiles, couplingEvaluations)
    record.add(.flipMessageHop, road.updateClass, on: .raceTiles, messages)
    record.add(.agentRead, .deterministic, on: .raceTiles, stateReads)
  }

  /// The longest time of the heads of each token, from rows by token and head.
  static func slowest_s(_ rows: [RowOutcome], heads: Int) -> [Double] {
    stride(from: 0, to: rows.count, by: heads).map { first in
      rows[first..<(first + heads)].reduce(0) { max($0, $1.duration_s) }
    }
  }
}
