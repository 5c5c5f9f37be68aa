import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Rows leave over the host link: the program's output.
extension Instruction.Send: RowInstruction {
  var passage: Passage { Passage(isSingle: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let fields = stage.fields(value, rows)
    stage.session.output += fields.elements
    let bits = fields.elements.count * Precision.accumulatorBits
    stage.record.add(.hostTransferBit, .deterministic, on: .host, bits)
    return .host(
      cycles: stage.chip.cycles(
        bits: bits, bitsPerSecond: stage.chip.memory.host_bitsPerSecond))
  }
}
