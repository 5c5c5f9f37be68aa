import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Rows leave over the host link: the program's output.
extension Instruction.Send: RowInstruction {
  var passage: Passage { Passage(isSingle: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let fields = stage.fields(value, rows)
    let width = channels ?? fields.width
    for row in 0..<fields.rows {
      let start = row * fields.width
      stage.session.output += fields.elements[start..<(start + width)]
    }
    return foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let width = channels ?? stage.width(of: value)
    let bits = rows.count * width * Precision.accumulatorBits
    stage.record.add(.hostTransferBit, .deterministic, on: .host, bits)
    return .host(
      cycles: stage.chip.cycles(
        bits: bits, bitsPerSecond: stage.chip.memory.host_bitsPerSecond))
  }
}
