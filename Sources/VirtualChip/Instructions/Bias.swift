import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// The static fields of an array's outputs are written into on-chip memory.
extension Instruction.Bias: SetupInstruction {
  func setUp(on machine: VirtualChip, _ record: inout InstructionRecord) -> Work {
    let outputs = machine.program.arrays[array].outputs
    record.add(
      .onChipMemoryBit, .deterministic, on: .memory, outputs * Precision.accumulatorBits)
    return .lanes(cycles: machine.chip.laneCycles(outputs), depth: 0)
  }
}
