/// An instruction to agents. It is done in steps that the program alone determines, about a million ticks
/// or less each, and a session can stop between any two.
protocol AgentInstruction: ChipInstruction {
  /// Does the next step.
  /// - Returns: the cycles of the whole instruction where this was its last step; else `nil`.
  func advance(_ agents: SessionAgents) -> Int?
}

extension AgentInstruction {
  var step: MachineStep { .agents(self) }
}
