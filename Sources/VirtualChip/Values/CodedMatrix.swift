import DenseAlgebra

/// Codes of a value: affine bit-planes with an exact zero, outlier channels apart.
///
/// x[t,i] ≈ scale[t] · (code[t,i] − zero[t]) for ordinary channels, whose outliers have code = zero;
/// x[t,c] ≈ outlierScale[t] · outlierCode for the k channels c that were coded apart.
package struct CodedMatrix: Sendable, Equatable {
  /// Number of rows.
  package let rows: Int
  /// Elements of a row.
  package let width: Int
  /// Bits of a code.
  package let bits: Int
  /// Channels coded apart in each row.
  package let outliers: Int
  /// [rows × width]; one byte a code if `bits` ≤ 8.
  package var codes8: [UInt8]
  /// [rows × width] if `bits` > 8.
  package var codes16: [UInt16]
  /// [rows].
  package var scale: [Float]
  /// [rows].
  package var zero: [Int32]
  /// [rows × outliers]: channels.
  package var outlierChannel: [Int32]
  /// [rows × outliers]: code − zero of the outliers' own code.
  package var outlierCode: [Int32]
  /// [rows].
  package var outlierScale: [Float]

  /// Rows of zeros.
  init(rows: Int, width: Int, bits: Int, outliers: Int) {
    self.rows = rows
    self.width = width
    self.bits = bits
    self.outliers = outliers
    codes8 = [UInt8](repeating: 0, count: bits <= 8 ? rows * width : 0)
    codes16 = [UInt16](repeating: 0, count: bits <= 8 ? 0 : rows * width)
    scale = [Float](repeating: 1, count: rows)
    zero = [Int32](repeating: 0, count: rows)
    outlierChannel = [Int32](repeating: 0, count: rows * outliers)
    outlierCode = outlierChannel
    outlierScale = scale
  }

  /// Codes fields.
  ///
  /// For a row x without its k largest magnitudes: scale = (hi − lo)/(2^b − 1) with hi = max(x, 0) and
  /// lo = min(x, 0), zero = round(−lo/scale), code = round(x/scale) + zero. The k outliers get a range
  /// of their own, by the same rule.
  init(coding fields: Matrix, bits: Int, outliers: Int) {
    self.init(rows: fields.rows, width: fields.width, bits: bits, outliers: outliers)
    let limit = Float((1 << bits) - 1)
    var ordinary = [Float](repeating: 0, count: width)
    var rest = ordinary.mutableSpan
    for row in 0..<rows {
      rest.copy(fields.elements.span.extracting(fields.place(ofRow: row)))
      Saturation.saturate(&rest)
      if outliers > 0 { takeOutliers(from: &rest, row: row, limit: limit) }
      encode(rest.span, row: row, limit: limit)
    }
  }

  private mutating func encode(_ fields: Span<Float>, row: Int, limit: Float) {
    let code = AffineCode(of: fields, limit: limit)
    scale[row] = code.scale
    zero[row] = Int32(code.zero)
    let places = (row * width)..<((row + 1) * width)
    if bits <= 8 {
      var codes = codes8.mutableSpan
      var target = codes._mutatingExtracting(places)
      code.encode(fields, into: &target)
    } else {
      var codes = codes16.mutableSpan
      var target = codes._mutatingExtracting(places)
      code.encode(fields, into: &target)
    }
  }

  /// Moves the largest magnitudes of a row into a code of their own, leaving zeros.
  private mutating func takeOutliers(
    from row: inout MutableSpan<Float>, row index: Int, limit: Float
  ) {
    let count = outliers
    withScratch(count, repeating: 0 as Int32) { channels in
      withScratch(count, repeating: 0 as Float) { values in
        LargestMagnitudes.find(row.span, into: &channels)
        for place in 0..<count {
          values[place] = row[Int(channels[place])]
          row[Int(channels[place])] = 0
        }
        let code = AffineCode(of: values.span, limit: limit)
        outlierScale[index] = code.scale
        for place in 0..<count {
          outlierChannel[index * count + place] = channels[place]
          outlierCode[index * count + place] = Int32(code.code(of: values[place]) - code.zero)
        }
      }
    }
  }

  /// Some rows as a matrix of their own; all of them share this one's codes.
  package func rows(_ range: Range<Int>) -> CodedMatrix {
    guard range != 0..<rows else { return self }
    var part = CodedMatrix(rows: range.count, width: width, bits: bits, outliers: outliers)
    let codes = (range.lowerBound * width)..<(range.upperBound * width)
    if bits <= 8 {
      part.codes8 = Array(codes8[codes])
    } else {
      part.codes16 = Array(codes16[codes])
    }
    part.scale = Array(scale[range])
    part.zero = Array(zero[range])
    let apart = (range.lowerBound * outliers)..<(range.upperBound * outliers)
    part.outlierChannel = Array(outlierChannel[apart])
    part.outlierCode = Array(outlierCode[apart])
    part.outlierScale = Array(outlierScale[range])
    return part
  }

  /// Puts other rows in the place of some.
  mutating func replace(_ range: Range<Int>, with other: CodedMatrix) {
    let codes = (range.lowerBound * width)..<(range.upperBound * width)
    if bits <= 8 {
      codes8.replaceSubrange(codes, with: other.codes8)
    } else {
      codes16.replaceSubrange(codes, with: other.codes16)
    }
    scale.replaceSubrange(range, with: other.scale)
    zero.replaceSubrange(range, with: other.zero)
    let apart = (range.lowerBound * outliers)..<(range.upperBound * outliers)
    outlierChannel.replaceSubrange(apart, with: other.outlierChannel)
    outlierCode.replaceSubrange(apart, with: other.outlierCode)
    outlierScale.replaceSubrange(range, with: other.outlierScale)
  }
}
