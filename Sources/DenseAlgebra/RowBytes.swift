/// A row of float32 as unsigned bytes with a scale and a zero: x ≈ scale · (code − zero), where 0 is
/// exact and the ends of the row's range are codes 0 and 255.
struct RowBytes {
  let scale: Float
  let zero: Int32

  /// Codes a row: x is off by at most scale/2.
  ///
  /// - Parameter target: as many bytes as `row` has numbers.
  init(_ row: Span<Float>, into target: inout MutableSpan<UInt8>) {
    precondition(row.count == target.count)
    let low = min(0, RowReductions.minimum(row))
    let high = max(0, RowReductions.maximum(row))
    let step = (high - low) / 255
    // A row of zeros and subnormal numbers, or one whose range float32 does not hold: all codes are the zero.
    guard step >= .leastNormalMagnitude, step.isFinite else {
      (scale, zero) = (step.isFinite ? 0 : .nan, 0)
      target.update(repeating: 0)
      return
    }
    scale = step
    let inverse = 1 / step
    let offset = (-low * inverse).rounded()
    zero = Int32(offset)
    // Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits. The ends of the range may
    // come out half a step beyond 0 and 255.
    let shift = offset + 12_582_912
    for index in target.indices {
      let shifted = row[index] * inverse + shift
      target[index] = UInt8(
        truncatingIfNeeded: max(min(shifted.bitPattern, 0x4b40_00ff), 0x4b40_0000))
    }
  }
}
