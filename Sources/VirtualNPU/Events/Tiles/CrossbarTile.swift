package import ExecutionRecords
import HardwareSpecs

/// `read`, event by event: each plane of a row's codes is pulsed on the rows of the array's tiles, and
/// each column counts or converts.
///
/// Every pair of an input plane and a coupling plane is ANDed and counted, bit by bit; nothing is
/// multiplied but by powers of two and scales. A column whose rows belong to several blocks of scales
/// has a counter (or converter) for each; they step together and count as one.
package enum CrossbarTile {
  /// One row of codes through an array.
  ///
  /// - Parameters:
  ///   - prepared: The array.
  ///   - codes: One row.
  ///   - context: The run.
  ///   - record: Receives the actions, which are counted as they happen.
  ///   - events: Receives pulses and conversions.
  package static func read(
    _ prepared: PreparedArray, codes: CodedMatrix, in context: TileContext,
    record: inout InstructionRecord, events: inout EventTally
  ) -> (fields: Matrix, run: TileRun) {
    let chip = context.chip
    var pass = CrossbarPass(prepared, codes: codes, in: context)
    pass.pulseOrdinary(codes)
    if codes.outliers > 0 { pass.pulseOutliers(codes) }
    let fields = CrossbarSums.fields(
      prepared, codes: codes, sums: pass.sums, outlierSums: pass.outlierSums)
    var own = InstructionRecord(
      instruction: record.instruction, name: record.name, layer: record.layer)
    Reading.count(pass.work, of: prepared.array, codes: codes, chip: chip, record: &own)
    events.pulses += UInt64(pass.work.pulses)
    if case .converter = chip.timing.readOut { events.conversions += UInt64(pass.work.columnSums) }
    record.merge(own)
    let time = Reading.time(prepared.array, codes: codes, chip: chip)
    return (fields, TileRun(latency: time.latency, busy: time.initiation))
  }
}
