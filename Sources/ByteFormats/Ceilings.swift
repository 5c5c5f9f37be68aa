/// ⌈a / b⌉ for a ≥ 0, b > 0.
@inlinable @inline(__always)
package func ceilingDivide(_ dividend: Int, _ divisor: Int) -> Int {
  (dividend + divisor - 1) / divisor
}

/// ⌈log2 n⌉ for n ≥ 1.
@inlinable @inline(__always)
package func ceilingLog2(_ value: Int) -> Int {
  value <= 1 ? 0 : Int.bitWidth - (value - 1).leadingZeroBitCount
}
