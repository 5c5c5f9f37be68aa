/// Softmax and layer norm of a row, with the fixed-order reductions: same bits on every processor.
public enum RowFunctions {
  /// x ← e^(x − max x) / Σ e^(x − max x); an empty row stays empty.
  /// - Returns: the sum before the division, at least 1.
  @inlinable @discardableResult
  public static func softmax(_ row: inout MutableSpan<Float>) -> Float {
    let count = row.count
    guard count > 0 else { return 0 }
    let largest = RowReductions.maximum(row.span)
    let whole = count & ~15
    let rest = count &- whole
    var total = Lanes(repeating: 0)
    var index = 0
    while index < whole {
      let e = VectorFunctions.exp(row.lanes(index) - largest)
      row.store(e, at: index)
      total += e
      index &+= 16
    }
    if rest > 0 {
      let tail = row.span.lanes(whole, count: rest, filler: -.infinity)
      let e = VectorFunctions.exp(tail - largest)
      row.store(e, at: whole, count: rest)
      total += e
    }
    let sum = total.treeSum
    let factor = 1 / sum
    for index in row.indices { row[index] = row[index] * factor }
    return sum
  }

  /// y = gain ⊙ (x − mean)/√(variance + ε) + shift (Ba, Kiros and Hinton 2016), with the variance
  /// Σ(x − mean)²/n, in place.
  /// - Precondition: gain and shift have the row's count n.
  /// - Returns: mean and 1/√(variance + ε).
  @inlinable @discardableResult
  public static func layerNorm(
    _ row: inout MutableSpan<Float>, gain: Span<Float>, shift: Span<Float>, epsilon: Float
  ) -> (mean: Float, inverseDeviation: Float) {
    let count = row.count
    precondition(
      gain.count == count && shift.count == count,
      "\(gain.count) gains and \(shift.count) shifts for \(count) values")
    let mean = RowReductions.sum(row.span) / Float(count)
    // The filler's deviation is zero.
    let squares = RowReductions.fold(row.span, start: 0, filler: mean) { total, x in
      let deviation = x - mean
      return total + deviation * deviation
    }
    let inverseDeviation = 1 / (squares.treeSum / Float(count) + epsilon).squareRoot()
    for index in 0..<count {
      row[index] = (row[index] - mean) * inverseDeviation * gain[index] + shift[index]
    }
    return (mean, inverseDeviation)
  }

  /// y = gain ⊙ x/√(Σ x²/n + ε) (Zhang and Sennrich 2019, arXiv:1910.07467), in place.
  /// - Precondition: gain has the row's count n.
  @inlinable
  public static func rootMeanSquareNorm(
    _ row: inout MutableSpan<Float>, gain: Span<Float>, epsilon: Float
  ) {
    let count = row.count
    precondition(gain.count == count, "\(gain.count) gains for \(count) values")
    let mean = RowReductions.sumOfSquares(row.span) / Float(count)
    let factor = 1 / (mean + epsilon).squareRoot()
    for index in 0..<count { row[index] = row[index] * factor * gain[index] }
  }
}
