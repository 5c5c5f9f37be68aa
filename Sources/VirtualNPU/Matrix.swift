/// Fields of a value: one row a token.
package struct Matrix: Sendable {
  /// Number of rows.
  package let rows: Int
  /// Elements of a row.
  package let width: Int
  /// Row-major.
  package var elements: [Float]

  /// A matrix from its elements.
  package init(rows: Int, width: Int, elements: [Float]) {
    precondition(elements.count == rows * width, "\(elements.count) elements, \(rows)×\(width)")
    self.rows = rows
    self.width = width
    self.elements = elements
  }

  /// A matrix filled by `body`, which must write every element.
  package init(
    rows: Int, width: Int, filling body: (UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    self.rows = rows
    self.width = width
    elements = [Float](unsafeUninitializedCapacity: rows * width) { buffer, count in
      body(UnsafeMutableBufferPointer(rebasing: buffer[0..<(rows * width)]))
      count = rows * width
    }
  }
}

/// Codes of a value: affine bit-planes with an exact zero, outlier channels apart.
///
/// x[t,i] ≈ scale[t] · (code[t,i] − zero[t]) for ordinary channels, whose outliers have code = zero;
/// x[t,c] ≈ outlierScale[t] · outlierCode for the k channels c that were coded apart.
package struct CodedMatrix: Sendable {
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
}

extension CodedMatrix {
  /// One matrix of rows that were coded one by one.
  init(rows: [CodedMatrix]) {
    self.init(
      rows: rows.count, width: rows[0].width, bits: rows[0].bits, outliers: rows[0].outliers,
      codes8: rows.flatMap(\.codes8), codes16: rows.flatMap(\.codes16),
      scale: rows.flatMap(\.scale), zero: rows.flatMap(\.zero),
      outlierChannel: rows.flatMap(\.outlierChannel), outlierCode: rows.flatMap(\.outlierCode),
      outlierScale: rows.flatMap(\.outlierScale))
  }

  /// One row as a matrix of its own.
  package func row(_ row: Int) -> CodedMatrix {
    func part<Element>(_ values: [Element], _ size: Int) -> [Element] {
      values.isEmpty ? [] : Array(values[(row * size)..<((row + 1) * size)])
    }
    return CodedMatrix(
      rows: 1, width: width, bits: bits, outliers: outliers, codes8: part(codes8, width),
      codes16: part(codes16, width), scale: [scale[row]], zero: [zero[row]],
      outlierChannel: part(outlierChannel, outliers), outlierCode: part(outlierCode, outliers),
      outlierScale: [outlierScale[row]])
  }
}
