import DenseAlgebra
import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// `clamp`: codes fields as bit-planes, affine with an exact zero, outlier channels apart.
///
/// For a row x without its k largest magnitudes: scale = (hi − lo)/(2^b − 1) with hi = max(x, 0) and
/// lo = min(x, 0), zero = round(−lo/scale), code = round(x/scale) + zero. The k outliers get a range
/// of their own, by the same rule.
enum Clamping {
  static func body(_ fields: Matrix, bits: Int, outliers: Int) -> CodedMatrix {
    let rows = fields.rows
    let width = fields.width
    var coded = CodedMatrix(
      rows: rows, width: width, bits: bits, outliers: outliers,
      codes8: [UInt8](repeating: 0, count: bits <= 8 ? rows * width : 0),
      codes16: [UInt16](repeating: 0, count: bits <= 8 ? 0 : rows * width),
      scale: [Float](repeating: 1, count: rows), zero: [Int32](repeating: 0, count: rows),
      outlierChannel: [Int32](repeating: 0, count: rows * outliers),
      outlierCode: [Int32](repeating: 0, count: rows * outliers),
      outlierScale: [Float](repeating: 1, count: rows))
    let limit = Float((1 << bits) - 1)
    var ordinary = [Float](repeating: 0, count: width)
    fields.elements.withUnsafeBufferPointer { elements in
      ordinary.withUnsafeMutableBufferPointer { ordinary in
        for row in 0..<rows {
          let source = UnsafeBufferPointer(rebasing: elements[(row * width)..<((row + 1) * width)])
          Saturation.copy(source, into: ordinary.baseAddress!)
          if outliers > 0 {
            takeOutliers(from: ordinary, row: row, limit: limit, into: &coded)
          }
          let code = AffineCode(of: UnsafeBufferPointer(ordinary), limit: limit)
          coded.scale[row] = code.scale
          coded.zero[row] = Int32(code.zero)
          if bits <= 8 {
            coded.codes8.withUnsafeMutableBufferPointer {
              code.encode(UnsafeBufferPointer(ordinary), into: $0.baseAddress! + row * width)
            }
          } else {
            coded.codes16.withUnsafeMutableBufferPointer {
              code.encode(UnsafeBufferPointer(ordinary), into: $0.baseAddress! + row * width)
            }
          }
        }
      }
    }
    return coded
  }

  /// Moves the largest magnitudes of a row into a code of their own, leaving zeros.
  private static func takeOutliers(
    from row: UnsafeMutableBufferPointer<Float>, row index: Int, limit: Float,
    into coded: inout CodedMatrix
  ) {
    let count = coded.outliers
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { channels in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { values in
        LargestMagnitudes.find(UnsafeBufferPointer(row), into: channels)
        for place in 0..<count {
          values[place] = row[Int(channels[place])]
          row[Int(channels[place])] = 0
        }
        let code = AffineCode(of: UnsafeBufferPointer(values), limit: limit)
        coded.outlierScale[index] = code.scale
        for place in 0..<count {
          coded.outlierChannel[index * count + place] = channels[place]
          coded.outlierCode[index * count + place] = Int32(code.code(of: values[place]) - code.zero)
        }
      }
    }
  }

  /// The quantiser of the periphery: range (2 comparisons), selection of outliers (1 comparison) and
  /// code (scale and round: 2 operations) for each element, and setting of one scale a row and range.
  static func account(
    _ coded: CodedMatrix, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let operations = (coded.outliers > 0 ? 5 : 4) * coded.width
    record.add(.digitalOperation, .deterministic, on: .periphery, operations * coded.rows)
    record.add(
      .dacSet, .deterministic, on: .periphery, (coded.outliers > 0 ? 2 : 1) * coded.rows)
    let cycles = ceilingDivide(operations, chip.geometry.digitalLanes)
    return StageTime(latency: cycles + ceilingLog2(coded.width), initiation: cycles)
  }
}

/// An affine code with an exact zero: value ≈ scale · (code − zero).
struct AffineCode {
  let scale: Float
  let inverse: Float
  /// Code of 0.
  let zero: Float
  /// Largest code.
  let limit: Float

  /// The code of a row's range, extended to hold 0.
  init(of row: UnsafeBufferPointer<Float>, limit: Float) {
    let pair = RowRange.of(row)
    let high = pair.high > 0 ? pair.high : 0
    let low = pair.low < 0 ? pair.low : 0
    // A range too small for a finite inverse has nothing to code.
    let range = (high - low) / limit
    let usable = range > 1e-30
    scale = usable ? range : 1
    inverse = 1 / scale
    zero = usable ? (-low * inverse + 0.5).rounded(.down) : 0
    self.limit = limit
  }

  @inline(__always)
  func code(of value: Float) -> Float {
    let code = WholeNumbers.nearest(value * inverse) + zero
    return code < 0 ? 0 : (code > limit ? limit : code)
  }

  /// Writes the codes of a row.
  @inline(__always)
  func encode<Code: FixedWidthInteger>(
    _ row: UnsafeBufferPointer<Float>, into codes: UnsafeMutablePointer<Code>
  ) {
    let source = row.baseAddress!
    let count = row.count
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { wide in
      let wide = wide.baseAddress!
      // The low bits of the sum hold the code; a loop of its own narrows them, so that both vectorise.
      for index in 0..<count { wide[index] = WholeNumbers.lowBits(code(of: source[index])) }
      for index in 0..<count { codes[index] = Code(truncatingIfNeeded: wide[index]) }
    }
  }
}

/// Extremes of a row in one pass.
enum RowRange {
  static func of(_ row: UnsafeBufferPointer<Float>) -> (low: Float, high: Float) {
    var low = Lanes(repeating: 0)
    var high = Lanes(repeating: 0)
    let whole = row.count & ~15
    if let pointer = row.baseAddress {
      var index = 0
      while index < whole {
        let lanes = pointer.lanes(index)
        low = lanes.smaller(low)
        high = lanes.larger(high)
        index &+= 16
      }
    }
    var lowest = low.min()
    var highest = high.max()
    for index in whole..<row.count {
      lowest = row[index] < lowest ? row[index] : lowest
      highest = row[index] > highest ? row[index] : highest
    }
    return (lowest, highest)
  }
}
