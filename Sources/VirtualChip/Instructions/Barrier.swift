import ChipPrograms

extension Instruction.Barrier: ChipInstruction {
  var step: MachineStep { .barrier }
}
