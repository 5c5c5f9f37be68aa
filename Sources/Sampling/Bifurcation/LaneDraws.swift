internal import RandomStreams

/// Small pieces of the kernels with 16 float32 lanes.
enum LaneDraws {
  /// 16 numbers uniform in (−r, r), with 23 bits.
  @inline(__always)
  static func uniform(_ generator: inout VectorGenerator, within r: Float) -> SIMD16<Float> {
    let words = unsafeBitCast(generator.next(), to: SIMD16<UInt32>.self)
    let bits = words &>> SIMD16(repeating: 9) | SIMD16(repeating: 0x3f80_0000)
    return (unsafeBitCast(bits, to: SIMD16<Float>.self) - 1.5) * (2 * r)
  }

  /// The bytes of one part of the trajectories, with their signs: byte 4w + q belongs to lane w of part
  /// q, so that bytes and words need no permutation.
  @inline(__always)
  static func part(_ part: Int32, of bytes: SIMD16<Int32>) -> SIMD16<Int32> {
    (bytes &<< SIMD16(repeating: 24 &- 8 &* part)) &>> SIMD16(repeating: 24)
  }

  /// −1 in the bytes of the trajectories with negative numbers, else 0.
  @inline(__always)
  static func down(
    _ x0: SIMD16<Float>, _ x1: SIMD16<Float>, _ x2: SIMD16<Float>, _ x3: SIMD16<Float>
  ) -> SIMD16<Int32> {
    let ones = SIMD16<Int32>(repeating: 31)
    let m0 = unsafeBitCast(x0, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: 0xff)
    let m1 = unsafeBitCast(x1, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: 0xff00)
    let m2 = unsafeBitCast(x2, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: 0xff_0000)
    let m3 = unsafeBitCast(x3, to: SIMD16<Int32>.self) &>> ones & SIMD16(repeating: -0x100_0000)
    return m0 | m1 | m2 | m3
  }

  /// √3/2¹⁵.
  @inline(__always)
  private static var scale: Float { 5.285821e-05 }

  /// Uniform in ±√3, variance 1, from the low halves of the words.
  @inline(__always)
  static func low(_ words: SIMD8<UInt64>) -> SIMD16<Float> {
    let bits = unsafeBitCast(words, to: SIMD16<Int32>.self)
    return WholeNumbers.float((bits &<< SIMD16(repeating: 16)) &>> SIMD16(repeating: 16)) * scale
  }

  /// The same from the high halves.
  @inline(__always)
  static func high(_ words: SIMD8<UInt64>) -> SIMD16<Float> {
    WholeNumbers.float(unsafeBitCast(words, to: SIMD16<Int32>.self) &>> SIMD16(repeating: 16))
      * scale
  }
}
