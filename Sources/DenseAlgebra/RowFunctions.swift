/// Softmax and layer norm of a row, with the fixed-order reductions: same bits on every processor.
public enum RowFunctions {
  /// x ← e^(x − max x) / Σ e^(x − max x); an empty row stays empty.
  /// - Returns: the sum before the division, at least 1.
  @inlinable @discardableResult
  public static func softmax(_ row: UnsafeMutableBufferPointer<Float>) -> Float {
    let count = row.count
    guard let pointer = row.baseAddress, count > 0 else { return 0 }
    let largest = RowReductions.maximum(UnsafeBufferPointer(row))
    let whole = count & ~15
    let rest = count &- whole
    var total = Lanes(repeating: 0)
    var index = 0
    while index < whole {
      let e = VectorFunctions.exp(pointer.lanes(index) - largest)
      pointer.store(e, at: index)
      total += e
      index &+= 16
    }
    if rest > 0 {
      let tail = UnsafePointer(pointer).lanes(whole, count: rest, filler: -.infinity)
      let e = VectorFunctions.exp(tail - largest)
      pointer.store(e, at: whole, count: rest)
      total += e
    }
    let sum = total.treeSum
    let factor = 1 / sum
    for index in 0..<count { pointer[index] = pointer[index] * factor }
    return sum
  }

  /// y = gain ⊙ (x − mean)/√(variance + ε) + shift (Ba, Kiros and Hinton 2016), with the variance
  /// Σ(x − mean)²/n. All have the row's count n; `output` may be `row` itself.
  /// - Returns: mean and 1/√(variance + ε).
  @inlinable @discardableResult
  public static func layerNorm(
    _ row: UnsafePointer<Float>, count: Int, gain: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, epsilon: Float, into output: UnsafeMutablePointer<Float>
  ) -> (mean: Float, inverseDeviation: Float) {
    let values = UnsafeBufferPointer(start: row, count: count)
    let mean = RowReductions.sum(values) / Float(count)
    // The filler's deviation is zero.
    let squares = RowReductions.fold(values, start: 0, filler: mean) { total, x in
      let deviation = x - mean
      return total + deviation * deviation
    }
    let inverseDeviation = 1 / (squares.treeSum / Float(count) + epsilon).squareRoot()
    for index in 0..<count {
      output[index] = (row[index] - mean) * inverseDeviation * gain[index] + shift[index]
    }
    return (mean, inverseDeviation)
  }
}
