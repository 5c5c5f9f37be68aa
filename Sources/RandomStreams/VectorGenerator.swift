/// Eight independent generators xoshiro256++ side by side, for kernels that need 512 random bits at a
/// time (Blackman and Vigna, *ACM Transactions on Mathematical Software* 47, 36 (2021)).
///
/// The state of each generator is filled with words of Philox under a key and a stream number: streams
/// of different keys, numbers and lanes start at places of the period 2²⁵⁶ − 1 that have nothing to do
/// with one another. The numbers are a function of (key, stream) alone.
@frozen
public struct VectorGenerator: Sendable {
  @usableFromInline var s0: SIMD8<UInt64>
  @usableFromInline var s1: SIMD8<UInt64>
  @usableFromInline var s2: SIMD8<UInt64>
  @usableFromInline var s3: SIMD8<UInt64>

  /// The numbered stream of a key from its first vector.
  public init(_ key: StreamKey, stream: UInt32) {
    var words = RandomStream(key, site: stream)
    var state = [SIMD8<UInt64>](repeating: SIMD8(), count: 4)
    for lane in 0..<8 {
      for k in 0..<4 {
        let high = UInt64(words.next())
        state[k][lane] = high << 32 | UInt64(words.next())
      }
      // The one state that xoshiro never leaves; its probability is 2⁻²⁵⁶.
      if (0..<4).allSatisfy({ state[$0][lane] == 0 }) { state[0][lane] = 1 }
    }
    (s0, s1, s2, s3) = (state[0], state[1], state[2], state[3])
  }

  /// Generators with given states, for comparison with published outputs.
  package init(
    state s0: SIMD8<UInt64>, _ s1: SIMD8<UInt64>, _ s2: SIMD8<UInt64>, _ s3: SIMD8<UInt64>
  ) {
    (self.s0, self.s1, self.s2, self.s3) = (s0, s1, s2, s3)
  }

  /// The next 512 bits: one output of each generator, lane by lane.
  @inlinable @inline(__always)
  public mutating func next() -> SIMD8<UInt64> {
    let sum = s0 &+ s3
    let result = Self.rotated(sum, 23, 41) &+ s0
    let shifted = s1 &<< SIMD8(repeating: 17)
    s2 = Self.xor(s2, s0)
    s3 = Self.xor(s3, s1)
    s1 = Self.xor(s1, s2)
    s0 = Self.xor(s0, s3)
    s2 = Self.xor(s2, shifted)
    s3 = Self.rotated(s3, 45, 19)
    return result
  }

  @inlinable @inline(__always)
  static func rotated(_ x: SIMD8<UInt64>, _ left: UInt64, _ right: UInt64) -> SIMD8<UInt64> {
    x &<< SIMD8(repeating: left) | x &>> SIMD8(repeating: right)
  }

  /// a ^ b. The operator of SIMD types is a loop over lanes, which inside large kernels does not always
  /// become one instruction; that of masks does.
  @inlinable @inline(__always)
  static func xor(_ a: SIMD8<UInt64>, _ b: SIMD8<UInt64>) -> SIMD8<UInt64> {
    unsafeBitCast(
      unsafeBitCast(a, to: SIMDMask<SIMD8<Int64>>.self)
        .^ unsafeBitCast(b, to: SIMDMask<SIMD8<Int64>>.self), to: SIMD8<UInt64>.self)
  }
}
