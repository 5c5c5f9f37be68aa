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
  /// - Parameters:
  ///   - first: the codes, or the high bytes of wide ones; as many as `row` has numbers.
  ///   - second: the low four bits of wide codes; unused otherwise.
  init(
    _ row: Span<Float>, into first: inout MutableSpan<UInt8>,
    _ second: inout MutableSpan<UInt8>
  ) {
    precondition(row.count == first.count && row.count == second.count)
    let low = min(0, RowReductions.minimum(row))
    let high = max(0, RowReductions.maximum(row))
    let range = high - low
    isWide = range * range * Float(row.count) > 256 * RowReductions.sumOfSquares(row)
    let largest: UInt32 = isWide ? 4095 : 255
    let step = range / Float(largest)
    // A row of zeros and subnormal numbers, or one whose range float32 does not hold: all codes are the zero.
    guard step >= .leastNormalMagnitude, step.isFinite else {
      (scale, zero) = (step.isFinite ? 0 : .nan, 0)
      first.update(repeating: 0)
      second.update(repeating: 0)
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
    if isWide {
      for index in first.indices {
        let code = max(min((row[index] * inverse + shift).bitPattern, top), bottom) &- bottom
        first[index] = UInt8(truncatingIfNeeded: code &>> 4)
        second[index] = UInt8(truncatingIfNeeded: code & 15)
      }
    } else {
      for index in first.indices {
        let code = max(min((row[index] * inverse + shift).bitPattern, top), bottom)
        first[index] = UInt8(truncatingIfNeeded: code)
      }
    }
  }

  /// The bits of 1.5·2²³.
  private static let bottom: UInt32 = 0x4b40_0000
}
