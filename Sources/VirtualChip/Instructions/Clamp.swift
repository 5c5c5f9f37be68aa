import ByteFormats
import ChipPrograms
import ExecutionRecords

/// The quantiser of the periphery: range (2 comparisons), selection of outliers (1 comparison) and code
/// (scale and round: 2 operations) for each element, and setting of one scale a row and range. Codes are
/// those of `CodedMatrix`.
extension Instruction.Clamp: RowInstruction {
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let fields = stage.fields(value, rows)
    stage.write(
      CodedMatrix(coding: fields, bits: bits, outliers: outlierChannels), into: into, rows)
    return foresee(rows, stage)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let width = stage.width(of: value)
    let operations = (outlierChannels > 0 ? 5 : 4) * width
    stage.record.add(
      .digitalOperation, .deterministic, on: .periphery, operations * rows.count)
    stage.record.add(
      .dacSet, .deterministic, on: .periphery, (outlierChannels > 0 ? 2 : 1) * rows.count)
    return .lanes(
      cycles: stage.laneCycles(operations), depth: ceilingLog2(width))
  }
}
