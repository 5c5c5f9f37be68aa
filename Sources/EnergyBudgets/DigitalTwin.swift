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
    replacing(in: record) { work, counts in
      counts[work.component, default: ActionCounts()].add(
        .multiplierBit, .deterministic, work.multiplierBits)
    }
  }

  /// The record of a twin that has the digital twin's look-ups, divisions and digital operations, and
  /// products of its own.
  static func replacing(
    in record: ExecutionRecord,
    by products: (TwinWork, inout [ChipComponent: ActionCounts]) -> Void
  ) -> ExecutionRecord {
    var twin = record
    for index in twin.instructions.indices {
      guard let work = twin.instructions[index].twin else { continue }
      var counts = kept(twin.instructions[index].counts)
      // Digital weights have no gain that drifts.
      counts[.thermostat] = nil
      var done = ActionCounts()
      done.add(.tableLookup, .deterministic, work.tableLookups)
      done.add(.division, .deterministic, work.divisions)
      done.add(.digitalOperation, .deterministic, work.digitalOperations)
      counts[work.component, default: ActionCounts()] += done
      products(work, &counts)
      twin.instructions[index].counts = counts.filter { !$0.value.isEmpty }
      twin.instructions[index].twin = nil
    }
    twin.timeline = record.twinTimeline
    return twin
  }

  /// What no twin replaces.
  private static func kept(
    _ counts: [ChipComponent: ActionCounts]
  ) -> [ChipComponent: ActionCounts] {
    counts.mapValues { counts in
      var kept = counts
      for action in Action.allCases {
        kept[action, .sampling] = 0
        kept[action, .relaxation] = 0
      }
      for action in replaced { kept[action, .deterministic] = 0 }
      return kept
    }
  }
}
