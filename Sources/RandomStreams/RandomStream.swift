/// The random words of one site, one after the other, and draws from exact laws.
///
/// Block b of four words is Philox of the counter (b, site, replica, purpose and stage) under the
/// seed. The bits of every draw are the same on every processor: no libm, no fused operations.
@frozen
public struct RandomStream: Sendable {
  @usableFromInline let key: StreamKey
  @usableFromInline let site: UInt32
  @usableFromInline var nextBlock: UInt32
  @usableFromInline var words: SIMD4<UInt32>
  @usableFromInline var used: Int

  /// The stream of a site, from its first word or from the start of a later block.
  @inlinable
  public init(_ key: StreamKey, site: UInt32, block: UInt32 = 0) {
    self.key = key
    self.site = site
    nextBlock = block
    words = SIMD4()
    used = 4
  }

  @inlinable @inline(__always)
  mutating func refill() {
    words = Philox.block(
      counter: SIMD4(nextBlock, site, key.replica, key.purposeWord), key: key.keyWords)
    nextBlock = nextBlock &+ 1
    used = 0
  }

  /// The next word. A stream repeats after 2³⁴ words.
  @inlinable @inline(__always)
  public mutating func next() -> UInt32 {
    if used == 4 { refill() }
    let word = words[used]
    used &+= 1
    return word
  }

  /// A uniform number in (0, 1) with 23 bits.
  @inlinable @inline(__always)
  public mutating func uniformFloat() -> Float { Uniforms.openFloat(next()) }

  /// A uniform number in (0, 1) with 52 bits, from two words.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double {
    let high = next()
    return Uniforms.openDouble(high, next())
  }

  /// A uniform integer in 0 ..< count, without bias (Lemire 2019).
  /// - Precondition: count > 0.
  @inlinable
  public mutating func integer(below count: UInt32) -> UInt32 {
    precondition(count > 0, "uniform integer below \(count)")
    var product = UInt64(next()) &* UInt64(count)
    if UInt32(truncatingIfNeeded: product) < count {
      let threshold = (0 &- count) % count
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(next()) &* UInt64(count)
      }
    }
    return UInt32(truncatingIfNeeded: product >> 32)
  }

  /// Uniform numbers of a stream in order, sixteen blocks at a time: `uniform()` of the words from a block
  /// on.
  /// - Parameters:
  ///   - key: names the streams.
  ///   - site: of the stream.
  ///   - block: the first block; two numbers come of each.
  ///   - numbers: room for 32.
  public static func fill(
    _ numbers: inout MutableSpan<Double>, _ key: StreamKey, site: UInt32, block: UInt32
  ) {
    let drawn = Philox.sixteenBlocks(key: key, site: site, firstBlock: block)
    for lane in 0..<16 {
      numbers[2 &* lane] = Uniforms.openDouble(drawn.0[lane], drawn.1[lane])
      numbers[2 &* lane &+ 1] = Uniforms.openDouble(drawn.2[lane], drawn.3[lane])
    }
  }
}
