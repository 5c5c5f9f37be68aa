public import ExecutionRecords

/// The same program on the same chip by plain digital arithmetic: same arrays, residency, network,
/// memory traffic and static power; only the sampled and bit-serial work is replaced.
///
/// In each instruction that states its `TwinWork`, the twin leaves out
/// - every action of class S, and
/// - of class D: coupling evaluations, counter steps, converter and DAC actions, agent updates and
///   agent reads,
///
/// does the `TwinWork` instead, and takes its cycles. Everything else stays: clamp and coupling writes,
/// moves, memory and host bits, digital operations, and class R, which has no digital twin.
public enum DigitalTwin {
  /// Actions of class D that a twin does not perform.
  static let replaced: [Action] = [
    .agentUpdate, .couplingEvaluation, .agentRead, .adcConversion, .counterStep, .dacSet,
  ]

  /// The twin's record. Instructions without `TwinWork` are as they were.
  ///
  /// Spans keep their order and gaps; later spans move by what earlier ones gained or lost.
  public static func record(of record: ExecutionRecord) -> ExecutionRecord {
    var twin = record
    for index in twin.instructions.indices {
      guard let work = twin.instructions[index].twin else { continue }
      twin.instructions[index].counts = replace(twin.instructions[index].counts, by: work)
      twin.instructions[index].twin = nil
    }
    twin.timeline = retime(record)
    return twin
  }

  /// The twin's record where instructions without `TwinWork` that evaluate couplings as deterministic
  /// arithmetic become integer multiply-accumulates: ⌈evaluations / (b_w·b_x)⌉, in the same cycles.
  ///
  /// - Parameters:
  ///   - record: the chip's execution.
  ///   - weightBits: bits b_w of a coupling in the program.
  ///   - activationBits: bits b_x of an input.
  /// - Precondition: both widths are positive.
  public static func record(
    of record: ExecutionRecord, weightBits: Int, activationBits: Int
  ) -> ExecutionRecord {
    precondition(
      weightBits > 0 && activationBits > 0,
      "twin of \(weightBits) × \(activationBits) bits, expected positive widths")
    var stated = record
    let width = UInt64(weightBits * activationBits)
    var cycles: [Int: UInt64] = [:]
    for span in record.timeline.spans { cycles[span.instruction, default: 0] += span.cycles }
    for index in stated.instructions.indices where stated.instructions[index].twin == nil {
      let instruction = stated.instructions[index]
      let evaluations = instruction.total[.couplingEvaluation, .deterministic]
      guard evaluations > 0 else { continue }
      let component =
        ChipComponent.allCases.first {
          (instruction.counts[$0]?[.couplingEvaluation, .deterministic] ?? 0) > 0
        } ?? .linearTiles
      stated.instructions[index].twin = TwinWork(
        component: component, integerMultiplyAccumulates: (evaluations + width - 1) / width,
        cycles: cycles[instruction.instruction] ?? 0)
    }
    return Self.record(of: stated)
  }

  private static func replace(
    _ counts: [ChipComponent: ActionCounts], by work: TwinWork
  ) -> [ChipComponent: ActionCounts] {
    var left = counts.mapValues { counts in
      var kept = counts
      for action in Action.allCases { kept[action, .sampling] = 0 }
      for action in replaced { kept[action, .deterministic] = 0 }
      return kept
    }
    var done = ActionCounts()
    done.add(.integerMultiplyAccumulate, .deterministic, work.integerMultiplyAccumulates)
    done.add(.tableLookup, .deterministic, work.tableLookups)
    done.add(.division, .deterministic, work.divisions)
    done.add(.digitalOperation, .deterministic, work.digitalOperations)
    left[work.component, default: ActionCounts()] += done
    return left.filter { !$0.value.isEmpty }
  }

  private static func retime(_ record: ExecutionRecord) -> Timeline {
    let works = Dictionary(
      record.instructions.compactMap { entry in entry.twin.map { (entry.instruction, $0.cycles) } },
      uniquingKeysWith: +)
    var spansLeft: [Int: UInt64] = [:]
    for span in record.timeline.spans { spansLeft[span.instruction, default: 0] += 1 }
    var cyclesLeft = works
    var timeline = record.timeline
    var added: UInt64 = 0
    var removed: UInt64 = 0
    for index in timeline.spans.indices {
      let span = timeline.spans[index]
      timeline.spans[index].startCycle = span.startCycle &+ added &- removed
      guard let left = cyclesLeft[span.instruction], let spans = spansLeft[span.instruction] else {
        continue
      }
      // The work of merged inputs is spread evenly over their spans; the last takes the remainder.
      let cycles = left / spans
      cyclesLeft[span.instruction] = left - cycles
      spansLeft[span.instruction] = spans - 1
      timeline.spans[index].cycles = cycles
      if cycles >= span.cycles {
        added += cycles - span.cycles
      } else {
        removed += span.cycles - cycles
      }
    }
    timeline.totalCycles = timeline.totalCycles &+ added &- removed
    return timeline
  }
}
