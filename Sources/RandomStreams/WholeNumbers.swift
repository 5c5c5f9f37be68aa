/// Nearest whole numbers of float32 by one addition, in plain IEEE operations that every loop vectorises:
/// `rounded()` and conversions of types may be calls.
///
/// A number |x| < 2²² that is added to 1.5·2²³ is rounded to a whole number, ties to even, which stands in
/// the lowest bits of the sum.
public enum WholeNumbers {
  /// 1.5·2²³.
  @inlinable @inline(__always)
  public static var shift: Float { 0x1.8p23 }

  /// The nearest whole number.
  @inlinable @inline(__always)
  public static func nearest(_ x: Float) -> Float { (x + shift) - shift }

  /// The nearest whole number of each lane.
  @inlinable @inline(__always)
  public static func nearest(_ x: SIMD16<Float>) -> SIMD16<Float> { (x + shift) - shift }

  /// The nearest whole number in two's complement, in the lowest 22 bits; the others are the same for all
  /// numbers.
  @inlinable @inline(__always)
  public static func lowBits(_ x: Float) -> UInt32 { (x + shift).bitPattern }

  /// The nearest integer.
  @inlinable @inline(__always)
  public static func integer(_ x: Float) -> Int32 {
    Int32(bitPattern: lowBits(x) &- shift.bitPattern)
  }

  /// The nearest integer of each lane.
  @inlinable @inline(__always)
  public static func integer(_ x: SIMD16<Float>) -> SIMD16<Int32> {
    unsafeBitCast(x + shift, to: SIMD16<Int32>.self)
      &- SIMD16(repeating: Int32(bitPattern: shift.bitPattern))
  }

  /// Integers |n| < 2²² as numbers.
  @inlinable @inline(__always)
  public static func float(_ n: SIMD16<Int32>) -> SIMD16<Float> {
    unsafeBitCast(
      n &+ SIMD16(repeating: Int32(bitPattern: shift.bitPattern)), to: SIMD16<Float>.self) - shift
  }
}
