/// A row of float32 as whole numbers from 0 with a scale and a zero, x ≈ scale · (code − zero), where 0 is
/// exact and the ends of the row's range are the first and the last code.
///
/// A row has 8 bits. One with a few large numbers among small ones (its range is more than 16 of its root
/// mean squares) would lose the small ones, so it has 12 bits: two rows of bytes, code = 16 · high + low.
struct RowBytes {
  let scale: Float
  let zero: Int32
  /// Whether there are two rows of bytes.
  let isWide: Bool

  /// Codes a row: x is off by at most scale/2.
  ///
  /// - Parameter codes: room for two rows of bytes: the codes, or the high bytes of wide ones; then the low
  ///   four bits of those.
  init(_ row: Span<Float>, into codes: inout MutableSpan<UInt8>) {
    let count = row.count
    precondition(codes.count == 2 * count)
    let (low, high, squares) = Self.reduce(row)
    let range = high - low
    isWide = range * range * Float(count) > 256 * squares
    let largest: UInt32 = isWide ? 4095 : 255
    let step = range / Float(largest)
    var first = codes._mutatingExtracting(0..<count)
    // A row of zeros and subnormal numbers, or one whose range float32 does not hold: all codes are the zero.
    guard step >= .leastNormalMagnitude, step.isFinite else {
      (scale, zero) = (step.isFinite ? 0 : .nan, 0)
      codes.update(repeating: 0)
      return
    }
    scale = step
    let inverse = 1 / step
    let offset = (-low * inverse).rounded()
    zero = Int32(offset)
    // Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits. The ends of the range may
    // come out half a step beyond the codes.
    let shift = offset + 12_582_912
    let bottom = Self.bottom
    let top = bottom &+ largest
    guard isWide else {
      for index in first.indices {
        let code = max(min((row[index] * inverse + shift).bitPattern, top), bottom)
        first[index] = UInt8(truncatingIfNeeded: code)
      }
      return
    }
    for index in first.indices {
      let code = max(min((row[index] * inverse + shift).bitPattern, top), bottom) &- bottom
      first[index] = UInt8(truncatingIfNeeded: code &>> 4)
    }
    var second = codes._mutatingExtracting(count..<(2 * count))
    for index in second.indices {
      let code = max(min((row[index] * inverse + shift).bitPattern, top), bottom) &- bottom
      second[index] = UInt8(truncatingIfNeeded: code & 15)
    }
  }

  /// The smallest value or 0, the largest or 0, and Σ x², read once: three chains that do not wait for each
  /// other.
  private static func reduce(_ row: Span<Float>) -> (low: Float, high: Float, squares: Float) {
    var (low, high) = (Lanes(repeating: 0), Lanes(repeating: 0))
    var squares = Lanes(repeating: 0)
    let whole = row.count & ~15
    var index = 0
    while index < whole {
      let x = row.lanes(index)
      low = x.smaller(low)
      high = x.larger(high)
      squares += x * x
      index &+= 16
    }
    if index < row.count {
      let x = row.lanes(index, count: row.count &- index, filler: 0)
      low = x.smaller(low)
      high = x.larger(high)
      squares += x * x
    }
    return (low.min(), high.max(), squares.treeSum)
  }

  /// The bits of 1.5·2²³.
  private static let bottom: UInt32 = 0x4b40_0000
}
