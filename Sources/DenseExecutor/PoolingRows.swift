internal import DenseAlgebra

/// Mean over tokens and unit length.
enum PoolingRows {
  /// output = the mean of `rows` ≥ 1 rows.
  static func mean(
    _ input: Span<Float>, stride: Int, rows: Int, into output: inout MutableSpan<Float>
  ) {
    output.copy(input.extracting(first: output.count))
    for row in 1..<max(1, rows) {
      let source = input.extracting((row &* stride)..<(row &* stride &+ output.count))
      for column in output.indices { output[column] = output[column] + source[column] }
    }
    let factor = 1 / Float(rows)
    for column in output.indices { output[column] = output[column] * factor }
  }

  /// x ← x / max(|x|, 10⁻¹²), as PyTorch's `normalize`.
  static func unitLength(_ row: inout MutableSpan<Float>) {
    let length = max(RowReductions.sumOfSquares(row.span).squareRoot(), 1e-12)
    for column in row.indices { row[column] = row[column] / length }
  }
}
