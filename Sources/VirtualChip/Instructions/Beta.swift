import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// β converters are set, and settle: those of all race tiles, or that of agents, at once or step by step
/// while free agents draw.
extension Instruction.Beta: SetupInstruction, AgentInstruction {
  var step: MachineStep { factor == nil ? .agents(self) : .rows(self) }

  /// The factor on query·key of races; `nil` where agents are set.
  var factor: Float? {
    if case .races(let factor) = setting { factor } else { nil }
  }

  func enter(_ session: Session) {
    guard let factor else { return }
    session.programBeta = factor
    // It takes back what thermostats have.
    session.thermostats = [:]
  }

  func setUp(on machine: VirtualChip, _ record: inout InstructionRecord) -> Work {
    let chip = machine.chip
    guard factor == nil else {
      record.add(.dacSet, .deterministic, on: .raceTiles, chip.geometry.raceTiles)
      return .wait(cycles: chip.cycles(seconds: chip.timing.betaSettling_s))
    }
    record.addToAgents(.dacSet, 1)
    return .wait(cycles: chip.cycles(stated: chip.timing.betaSettling_s))
  }

  func advance(_ agents: SessionAgents) -> Int? {
    guard case .ramp(let from, let to, let time) = setting else { return agents.setUp(self) }
    let time_s = time.seconds(rate_Hz: agents.rate_Hz)
    let steps = steps(in: time_s, on: agents.chip.timing)
    let beta =
      steps == 1 ? to : from + (to - from) * (Double(agents.part) / Double(steps - 1))
    guard agents.draw(time_s / Double(steps), beta: beta) else { return nil }
    agents.part += 1
    guard agents.part == steps else { return nil }
    agents.record.addToAgents(.dacSet, steps)
    return agents.chip.cycles(stated: time_s)
  }

  /// Steps of the β converter in a ramp: a new value each settling time, and at most the 255 of 8 bits.
  private func steps(in time_s: Double, on timing: ChipTiming) -> Int {
    let settling_s = timing.betaSettling_s
    return settling_s > 0 ? max(1, Int(min(255, (time_s / settling_s).rounded(.down)))) : 255
  }
}
