package import ExecutionRecords
import HardwareSpecs

/// Each plane of a row's codes is pulsed on the rows of an array's tiles, and each column counts or
/// converts.
///
/// Every pair of an input plane and a coupling plane is ANDed and counted, bit by bit; nothing is
/// multiplied but by powers of two and scales. A column whose rows belong to several blocks of scales
/// has a counter (or converter) for each; they step together and count as one.
package struct CrossbarTile: Tile {
  /// A row of codes for an array.
  package struct Row {
    /// The array.
    package let array: PreparedArray
    /// One row.
    package let codes: CodedMatrix

    /// A row for an array.
    package init(array: PreparedArray, codes: CodedMatrix) {
      self.array = array
      self.codes = codes
    }
  }

  /// A tile.
  package init() {}

  package mutating func accept(
    _ row: Row, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> TileResult {
    let (array, codes) = (row.array, row.codes)
    var pass = CrossbarPass(array, codes: codes, in: context)
    pass.pulseOrdinary(codes)
    if codes.outliers > 0 { pass.pulseOutliers(codes) }
    let fields = CrossbarSums.fields(
      array, codes: codes, sums: pass.sums, outlierSums: pass.outlierSums)
    let reading = ArrayReading(array, codes: codes, on: context.chip)
    reading.count(pass.work, in: &record)
    events.pulses += UInt64(pass.work.pulses)
    if case .converter = context.chip.timing.readOut {
      events.conversions += UInt64(pass.work.columnSums)
    }
    return TileResult(fields: fields, run: reading.run)
  }
}
