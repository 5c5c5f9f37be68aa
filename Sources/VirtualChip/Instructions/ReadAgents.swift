import ChipPrograms
import HardwareSpecs

/// States go to the host again and again while free agents draw. The closed forms of `expectation` know
/// how many, and no states.
extension Instruction.ReadAgents: AgentInstruction {
  func advance(_ agents: SessionAgents) -> Int? {
    let interval_s = interval_s(on: agents.chip, agents: agents.phase.held.count)
    guard agents.read(self.agents, every: interval_s, times: times) else { return nil }
    return agents.chip.cycles(stated: interval_s * Double(times))
  }

  /// Seconds between two reads: what the program asks, or what the host link takes for one.
  func interval_s(on chip: ChipSpec, agents count: Int) -> Double {
    max(
      every.seconds(rate_Hz: chip.timing.latticeRate_Hz),
      Double(agents.isEmpty ? count : agents.count) / chip.memory.host_bitsPerSecond)
  }
}
