import ChipPrograms
import DenseAlgebra
import HardwareSpecs
import RandomStreams

/// The passes of one row of codes through the tiles of an array.
struct CrossbarPass {
  private let prepared: PreparedArray
  private let array: CouplingPlanes
  private let columns: [Range<Int>]
  private let converted: ConvertedColumns?
  private var draws: LaneStream
  /// Σ code·w for each block of scales, [block][output].
  private(set) var sums: [Double]
  /// The same of the channels coded apart.
  private(set) var outlierSums: [Double]
  /// What was done.
  private(set) var work = CrossbarWork()

  init(_ prepared: PreparedArray, codes: CodedMatrix, in context: TileContext) {
    let geometry = context.chip.geometry
    self.prepared = prepared
    array = prepared.planes.planes(prepared, tileRows: geometry.tileRows)
    let outputs = array.outputs
    columns = stride(from: 0, to: outputs, by: geometry.tileColumns).map {
      $0..<min(outputs, $0 + geometry.tileColumns)
    }
    if let converter = ColumnConverter.ofColumns(rows: geometry.tileRows, on: context.chip) {
      converted = ConvertedColumns(
        array, converter: converter,
        currents: context.chip.devices.couplingVariation > 0
          ? prepared.planes.currents(prepared, die: context.die) : [])
    } else {
      converted = nil
    }
    draws = LaneStream(context.streams.key(.deviceVariation), stream: context.token)
    sums = [Double](repeating: 0, count: outputs * ((array.segments.last?.block ?? 0) + 1))
    outlierSums = []
  }

  /// The first pass: all rows of all tiles.
  mutating func pulseOrdinary(_ codes: CodedMatrix) {
    var planes = CodePlanes(planes: codes.bits, of: array)
    if codes.bits <= 8 {
      planes.set(codes.codes8.span, of: array)
    } else {
      planes.set(codes.codes16.span, of: array)
    }
    var sums = sums
    self.sums = []
    for segment in array.segments {
      pulse(
        segment, rows: segment.rows.count, planes: planes, negative: nil, block: segment.block,
        into: &sums)
    }
    self.sums = sums
    for _ in 0..<array.rowTiles { readOut(planes: codes.bits) }
    work.partialSums += array.outputs * (array.rowTiles - 1)
  }

  /// The second pass: the rows of the channels coded apart, whose codes have a sign: columns count
  /// down for the pulses of negative ones. Its schedule is fixed: as many row tiles are read out as
  /// can hold an outlier.
  mutating func pulseOutliers(_ codes: CodedMatrix) {
    let blocks = prepared.array.blocks
    var sums = [Double](repeating: 0, count: array.outputs * blocks)
    for segment in array.segments {
      var positive = CodePlanes(planes: codes.bits, of: array)
      var negative = positive
      var rows = 0
      for place in 0..<codes.outliers {
        let channel = Int(codes.outlierChannel[place])
        guard segment.rows.contains(channel) else { continue }
        let code = Int(codes.outlierCode[place])
        if code >= 0 {
          positive.set(code, row: channel, of: segment)
        } else {
          negative.set(-code, row: channel, of: segment)
        }
        rows += 1
      }
      guard rows > 0 else { continue }
      pulse(
        segment, rows: rows, planes: positive, negative: negative,
        block: blocks > 1 ? segment.block : 0, into: &sums)
    }
    outlierSums = sums
    for _ in 0..<min(codes.outliers, array.rowTiles) { readOut(planes: codes.bits) }
    work.partialSums += array.outputs * (array.rowTiles - 1)
  }

  /// Pulses a segment's rows in each column of tiles, which has input agents of its own.
  private mutating func pulse(
    _ segment: CouplingPlanes.Segment, rows: Int, planes: CodePlanes, negative: CodePlanes?,
    block: Int, into sums: inout [Double]
  ) {
    let outputs = array.outputs
    for columns in columns {
      work.pulses += rows * planes.planes
      work.evaluations += rows * columns.count * array.bits * planes.planes
      var elements = sums.mutableSpan
      var target = elements._mutatingExtracting((block &* outputs)..<(block &* outputs &+ outputs))
      if let converted {
        converted.convert(
          segment, columns: columns, codes: planes, negative: negative, draws: &draws,
          into: &target)
        continue
      }
      withScratch(columns.count, repeating: 0 as Int64) { counts in
        array.count(segment, columns: columns, codes: planes, negated: false, into: &counts)
        if let negative {
          array.count(segment, columns: columns, codes: negative, negated: true, into: &counts)
        }
        var totals = target._mutatingExtracting(columns)
        for column in counts.indices { totals[column] = totals[column] + Double(counts[column]) }
      }
    }
  }

  /// Each column of a row tile hands on a sum for each pair of planes.
  private mutating func readOut(planes: Int) {
    for columns in columns { work.columnSums += columns.count * planes * array.bits }
  }
}
