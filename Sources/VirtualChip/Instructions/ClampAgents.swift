import ChipPrograms

/// The periphery writes states over its lanes.
extension Instruction.ClampAgents: AgentInstruction {
  func advance(_ agents: SessionAgents) -> Int? { agents.hold(states) }
}
