import ExecutionRecords

/// What the agents of one attention row did until enough firings were counted.
struct RowDraws {
  /// Counted firings: what the context is divided by.
  var firings: Int
  /// Updates of agents, those that were not counted included.
  var updates: Int
  /// The class of those updates: relaxation where free agents are coupled.
  var updateClass = ActionClass.sampling
  /// From the setting of the scores to the last counted firing, in seconds.
  var duration_s: Double
  /// Windows or read-outs without a result, which were drawn again.
  var retries = 0
  /// Coupling bits that were combined with a free agent's bit, in all updates together.
  var couplingEvaluations = 0
  /// Messages between free agents.
  var messages = 0
  /// States of agents that were read out.
  var stateReads = 0
}

/// The agents of one attention row, event by event, by the road of the settings.
enum RowAgents {
  /// Draws the firings of the agents of one row.
  ///
  /// - Parameters:
  ///   - weights: e^{−level·step} of each agent after the score converter, 0 for agents that are off;
  ///     not normalised. Replaced by the counts of firings.
  ///   - count: Agents.
  ///   - row: token × heads + head: the site of the row's streams.
  ///   - law: Total rate, load and saturation.
  static func draw(
    _ weights: UnsafeMutableBufferPointer<Float>, count: Int, row: Int, law: RaceLaw,
    in context: TileContext, events: inout EventTally
  ) -> RowDraws {
    switch context.settings.attention {
    case .race: fatalError("not yet")
    case .potts:
      return PottsAgents.draw(weights, count: count, row: row, in: context, events: &events)
    case .oneHot:
      return OneHotAgents.draw(weights, count: count, row: row, in: context, events: &events)
    case .kawasaki:
      return KawasakiAgents.draw(weights, count: count, row: row, in: context, events: &events)
    }
  }
}
