import ChipPrograms

/// What holds for instructions: the rules of programs, and barriers before races and reloads, which start
/// when all tokens have passed.
enum InstructionRules {
  static func fault(in mapping: Mapping) -> Verifier.Fault? {
    guard !mapping.instructions.isEmpty else { return nil }
    let program = mapping.program
    let fault = (program.instructionFaults() + program.outputFaults()).first
    return fault.map { Verifier.Fault($0, in: mapping) } ?? barrierFault(in: mapping)
  }

  private static func barrierFault(in mapping: Mapping) -> Verifier.Fault? {
    for (before, instruction) in zip(mapping.instructions, mapping.instructions.dropFirst()) {
      if before.operation is Instruction.Barrier { continue }
      switch instruction.operation {
      case is Instruction.Race, is Instruction.Load:
        return .init(
          term: instruction.name, reason: "follows \(before.name), expected a barrier before it")
      default: continue
      }
    }
    return nil
  }
}
