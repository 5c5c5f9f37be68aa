import ChipPrograms

/// The periphery sets agents free over its lanes.
extension Instruction.Release: AgentInstruction {
  func advance(_ agents: SessionAgents) -> Int? {
    let held = agents.phase.held
    let free = self.agents.isEmpty ? held.indices.filter { held[$0] != 0 } : self.agents
    return agents.hold(free.map { .init($0, 0) })
  }
}
