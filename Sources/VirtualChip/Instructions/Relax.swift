import ChipPrograms

/// Free agents draw for a time.
extension Instruction.Relax: AgentInstruction {
  func advance(_ agents: SessionAgents) -> Int? {
    let time_s = time.seconds(rate_Hz: agents.rate_Hz)
    return agents.draw(time_s, beta: agents.phase.beta) ? agents.chip.cycles(stated: time_s) : nil
  }
}
