import ChipPrograms
import HardwareSpecs

extension VirtualChip {
  /// How many draws the agents of a program of agents make in one execution, on average: the rates of the clocks
  /// of free agents times the time for which they are left to themselves. 0 at fidelity `expectation`, which
  /// draws nothing.
  ///
  /// - Parameter settings: fidelity and die, whose variation changes rates.
  public func expectedDraws(_ settings: RunSettings) -> Double {
    guard let dies = lattice, settings.fidelity != .expectation else { return 0 }
    let die = dies.lattice(of: chip, settings)
    var phase = AgentPhase(agents: die.couplings.fields.count)
    for instruction in program.setup { phase.pass(instruction.operation) }
    var draws = 0.0
    for instruction in program.instructions {
      draws +=
        seconds(of: instruction.operation, rate_Hz: die.rate_Hz) * die.tickRate_Hz(held: phase.held)
      phase.pass(instruction.operation)
    }
    return draws
  }

  /// How long agents draw in an instruction.
  private func seconds(of operation: any Instruction.Operation, rate_Hz: Double) -> Double {
    switch operation {
    case let relax as Instruction.Relax: relax.time.seconds(rate_Hz: rate_Hz)
    case let read as Instruction.ReadAgents: interval_s(of: read) * Double(read.times)
    case let beta as Instruction.Beta:
      if case .ramp(_, _, let time) = beta.setting {
        time.seconds(rate_Hz: rate_Hz)
      } else {
        0
      }
    default: 0
    }
  }
}
