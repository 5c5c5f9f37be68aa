import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Couplings are written row by row while they come from off-chip memory, or from the host where there is
/// none. A shadow load hides behind the computation (`ChipClock`).
extension Instruction.Load: SetupInstruction {
  func setUp(on machine: VirtualChip, _ record: inout InstructionRecord) -> Work {
    let (chip, array) = (machine.chip, machine.program.arrays[array])
    let bits = array.couplingBits
    let offChip = chip.memory.offChip_bitsPerSecond
    record.add(.couplingWrite, .deterministic, on: .linearTiles, bits)
    if offChip != nil {
      record.add(.offChipMemoryBit, .deterministic, on: .memory, bits)
    } else {
      record.add(.hostTransferBit, .deterministic, on: .host, bits)
    }
    let rows = min(array.inputs, chip.geometry.tileRows)
    return .load(
      writing: rows * chip.timing.couplingRowCycles * array.placement.rounds,
      transfer: chip.cycles(
        bits: bits, bitsPerSecond: offChip ?? chip.memory.host_bitsPerSecond),
      fromHost: offChip == nil)
  }
}
