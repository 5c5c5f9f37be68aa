package import ChipPrograms
import RandomStreams

/// Signed symmetric codes of real numbers: w ≈ scale · code with |code| ≤ 2^(bits−1) − 1, so that 0
/// is exact.
package struct SymmetricCode: Sendable, Equatable {
  /// The value of code 1.
  package var scale: Float
  /// The largest code, 2^(bits−1) − 1.
  package var limit: Float

  /// How many ranges `.leastSquares` tries: n/40 of the largest magnitude with n = 12…40.
  package static let triedRanges = 29

  /// The largest code of `bits` bits.
  package static func limit(bits: Int) -> Float { Float((1 << (bits - 1)) - 1) }

  /// The code for a group of values.
  ///
  /// The scale is range / limit: the range is the largest magnitude, or with `.leastSquares` the one
  /// of 29 fractions 0.3, 0.325 … 1 of it with the least squared error. A group of zeros has scale 1.
  ///
  /// - Returns: `nil` if a value is not finite.
  package init?(
    of values: Span<Float>, bits: Int, range: Precision.WeightRange
  ) {
    limit = Self.limit(bits: bits)
    let largest = Self.largestMagnitude(values)
    guard largest < .infinity else { return nil }
    // A subnormal range has no usable scale: its values count as zero.
    guard largest > .leastNormalMagnitude * 8192 else {
      scale = 1
      return
    }
    scale = largest / limit
    guard range == .leastSquares else { return }
    var best: (error: Float, scale: Float) = (.infinity, scale)
    // From the whole range down: of equal errors the one that saturates least wins.
    for step in (0..<Self.triedRanges).reversed() {
      let trial = largest * (Float(12 + step) / 40) / limit
      let error = Self.squaredError(values, scale: trial, limit: limit, giveUpAbove: best.error)
      if error < best.error { best = (error, trial) }
    }
    scale = best.scale
  }

  /// Writes the codes of `values`.
  ///
  /// - Precondition: `codes` has as many elements.
  package func encode(_ values: Span<Float>, into codes: inout MutableSpan<Int16>) {
    precondition(values.count == codes.count, "\(values.count) values, \(codes.count) codes")
    let inverse = 1 / scale
    let limit = limit
    for index in codes.indices {
      var code = values[index] * inverse
      code = code > limit ? limit : code
      code = code < -limit ? -limit : code
      // Int16(code) would not vectorise.
      codes[index] = Int16(truncatingIfNeeded: WholeNumbers.integer(code))
    }
  }

  /// The largest |value|; infinite or NaN if any value is.
  private static func largestMagnitude(_ values: Span<Float>) -> Float {
    // Without the sign bit, patterns are ordered as magnitudes are, and NaN above all.
    let mask: UInt32 = 0x7fff_ffff
    var largest = SIMD16<UInt32>(repeating: 0)
    var index = 0
    while index &+ 16 <= values.count {
      let patterns =
        lanes(values, index, as: SIMD16<UInt32>.self) & SIMD16(repeating: mask)
      largest.replace(with: patterns, where: patterns .> largest)
      index &+= 16
    }
    var most = largest.max()
    while index < values.count {
      most = max(most, values[index].bitPattern & mask)
      index &+= 1
    }
    let value = Float(bitPattern: most)
    return value.isNaN ? .infinity : value
  }

  /// Σ (scale · code − value)², or some sum above `giveUpAbove` if it exceeds that.
  private static func squaredError(
    _ values: Span<Float>, scale: Float, limit: Float, giveUpAbove bound: Float
  ) -> Float {
    let inverse = 1 / scale
    var sums = SIMD16<Float>(repeating: 0)
    var index = 0
    while index &+ 16 <= values.count {
      let value = lanes(values, index, as: SIMD16<Float>.self)
      var code = value * inverse
      code.replace(with: limit, where: code .> limit)
      code.replace(with: -limit, where: code .< -limit)
      code = WholeNumbers.nearest(code)
      let difference = code * scale - value
      sums += difference * difference
      index &+= 16
      if index & 127 == 0, sums.sum() > bound { return sums.sum() }
    }
    var error = sums.sum()
    while index < values.count {
      let value = values[index]
      var code = value * inverse
      code = code > limit ? limit : (code < -limit ? -limit : code)
      let difference = WholeNumbers.nearest(code) * scale - value
      error += difference * difference
      index &+= 1
    }
    return error
  }
}

/// 16 values from `index` on.
@inline(__always)
private func lanes<Lanes: BitwiseCopyable>(
  _ values: Span<Float>, _ index: Int, as type: Lanes.Type
) -> Lanes {
  values.bytes.unsafeLoadUnaligned(fromByteOffset: index &* 4, as: type)
}
