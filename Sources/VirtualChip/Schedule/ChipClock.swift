import ExecutionRecords

/// The clock of one chip, simulated, scheduled or twin: where instructions lie in time, and when the last
/// couplings were in their tiles.
struct ChipClock: Equatable {
  /// What happened so far.
  var timeline: Timeline
  /// When the last shadow load ended.
  private(set) var lastLoad: UInt64

  /// A clock at its start.
  init(clock_Hz: Double) {
    timeline = Timeline(clock_Hz: clock_Hz)
    lastLoad = 0
  }

  /// A clock that goes on.
  init(timeline: Timeline, lastLoad: UInt64) {
    self.timeline = timeline
    self.lastLoad = lastLoad
  }

  /// Cycles since the start.
  var now: UInt64 { timeline.totalCycles }

  /// A shadow load starts when the one before it has ended, and is seen only where the computation since
  /// then was shorter.
  ///
  /// - Returns: the cycles that are left of a load which is due at a moment.
  mutating func visible(_ cycles: Int, at moment: UInt64) -> Int {
    let left = max(0, cycles - Int(moment - lastLoad))
    lastLoad = moment + UInt64(left)
    return left
  }

  /// Goes on by cycles in which all is as it was: the last load ended as long ago as before.
  mutating func skip(_ cycles: UInt64) {
    timeline.advance(cycles)
    lastLoad += cycles
  }

  /// Places the instructions between two barriers by the schedule.
  ///
  /// - Parameter linkCycles: for which each token occupies the busiest link of the mesh.
  mutating func place(_ stages: [Stage], tokens: Int, linkCycles: Int, isTwin: Bool) {
    var group = PipelineGroup(linkCycles: linkCycles)
    for stage in stages {
      var time = stage.time
      if stage.isShadowed { time = .once(visible(time.latency, at: now)) }
      group.append(stage.index, time, lanes: stage.laneCycles, on: stage.laneTiles)
    }
    timeline.place(isTwin ? group.twin : group, tokens: tokens)
  }
}

extension Timeline {
  /// Places a group's instructions: each starts when its first token arrives.
  mutating func place(_ group: PipelineGroup, tokens: Int) {
    var start = totalCycles
    for member in group.members {
      place(
        instruction: member.instruction, startCycle: start,
        cycles: UInt64(member.time.alone(tokens: tokens)))
      start += UInt64(member.time.latency)
    }
    advance(UInt64(group.duration(tokens: tokens)))
  }
}
