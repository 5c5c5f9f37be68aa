import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Rows leave over the host link: the program's output.
extension Instruction.Send: RowInstruction {
  var passage: Passage { Passage(isSingle: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    stage.session.output += stage.fields(value, rows).elements
    return foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let bits = rows.count * stage.width(of: value) * Precision.accumulatorBits
    stage.record.add(.hostTransferBit, .deterministic, on: .host, bits)
    return .host(
      cycles: stage.chip.cycles(
        bits: bits, bitsPerSecond: stage.chip.memory.host_bitsPerSecond))
  }
}
