// Bitwise operations on whole vectors. The operators of SIMD types are loops over lanes, which do not
// always become one instruction; those of SIMD masks always do, and treat each bit for itself.

/// 512 bits that bitwise operations take.
typealias LaneBits = SIMDMask<SIMD16<Int32>>

extension SIMD16<UInt32> {
  /// The same bits.
  @inline(__always)
  var lanes: LaneBits { unsafeBitCast(self, to: LaneBits.self) }

  @inline(__always)
  init(_ bits: LaneBits) { self = unsafeBitCast(bits, to: Self.self) }
}

extension SIMD16<Int32> {
  /// The same bits.
  @inline(__always)
  var lanes: LaneBits { unsafeBitCast(self, to: LaneBits.self) }

  @inline(__always)
  init(_ bits: LaneBits) { self = unsafeBitCast(bits, to: Self.self) }
}

extension SIMD16<Float> {
  /// The same bits.
  @inline(__always)
  var lanes: LaneBits { unsafeBitCast(self, to: LaneBits.self) }

  @inline(__always)
  init(_ bits: LaneBits) { self = unsafeBitCast(bits, to: Self.self) }
}

extension SIMD64<Int8> {
  /// The bits that both have.
  @inline(__always)
  func and(_ other: Self) -> Self {
    unsafeBitCast(
      unsafeBitCast(self, to: LaneBits.self) .& unsafeBitCast(other, to: LaneBits.self),
      to: Self.self)
  }

  /// The bits that differ.
  @inline(__always)
  func xor(_ other: Self) -> Self {
    unsafeBitCast(
      unsafeBitCast(self, to: LaneBits.self) .^ unsafeBitCast(other, to: LaneBits.self),
      to: Self.self)
  }
}
