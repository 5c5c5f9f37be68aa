package import RandomStreams

/// Draws one at a time from eight generators side by side, for agents that wait for one another.
package struct ScalarStream: Sendable {
  private var generator: VectorGenerator
  private var words = SIMD8<UInt64>()
  private var used = 8

  /// Takes all words of a generator, lane by lane.
  package init(_ generator: VectorGenerator) { self.generator = generator }

  /// The next 64 random bits.
  @inline(__always)
  package mutating func next() -> UInt64 {
    if used == 8 {
      words = generator.next()
      used = 0
    }
    let word = words[used]
    used &+= 1
    return word
  }

  /// 52 of 64 bits as a number in (0, 1): odd multiples of 2⁻⁵³.
  @inline(__always)
  package static func open(_ word: UInt64) -> Double {
    (Double(Int64(truncatingIfNeeded: word >> 12)) + 0.5) * 0x1p-52
  }

  /// A uniform number in (0, 1) with 52 bits.
  @inline(__always)
  package mutating func uniform() -> Double { Self.open(next()) }

  /// A uniform integer in 0 ..< count and, independent of it but for less than count · 2⁻⁶⁴, a uniform
  /// number in (0, 1): the whole and the fractional part of one word times `count`.
  @inline(__always)
  package mutating func choice(below count: Int) -> (index: Int, rest: Double) {
    let product = next().multipliedFullWidth(by: UInt64(truncatingIfNeeded: count))
    return (Int(truncatingIfNeeded: product.high), Self.open(product.low))
  }
}
