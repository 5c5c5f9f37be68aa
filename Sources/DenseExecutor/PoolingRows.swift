internal import DenseAlgebra

/// Mean over tokens and unit length.
enum PoolingRows {
  /// output = the mean of `rows` ≥ 1 rows.
  static func mean(
    _ input: UnsafePointer<Float>, stride: Int, rows: Int, width: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    output.update(from: input, count: width)
    for row in 1..<max(1, rows) {
      let source = input + row &* stride
      for column in 0..<width { output[column] = output[column] + source[column] }
    }
    let factor = 1 / Float(rows)
    for column in 0..<width { output[column] = output[column] * factor }
  }

  /// output = x / max(|x|, 10⁻¹²), as PyTorch's `normalize`; may be in place.
  static func unitLength(
    _ input: UnsafePointer<Float>, width: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let squares = RowReductions.sumOfSquares(UnsafeBufferPointer(start: input, count: width))
    let length = max(squares.squareRoot(), 1e-12)
    for column in 0..<width { output[column] = input[column] / length }
  }
}
