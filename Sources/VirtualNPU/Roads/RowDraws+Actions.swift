import ByteFormats
import ExecutionRecords

extension RowDraws {
  /// Nothing done yet.
  static var none: RowDraws { RowDraws(firings: 0, updates: 0, duration_s: 0) }

  /// Adds what another row's agents did; durations are not added.
  static func += (left: inout RowDraws, right: RowDraws) {
    left.firings += right.firings
    left.updates += right.updates
    left.updateClass = right.updateClass
    left.retries += right.retries
    left.couplingEvaluations += right.couplingEvaluations
    left.messages += right.messages
    left.stateReads += right.stateReads
  }

  /// Counts the draws of race tiles: the same actions at every fidelity.
  func count(in record: inout InstructionRecord) {
    record.add(.agentUpdate, updateClass, on: .raceTiles, updates)
    record.add(.counterStep, .sampling, on: .raceTiles, firings)
    record.add(.couplingEvaluation, updateClass, on: .raceTiles, couplingEvaluations)
    record.add(.flipMessageHop, updateClass, on: .raceTiles, messages)
    record.add(.agentRead, .deterministic, on: .raceTiles, stateReads)
  }
}

/// What a road computes by digital operations besides its draws.
enum RoadSettings {
  /// Operations that set up one row of `agents`, and those of each of its `updates`.
  ///
  /// A race and a hopping particle need scores alone: their devices make rates of them. A Potts agent
  /// needs the cumulative sums of exponentials (a look-up and an addition each), and a binary search of
  /// them for each draw; the optimal fugacity needs e₂ (a look-up and three operations each, one root).
  static func operations(
    _ road: AttentionRoad, draws: Draws, agents: Int, updates: Int
  ) -> Int {
    switch road {
    // Integrate-and-fire rates need the row's sum: an addition and a scaling for each agent.
    case .race: draws == .systematic ? 2 * agents : 0
    case .potts: 2 * agents + updates * ceilingLog2(agents)
    case .oneHot: 4 * agents + 1
    case .kawasaki: 0
    }
  }
}
