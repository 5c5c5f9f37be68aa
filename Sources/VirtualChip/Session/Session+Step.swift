import ChipPrograms
import ExecutionRecords
import HardwareSpecs

extension Session {
  /// Goes on to the next barrier, by a step of the agents, or to the end; does nothing there.
  ///
  /// A step of the agents is about a million of their ticks, or less.
  public func step() {
    guard !isFinished else { return }
    var stages: [Stage] = []
    while next < partEnd, case .rows(let instruction) = machine.steps[next] {
      stages.append(Stage(next, instruction, of: self))
      next += 1
    }
    if !stages.isEmpty { pass(stages) }
    guard !isFinished else { return }
    switch machine.steps[next] {
    case .rows: preconditionFailure("rows stopped at \(program.instructions[next].name)")
    case .agents(let instruction):
      if stages.isEmpty { advance(instruction) }
    case .barrier:
      if agents != nil { place(chip.timing.synchroniserCycles) }
      next += 1
    }
  }

  /// Ends a program of agents where it is, without its rest.
  ///
  /// Of a read under way the states so far count, with their time; any other instruction under way counts as
  /// not begun.
  public func end() {
    guard !isFinished else { return }
    let instruction = program.instructions[next]
    if let agents, agents.part > 0, let read = instruction.operation as? Instruction.ReadAgents {
      place(chip.cycles(stated: machine.interval_s(of: read) * Double(agents.part)))
    } else {
      records[next] = InstructionRecord(
        instruction: next, name: instruction.name, layer: instruction.layer)
    }
    next = partEnd
  }

  /// Lets the agents do a step of an instruction.
  private func advance(_ instruction: any AgentInstruction) {
    guard let agents, let cycles = instruction.advance(agents) else { return }
    agents.pass(instruction)
    place(cycles)
    next += 1
  }

  /// Places an instruction that nothing overlaps.
  private func place(_ cycles: Int) {
    clock.timeline.place(instruction: next, cycles: UInt64(cycles))
    twinClock.timeline.place(instruction: next, cycles: UInt64(cycles))
  }

  /// Lets the rows of all tokens of the part through the instructions between two barriers.
  private func pass(_ stages: [Stage]) {
    if let network {
      let group = EventGroup(stages, of: self, network)
      group.run()
      clock.timeline.spans += group.spans
      clock.timeline.totalCycles = group.end
      network.settle()
      events.flits = flitsBefore + network.flitHops
    } else {
      for stage in stages {
        if stage.passage.isPrepared { stage.prepare() }
        stage.perform(0..<stage.rows)
        if failure != nil { return }
        if stage.passage.isCompleted { stage.complete() }
        // The next text finds the memory of this one's values warm.
        drop(behind: stage)
      }
      if keepsPassages {
        passages += stages.enumerated().map { $0.element.passed(isFirst: $0.offset == 0) }
      }
      clock.place(
        stages, tokens: part.count, linkCycles: machine.linkCycles[stages[0].index],
        isTwin: false)
    }
    twinClock.place(
      stages, tokens: part.count, linkCycles: machine.linkCycles[stages[0].index], isTwin: true)
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
