import ChipPrograms
import ExecutionRecords

/// left + gain ⊙ right + shift: an addition, and one operation each for gain and shift. The right operand
/// was there first and waits for the left one in memory.
extension Instruction.Accumulate: RowInstruction {
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let left = stage.fields(left, rows)
    var sum = stage.fields(right, rows)
      .rescaled(gain: stage.vector(gain), shift: stage.vector(shift))
    var target = sum.elements.mutableSpan
    let source = left.elements.span.extracting(0..<target.count)
    for index in target.indices { target[index] = source[index] + target[index] }
    stage.write(sum, into: into, rows)
    return foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    stage.record.addWaiting(
      bits: rows.count * stage.width(of: into) * Precision.accumulatorBits)
    return stage.work(1 + (gain == nil ? 0 : 1) + (shift == nil ? 0 : 1), each: into, rows)
  }
}
