import ChipPrograms

/// gain ⊙ x + shift: one operation each for gain and shift.
extension Instruction.Rescale: RowInstruction {
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let scaled = stage.fields(value, rows)
      .rescaled(gain: stage.vector(gain), shift: stage.vector(shift))
    stage.write(scaled, into: into, rows)
    return foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    stage.work((gain == nil ? 0 : 1) + (shift == nil ? 0 : 1), each: into, rows)
  }
}
