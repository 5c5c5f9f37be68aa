public import ExecutionRecords

/// The same program on the same chip by plain digital arithmetic: same arrays, residency, network,
/// memory traffic and static power; only the sampled and bit-serial work is replaced.
///
/// In each instruction that states its `TwinWork`, the twin leaves out
/// - every action of class S or R, and
/// - of class D: coupling evaluations, counter steps, converter and DAC actions, agent updates and
///   agent reads,
///
/// does the `TwinWork` instead, in the times of `twinTimeline`. Everything else stays: clamp and
/// coupling writes, moves, memory and host bits, digital operations. Class R of instructions without
/// `TwinWork` stays, too: it has no twin.
public enum DigitalTwin {
  /// Actions of class D that a twin does not perform.
  static let replaced: [Action] = [
    .agentUpdate, .couplingEvaluation, .agentRead, .adcConversion, .counterStep, .dacSet,
  ]

  /// The twin's record. Instructions without `TwinWork` are as they were.
  ///
  /// The twin's times are the machine's own: `record.twinTimeline`.
  public static func record(of record: ExecutionRecord) -> ExecutionRecord {
    var twin = record
    for index in twin.instructions.indices {
      guard let work = twin.instructions[index].twin else { continue }
      twin.instructions[index].counts = replace(twin.instructions[index].counts, by: work)
      twin.instructions[index].twin = nil
    }
    twin.timeline = record.twinTimeline
    return twin
  }

  private static func replace(
    _ counts: [ChipComponent: ActionCounts], by work: TwinWork
  ) -> [ChipComponent: ActionCounts] {
    var left = counts.mapValues { counts in
      var kept = counts
      for action in Action.allCases {
        kept[action, .sampling] = 0
        kept[action, .relaxation] = 0
      }
      for action in replaced { kept[action, .deterministic] = 0 }
      return kept
    }
    var done = ActionCounts()
    done.add(.multiplierBit, .deterministic, work.multiplierBits)
    done.add(.tableLookup, .deterministic, work.tableLookups)
    done.add(.division, .deterministic, work.divisions)
    done.add(.digitalOperation, .deterministic, work.digitalOperations)
    left[work.component, default: ActionCounts()] += done
    return left.filter { !$0.value.isEmpty }
  }
}
