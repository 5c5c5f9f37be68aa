import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// The β converters of all race tiles are set, and settle.
extension Instruction.Beta: SetupInstruction {
  func enter(_ session: Session) { session.programBeta = factor }

  func setUp(on machine: VirtualNPU, _ record: inout InstructionRecord) -> Work {
    let chip = machine.chip
    record.add(.dacSet, .deterministic, on: .raceTiles, chip.geometry.raceTiles)
    return .wait(cycles: chip.cycles(seconds: chip.timing.betaSettling_s))
  }
}
