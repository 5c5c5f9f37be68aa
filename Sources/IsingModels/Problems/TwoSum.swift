/// A sum in two Float64 that do not overlap.
struct TwoSum: Sendable {
  private var high: Double
  private var low = 0.0

  init(_ value: Double) { high = value }

  /// The sum, rounded once; infinite where it left the range of Float64.
  var value: Double {
    let sum = high + low
    return sum.isNaN ? high : sum
  }

  /// The rounding error of the sum is itself a Float64 (Knuth, The Art of Computer Programming, vol. 2,
  /// 4.2.2).
  @inline(__always)
  mutating func add(_ value: Double) {
    let sum = high + value
    let part = sum - high
    low += (high - (sum - part)) + (value - part)
    high = sum
  }
}
