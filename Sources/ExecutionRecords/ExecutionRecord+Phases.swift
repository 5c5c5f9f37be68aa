extension ExecutionRecord {
  /// What was done and how long it took since an earlier time of the same execution, such as a decoder's
  /// tokens behind the prompt.
  ///
  /// Spans start where the earlier time ended.
  /// - Precondition: `earlier` is this execution as it was then.
  public func since(_ earlier: ExecutionRecord) -> ExecutionRecord {
    var rest = self
    for index in rest.instructions.indices {
      rest.instructions[index].remove(earlier.instructions[index])
    }
    rest.timeline = timeline.since(earlier.timeline)
    rest.twinTimeline = twinTimeline.since(earlier.twinTimeline)
    return rest
  }
}

extension InstructionRecord {
  fileprivate mutating func remove(_ earlier: InstructionRecord) {
    for (component, before) in earlier.counts {
      guard let now = counts[component] else { continue }
      let rest = now - before
      counts[component] = rest.isEmpty ? nil : rest
    }
    if let now = twin, let before = earlier.twin { twin = now - before }
  }
}

extension Timeline {
  fileprivate func since(_ earlier: Timeline) -> Timeline {
    var rest = Timeline(clock_Hz: clock_Hz)
    rest.spans = spans.dropFirst(earlier.spans.count).map { span in
      var moved = span
      moved.startCycle -= min(moved.startCycle, earlier.totalCycles)
      return moved
    }
    rest.totalCycles = totalCycles - earlier.totalCycles
    return rest
  }
}
