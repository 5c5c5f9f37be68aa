/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3" (SC '11): ten rounds map a counter of four words and a key of two to
/// four random words.
public enum Philox {
  @usableFromInline static let multiplier0: UInt32 = 0xd251_1f53
  @usableFromInline static let multiplier1: UInt32 = 0xcd9e_8d57
  @usableFromInline static let weyl0: UInt32 = 0x9e37_79b9
  @usableFromInline static let weyl1: UInt32 = 0xbb67_ae85

  /// The block of a counter and a key.
  @inlinable @inline(__always)
  public static func block(
    counter: SIMD4<UInt32>, key: (UInt32, UInt32)
  ) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter.x, counter.y, counter.z, counter.w)
    var (k0, k1) = key
    for _ in 0..<10 {
      let p0 = UInt64(multiplier0) &* UInt64(c0)
      let p1 = UInt64(multiplier1) &* UInt64(c2)
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
      )
      k0 = k0 &+ weyl0
      k1 = k1 &+ weyl1
    }
    return SIMD4(c0, c1, c2, c3)
  }

  /// Sixteen blocks at once: counters (block, site + lane, replica, purpose); word i of lane j is word
  /// i of the scalar block of site + j (modulo 2³²).
  @inlinable @inline(__always)
  public static func sixteenBlocks(
    key: StreamKey, firstSite: UInt32, block: UInt32
  ) -> (SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>) {
    sixteenBlocks(key: key, sites: lanes &+ firstSite, blocks: SIMD16(repeating: block))
  }

  /// Sixteen blocks of one site: counters (block + lane, site, replica, purpose).
  @inlinable @inline(__always)
  static func sixteenBlocks(
    key: StreamKey, site: UInt32, firstBlock: UInt32
  ) -> (SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>) {
    sixteenBlocks(key: key, sites: SIMD16(repeating: site), blocks: lanes &+ firstBlock)
  }

  @inlinable @inline(__always)
  static var lanes: SIMD16<UInt32> {
    SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  }

  @inlinable @inline(__always)
  static func sixteenBlocks(
    key: StreamKey, sites: SIMD16<UInt32>, blocks: SIMD16<UInt32>
  ) -> (SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>) {
    var c0 = blocks
    var c1 = sites
    var c2 = SIMD16<UInt32>(repeating: key.replica)
    var c3 = SIMD16<UInt32>(repeating: key.purposeWord)
    var (k0, k1) = key.keyWords
    for _ in 0..<10 {
      let (high0, low0) = fullProduct(c0, multiplier0)
      let (high1, low1) = fullProduct(c2, multiplier1)
      c0 = high1 ^ c1 ^ SIMD16(repeating: k0)
      c1 = low1
      c2 = high0 ^ c3 ^ SIMD16(repeating: k1)
      c3 = low0
      k0 = k0 &+ weyl0
      k1 = k1 &+ weyl1
    }
    return (c0, c1, c2, c3)
  }

  /// Both halves of the 64-bit products. Even and odd lanes are multiplied apart, in 64-bit lanes,
  /// where a product of two words is one instruction.
  @inlinable @inline(__always)
  static func fullProduct(
    _ x: SIMD16<UInt32>, _ factor: UInt32
  ) -> (high: SIMD16<UInt32>, low: SIMD16<UInt32>) {
    let lowWord = SIMD8<UInt64>(repeating: 0xffff_ffff)
    let highWord = SIMD8<UInt64>(repeating: 0xffff_ffff_0000_0000)
    let shift = SIMD8<UInt64>(repeating: 32)
    let wide = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    let m = SIMD8<UInt64>(repeating: UInt64(factor))
    let even = (wide & lowWord) &* m
    let odd = (wide &>> shift) &* m
    // The low halves are the wrapped 32-bit products; taken from `odd` by a shift, the compiler would
    // fold shift and product into a slow 64-bit one.
    return (
      unsafeBitCast((even &>> shift) | (odd & highWord), to: SIMD16<UInt32>.self),
      x &* SIMD16(repeating: factor)
    )
  }
}
