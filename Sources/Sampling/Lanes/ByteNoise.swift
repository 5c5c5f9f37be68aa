internal import RandomStreams

/// Noise in 64 byte lanes, rounded down to whole units of the local field and cut off at 127.
///
/// A comparison k ≤ noise of a whole number k ≤ 127 does not change when the noise is rounded down.
extension LaneNoise {
  /// For each lane a whole number 0 to 127 that is at least k with probability e^{−2β·k·unit}.
  @inline(__always)
  func metropolis(_ generator: inout VectorGenerator) -> SIMD64<Int8> {
    Self.joined(
      Self.whole(LogNoise.exponential(generator.words()), scales.0),
      Self.whole(LogNoise.exponential(generator.words()), scales.1),
      Self.whole(LogNoise.exponential(generator.words()), scales.2),
      Self.whole(LogNoise.exponential(generator.words()), scales.3))
  }

  /// For each lane a whole number −128 to 127 that a whole number f is above with probability σ(2βf·unit).
  ///
  /// Logistic noise L ≥ 0 gives ⌊L⌋, since then f > ⌊L⌋ means f ≥ L; noise below 0 gives −⌊−L⌋ − 1.
  @inline(__always)
  func heatBath(_ generator: inout VectorGenerator) -> SIMD64<Int8> {
    Self.joined(
      Self.signed(generator.words(), scales.0), Self.signed(generator.words(), scales.1),
      Self.signed(generator.words(), scales.2), Self.signed(generator.words(), scales.3))
  }

  /// ⌊ticks · scale⌋, at most 127.
  ///
  /// The bits of a float from 2²³ to 2²⁴ are a constant plus its whole part, and one rounding of the sum
  /// to the nearest whole number with ½ less rounds down.
  @inline(__always)
  private static func whole(_ ticks: SIMD16<Float>, _ scale: SIMD16<Float>) -> SIMD16<Int32> {
    let sum = SIMD16<Float>(repeating: 0x1p23 - 0.5).addingProduct(ticks, scale)
    let rest = SIMD16<Int32>(repeating: 0x4b00_007f) &- unsafeBitCast(sum, to: SIMD16<Int32>.self)
    return (SIMD16<Int32>(repeating: 127) &- rest.aboveZero).aboveZero
  }

  @inline(__always)
  private static func signed(_ words: SIMD16<UInt32>, _ scale: SIMD16<Float>) -> SIMD16<Int32> {
    let sign = unsafeBitCast(words, to: SIMD16<Int32>.self) &>> SIMD16(repeating: 31)
    return whole(LogNoise.logisticMagnitude(words), scale) ^ (sign & 0xff)
  }

  /// The lowest bytes of four vectors that have no others, lane by lane.
  @inline(__always)
  private static func joined(
    _ a: SIMD16<Int32>, _ b: SIMD16<Int32>, _ c: SIMD16<Int32>, _ d: SIMD16<Int32>
  ) -> SIMD64<Int8> {
    let low = a.lanes .| (b &<< SIMD16(repeating: 8)).lanes
    let high = (c &<< SIMD16(repeating: 16)).lanes .| (d &<< SIMD16(repeating: 24)).lanes
    return unsafeBitCast(low .| high, to: SIMD64<Int8>.self)
  }
}

extension VectorGenerator {
  /// The next 512 bits as words.
  @inline(__always)
  mutating func words() -> SIMD16<UInt32> { unsafeBitCast(next(), to: SIMD16<UInt32>.self) }
}
