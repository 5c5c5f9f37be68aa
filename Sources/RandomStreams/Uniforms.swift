/// Uniform numbers from random words.
public enum Uniforms {
  /// 24 bits of a word as a number in [0, 1): the multiples of 2⁻²⁴.
  @inlinable @inline(__always)
  public static func float(_ word: UInt32) -> Float { Float(word >> 8) * 0x1p-24 }

  /// 24 bits of each word as numbers in [0, 1).
  @inlinable @inline(__always)
  public static func floats(_ words: SIMD16<UInt32>) -> SIMD16<Float> {
    // The words fit Int32 after the shift, whose conversion is one instruction everywhere.
    SIMD16<Float>(SIMD16<Int32>(truncatingIfNeeded: words &>> SIMD16(repeating: 8))) * 0x1p-24
  }

  /// 23 bits of a word as a number in (0, 1): odd multiples of 2⁻²⁴.
  @inlinable @inline(__always)
  public static func openFloat(_ word: UInt32) -> Float { (Float(word >> 9) + 0.5) * 0x1p-23 }

  /// 52 bits of two words as a number in (0, 1): odd multiples of 2⁻⁵³.
  @inlinable @inline(__always)
  public static func openDouble(_ high: UInt32, _ low: UInt32) -> Double {
    let bits = UInt64(high) << 32 | UInt64(low)
    return (Double(bits >> 12) + 0.5) * 0x1p-52
  }
}
