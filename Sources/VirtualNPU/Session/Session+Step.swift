import ExecutionRecords

extension Session {
  /// Goes on to the next barrier, or to the end of the part; does nothing there.
  public func step() {
    guard !isFinished else { return }
    let start = next
    var stages: [Stage] = []
    while next < machine.steps.count, case .rows(let instruction) = machine.steps[next] {
      stages.append(Stage(next, instruction, of: self))
      next += 1
    }
    if start < next { pass(stages) }
    if next < machine.steps.count, case .barrier = machine.steps[next] { next += 1 }
  }

  /// Lets the rows of all tokens of the part through the instructions between two barriers.
  private func pass(_ stages: [Stage]) {
    if let network {
      let group = EventGroup(stages, of: self, network)
      group.run()
      clock.timeline.spans += group.spans
      clock.timeline.totalCycles = group.end
      network.settle()
      tally.flits = flitsBefore + network.flitHops
    } else {
      for stage in stages {
        if !stage.passage.prepared.isEmpty { stage.prepare() }
        stage.perform(0..<stage.rows)
        if stage.passage.isCompleted { stage.complete() }
        // The next text finds the memory of this one's values warm.
        drop(behind: stage)
      }
      clock.place(stages, tokens: part.count, isTwin: false)
    }
    twinClock.place(stages, tokens: part.count, isTwin: true)
    for stage in stages {
      records[stage.index] = stage.record
      drop(behind: stage)
    }
  }

  /// Forgets the values that nobody reads behind an instruction.
  private func drop(behind stage: Stage) {
    forgetRaces(stage.index)
    guard !keepsValues else { return }
    for value in machine.lastReads[stage.index] { values.drop(value) }
  }
}
