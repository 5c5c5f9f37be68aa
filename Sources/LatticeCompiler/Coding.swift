package import ChipPrograms

/// The largest code of a signed symmetric code of `bits` bits: 2^(bits−1) − 1.
package func codeLimit(bits: Int) -> Float { Float((1 << (bits - 1)) - 1) }

/// The scale of one group of weights: range / (2^(bits−1) − 1); 1 for a group of zeros.
///
/// With `.leastSquares` the range is the one of 29 fractions 0.3, 0.325 … 1 of the largest magnitude
/// with the least squared error.
package func codeScale(
  of values: UnsafeBufferPointer<Float>, bits: Int, range: Precision.WeightRange
) -> Float {
  var largest: Float = 0
  for index in 0..<values.count {
    let magnitude = values[index].magnitude
    largest = magnitude > largest ? magnitude : largest
  }
  // A subnormal range has no usable scale: its weights count as zero.
  guard largest > .leastNormalMagnitude * 8192 else { return 1 }
  let limit = codeLimit(bits: bits)
  guard range == .leastSquares else { return largest / limit }
  var best: (error: Float, scale: Float) = (.infinity, largest / limit)
  for step in 0..<29 {
    let scale = largest * (0.3 + 0.025 * Float(step)) / limit
    var error: Float = 0
    for index in 0..<values.count {
      let difference = code(values[index], inverse: 1 / scale, limit: limit) * scale - values[index]
      error += difference * difference
    }
    if error < best.error { best = (error, scale) }
  }
  return best.scale
}

/// Writes the codes of `values`.
func encode(
  _ values: UnsafeBufferPointer<Float>, scale: Float, limit: Float,
  into codes: UnsafeMutableBufferPointer<Int16>
) {
  let inverse = 1 / scale
  for index in 0..<values.count {
    codes[index] = Int16(code(values[index], inverse: inverse, limit: limit))
  }
}

@inline(__always)
private func code(_ value: Float, inverse: Float, limit: Float) -> Float {
  let rounded = (value * inverse).rounded(.toNearestOrEven)
  return rounded > limit ? limit : (rounded < -limit ? -limit : rounded)
}
