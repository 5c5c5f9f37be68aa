internal import DenseAlgebra
internal import TransformerModels

/// One row from the rows of a text's tokens, and unit length.
enum PoolingRows {
  /// output = what `pooling` makes of `rows` ≥ 1 rows; sums and largest values leave out the first `first` of them.
  static func pool(
    _ pooling: Pooling, after first: Int = 0, _ input: Span<Float>, stride: Int, rows: Int,
    into output: inout MutableSpan<Float>
  ) {
    let width = output.count
    func places(_ index: Int) -> Range<Int> { (index &* stride)..<(index &* stride &+ width) }
    if first >= rows, pooling != .first, pooling != .last {
      for column in output.indices { output[column] = 0 }
      return
    }
    switch pooling {
    case .mean: mean(input, stride: stride, rows: first..<rows, into: &output)
    case .first: output.copy(input.extracting(places(0)))
    case .last: output.copy(input.extracting(places(rows - 1)))
    case .max:
      output.copy(input.extracting(places(first)))
      for index in (first + 1)..<Swift.max(first + 1, rows) {
        let source = input.extracting(places(index))
        for column in output.indices { output[column] = Swift.max(output[column], source[column]) }
      }
    case .rootMean:
      mean(input, stride: stride, rows: first..<rows, into: &output)
      let factor = Float(rows - first).squareRoot()
      for column in output.indices { output[column] = output[column] * factor }
    case .weightedMean:
      for column in output.indices { output[column] = 0 }
      for index in first..<rows {
        let source = input.extracting(places(index))
        let weight = Float(index + 1)
        for column in output.indices { output[column] = output[column] + weight * source[column] }
      }
      let sum = (Float(rows) * Float(rows + 1) - Float(first) * Float(first + 1)) / 2
      for column in output.indices { output[column] = output[column] / sum }
    }
  }

  /// output = the mean of rows, at least one.
  private static func mean(
    _ input: Span<Float>, stride: Int, rows: Range<Int>, into output: inout MutableSpan<Float>
  ) {
    let start = rows.lowerBound &* stride
    output.copy(input.extracting(start..<(start &+ output.count)))
    for row in rows.dropFirst() {
      let source = input.extracting((row &* stride)..<(row &* stride &+ output.count))
      for column in output.indices { output[column] = output[column] + source[column] }
    }
    let factor = 1 / Float(rows.count)
    for column in output.indices { output[column] = output[column] * factor }
  }

  /// x ← x / max(|x|, 10⁻¹²), as PyTorch's `normalize`.
  static func unitLength(_ row: inout MutableSpan<Float>) {
    let length = max(RowReductions.sumOfSquares(row.span).squareRoot(), 1e-12)
    for column in row.indices { row[column] = row[column] / length }
  }
}
