import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// The β converters of all race tiles are set, and settle.
extension Instruction.Beta: SetupInstruction {
  func enter(_ session: Session) {
    if let factor { session.programBeta = factor }
  }

  /// The factor on query·key of races; `nil` where agents are set.
  var factor: Float? {
    if case .races(let factor) = setting { factor } else { nil }
  }

  func setUp(on machine: VirtualNPU, _ record: inout InstructionRecord) -> Work {
    let chip = machine.chip
    record.add(.dacSet, .deterministic, on: .raceTiles, chip.geometry.raceTiles)
    return .wait(cycles: chip.cycles(seconds: chip.timing.betaSettling_s))
  }
}
