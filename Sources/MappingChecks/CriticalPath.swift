package import ChipPrograms
package import ExecutionRecords

/// Which instructions the time of an execution is due to; the shares add up to all its cycles.
///
/// Between two barriers tokens stream: an instruction owns the time from its own start to the next
/// one's, and what is left when all have started belongs to the instruction that is at work longest,
/// because the others wait for it.
package struct CriticalPath: Sendable {
  /// Cycles that each instruction of the program accounts for.
  package private(set) var cycles: [Int: UInt64] = [:]
  /// Of those, cycles in which no instruction of the group was at work: what is shared, links of the mesh and
  /// lanes, held all of them up.
  package private(set) var waits: [Int: UInt64] = [:]
  /// All cycles.
  package private(set) var total: UInt64 = 0

  /// No execution yet.
  package init() {}

  /// Adds the execution of one text.
  package mutating func add(_ timeline: Timeline, of program: Program) {
    total += timeline.totalCycles
    var group: [Timeline.Span] = []
    var barriers = 0
    var numbers = [Int](repeating: 0, count: program.instructions.count)
    for (index, instruction) in program.instructions.enumerated() {
      if instruction.operation is Instruction.Barrier { barriers += 1 }
      numbers[index] = barriers
    }
    var accounted: UInt64 = 0
    for (place, span) in timeline.spans.enumerated() {
      group.append(span)
      let next = place + 1 < timeline.spans.count ? timeline.spans[place + 1] : nil
      if let next, numbers[next.instruction] == numbers[span.instruction] { continue }
      let end = max(accounted, next.map(\.startCycle) ?? timeline.totalCycles)
      close(group, from: accounted, to: end)
      accounted = end
      group = []
    }
  }

  private mutating func close(_ group: [Timeline.Span], from start: UInt64, to end: UInt64) {
    let spans = group.sorted {
      ($0.startCycle, $0.instruction) < ($1.startCycle, $1.instruction)
    }
    guard let last = spans.last, let longest = spans.max(by: { $0.cycles < $1.cycles }) else {
      return
    }
    var (time, reach) = (start, start)
    for (span, next) in zip(spans, spans.dropFirst()) {
      reach = max(reach, span.startCycle + span.cycles)
      let until = min(end, max(time, next.startCycle))
      give(span.instruction, from: time, to: until, reach)
      time = until
    }
    let owner = longest.cycles > last.cycles ? longest : last
    give(owner.instruction, from: time, to: end, max(reach, last.startCycle + last.cycles))
  }

  /// Counts cycles for an instruction; those beyond `reach`, the end of all work that has begun, are waits.
  private mutating func give(
    _ instruction: Int, from time: UInt64, to end: UInt64, _ reach: UInt64
  ) {
    cycles[instruction, default: 0] += end - time
    let idle = end - min(end, max(time, reach))
    if idle > 0 { waits[instruction, default: 0] += idle }
  }

  /// Instructions by their share, largest first.
  package var largest: [(instruction: Int, share: Double)] {
    cycles.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      ($0.key, Double($0.value) / Double(max(1, total)))
    }
  }
}
