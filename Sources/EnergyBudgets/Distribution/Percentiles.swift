/// The 5th, 50th and 95th percentile of a quantity over the draws of the constants it rests on.
public struct Percentiles: Sendable, Equatable, Encodable {
  /// One draw in twenty is below.
  public var p05: Double
  /// The median.
  public var p50: Double
  /// One draw in twenty is above.
  public var p95: Double

  /// Percentiles that were found elsewhere.
  public init(p05: Double, p50: Double, p95: Double) {
    self.p05 = p05
    self.p50 = p50
    self.p95 = p95
  }

  /// The draws of rank ⌊p (n − 1) + ½⌋.
  ///
  /// - Precondition: there is a value, and none is NaN.
  init(of values: [Double]) {
    precondition(!values.isEmpty, "percentiles of no values")
    var values = values
    let last = values.count - 1
    let ranks = [0.05, 0.5, 0.95].map { Int(($0 * Double(last)).rounded()) }
    let found = values.withUnsafeMutableBufferPointer { values in
      ranks.map { Self.select($0, in: values) }
    }
    (p05, p50, p95) = (found[0], found[1], found[2])
  }

  /// The value of a rank (Hoare 1961); moves smaller values before it and larger ones behind.
  private static func select(_ rank: Int, in values: UnsafeMutableBufferPointer<Double>) -> Double {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return values[rank]
  }
}
