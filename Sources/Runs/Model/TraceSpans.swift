import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

/// One run of one instruction, placed on a track on which nothing else runs at that time.
struct TraceSpan {
  /// Position of the instruction in the record and in the budget.
  var position: Int
  /// Index of the text; 0 is the first.
  var text: Int
  /// Cycles from the start of the execution.
  var startCycle: UInt64
  /// First cycle after the span.
  var endCycle: UInt64
  /// The track.
  var track: TraceTrack
  /// The instruction's energy, divided over its runs by their cycles; `nil` if unknown.
  var energy_J: Band?
}

/// A row of the picture: a component, and which of its instructions that run at the same time.
struct TraceTrack: Hashable {
  /// `nil` for instructions that count no actions.
  var component: ChipComponent?
  /// 0, 1, … for instructions that overlap.
  var lane: Int

  /// The thread of the trace.
  var thread: UInt64 {
    let row = component.flatMap { ChipComponent.allCases.firstIndex(of: $0) }
    return UInt64((row ?? ChipComponent.allCases.count) + 1) * 1000 + UInt64(lane)
  }

  /// Its name.
  var name: String {
    let base = component?.rawValue ?? "no counted actions"
    return lane == 0 ? base : "\(base) (\(lane + 1))"
  }
}

extension TraceSpan {
  /// The spans that a record holds, in the order of their starts.
  ///
  /// Instructions between two barriers stream tokens to each other and overlap. Slices of one track
  /// must not overlap partly, so each span takes the first free lane of its component. That is the
  /// first component, in declaration order, on which the instruction counts actions: arrays and
  /// agents come before periphery, network and memory.
  static func spans(of machine: RunReport.Machine) -> [TraceSpan] {
    let record = machine.record
    let positions = Dictionary(
      record.instructions.enumerated().map { ($1.instruction, $0) },
      uniquingKeysWith: { first, _ in first })
    let components = record.instructions.map { instruction in
      ChipComponent.allCases.first { instruction.counts[$0].map { !$0.isEmpty } ?? false }
    }
    var runs: [Int: Int] = [:]
    var placed: [TraceSpan] = []
    for span in record.timeline.spans {
      guard let position = positions[span.instruction] else { continue }
      let track = TraceTrack(component: components[position], lane: 0)
      placed.append(
        TraceSpan(
          position: position, text: runs[position, default: 0], startCycle: span.startCycle,
          endCycle: span.startCycle + span.cycles, track: track, energy_J: nil))
      runs[position, default: 0] += 1
    }
    // Stable: spans that start together stay in the order of execution.
    var order = placed.indices.sorted {
      (placed[$0].startCycle, $0) < (placed[$1].startCycle, $1)
    }.map { placed[$0] }
    var ends: [ChipComponent?: [UInt64]] = [:]
    for index in order.indices {
      let span = order[index]
      let component = span.track.component
      let lanes = ends[component] ?? []
      let lane = lanes.firstIndex { $0 <= span.startCycle } ?? lanes.count
      if lane == lanes.count { ends[component, default: []].append(0) }
      ends[component]?[lane] = span.endCycle
      order[index].track.lane = lane
      let energy = machine.budget.byInstruction[span.position].energy_J
      let runs = machine.spans[record.instructions[span.position].instruction]
      let all = runs?.cycles ?? 0
      let part =
        all > 0
        ? Double(span.endCycle - span.startCycle) / Double(all)
        : 1 / Double(runs?.count ?? 1)
      order[index].energy_J = energy.map { $0 * part }
    }
    return order
  }
}
