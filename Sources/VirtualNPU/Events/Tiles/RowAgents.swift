package import ExecutionRecords

/// What the agents of one attention row did until enough firings were counted.
package struct RowDraws {
  /// Counted firings: what the context is divided by.
  package var firings: Int
  /// Updates of agents, those that were not counted included.
  package var updates: Int
  /// The class of those updates: relaxation where free agents are coupled.
  package var updateClass = ActionClass.sampling
  /// From the setting of the scores to the last counted firing, in seconds.
  package var duration_s: Double
  /// Windows or read-outs without a result, which were drawn again.
  package var retries = 0
  /// Coupling bits that were combined with a free agent's bit, in all updates together.
  package var couplingEvaluations = 0
  /// Messages between free agents.
  package var messages = 0
  /// States of agents that were read out.
  package var stateReads = 0

  /// The outcome of a row.
  package init(
    firings: Int, updates: Int, updateClass: ActionClass = .sampling, duration_s: Double,
    retries: Int = 0
  ) {
    self.firings = firings
    self.updates = updates
    self.updateClass = updateClass
    self.duration_s = duration_s
    self.retries = retries
  }
}

/// The agents of one attention row, event by event, by the road of the settings.
package enum RowAgents {
  /// Draws the firings of the agents of one row.
  ///
  /// - Parameters:
  ///   - weights: e^{−level·step} of each agent after the score converter, 0 for agents that are off;
  ///     not normalised. Replaced by the counts of firings.
  ///   - count: Agents.
  ///   - row: token × heads + head: the site of the row's streams.
  ///   - law: Total rate, load and saturation.
  ///   - context: The run.
  ///   - firstAgent: Which device of the chip's race tiles is agent 0.
  ///   - events: Receives ticks and firings.
  package static func draw(
    _ weights: UnsafeMutableBufferPointer<Float>, count: Int, row: Int, law: RaceLaw,
    in context: TileContext, firstAgent: Int = 0, events: inout EventTally
  ) -> RowDraws {
    switch context.settings.attention {
    case .race:
      return RaceAgents.draw(
        weights, count: count, row: row, law: law, in: context, firstAgent: firstAgent,
        events: &events)
    case .potts:
      return PottsAgents.draw(weights, count: count, row: row, in: context, events: &events)
    case .oneHot:
      return OneHotAgents.draw(weights, count: count, row: row, in: context, events: &events)
    case .kawasaki:
      return KawasakiAgents.draw(weights, count: count, row: row, in: context, events: &events)
    }
  }
}
