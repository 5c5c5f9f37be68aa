import DenseAlgebra

/// Nearest integer, ties to even, for |x| < 2²²: adding and taking away 1.5·2²³ leaves the integer.
@inline(__always)
func roundedToEven(_ value: Float) -> Float { (value + 12_582_912) - 12_582_912 }

/// ⌊x⌋ for 0 ≤ x < 2²², by rounding and taking back what was rounded up.
@inline(__always)
func floorOfNonNegative(_ x: Lanes) -> Lanes {
  let rounded = (x + 12_582_912) - 12_582_912
  return rounded.replacing(with: rounded - 1, where: rounded .> x)
}

/// Whole numbers below 2²² as integers: adding 1.5·2²³ leaves them in the low bits.
@inline(__always)
func integers(_ x: Lanes) -> SIMD16<Int32> {
  unsafeBitCast(x + 12_582_912, to: SIMD16<Int32>.self) &- 0x4b40_0000
}
