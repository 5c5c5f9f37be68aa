import DenseAlgebra
import ExecutionRecords
import HardwareSpecs

/// `read`, event by event: each plane of a row's codes is pulsed on the rows of the array's tiles, and
/// each column counts or converts.
enum CrossbarTile {
  /// One row of codes through an array.
  static func read(
    _ prepared: PreparedArray, codes: CodedMatrix, in context: TileContext,
    record: inout InstructionRecord, events: inout EventTally
  ) -> (fields: Matrix, run: TileRun) {
    let fields = Reading.body(prepared, codes: codes)
    let time = Reading.account(prepared.array, codes: codes, chip: context.chip, record: &record)
    return (fields, TileRun(latency: time.latency, busy: time.initiation))
  }
}
