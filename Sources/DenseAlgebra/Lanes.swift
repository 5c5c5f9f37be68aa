/// Sixteen float32 lanes and how they are loaded, stored and summed.
///
/// Everything built on these uses plain IEEE operations in a fixed order (no fused multiply-add, no
/// libm), so results have the same bits on every processor and for every compilation target.
public typealias Lanes = SIMD16<Float>

extension Span<Float> {
  /// The sixteen values from `index` on; no alignment is needed.
  /// - Precondition: they lie in the span, which is checked once for all of them.
  @inlinable @inline(__always)
  public func lanes(_ index: Int) -> Lanes {
    bytes.unsafeLoadUnaligned(fromByteOffset: index &* 4, as: Lanes.self)
  }

  /// The `count` < 16 values from `index` on, and `filler` in the lanes behind them.
  @inlinable @inline(__always)
  public func lanes(_ index: Int, count: Int, filler: Float) -> Lanes {
    var result = Lanes(repeating: filler)
    for lane in 0..<count { result[lane] = self[index &+ lane] }
    return result
  }
}

extension Span<Int32> {
  /// The sixteen values from `index` on, as those of float32.
  @inlinable @inline(__always)
  public func lanes(_ index: Int) -> SIMD16<Int32> {
    bytes.unsafeLoadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Int32>.self)
  }
}

extension MutableSpan<Float> {
  /// The sixteen values from `index` on, as `Span.lanes`.
  @inlinable @inline(__always)
  public func lanes(_ index: Int) -> Lanes { span.lanes(index) }

  /// Stores sixteen values from `index` on.
  /// - Precondition: they lie in the span, which is checked once for all of them.
  @inlinable @inline(__always)
  public mutating func store(_ lanes: Lanes, at index: Int) {
    var bytes = mutableBytes
    bytes.storeBytes(of: lanes, toByteOffset: index &* 4, as: Lanes.self)
  }

  /// Stores the first `count` < 16 lanes from `index` on.
  @inlinable @inline(__always)
  public mutating func store(_ lanes: Lanes, at index: Int, count: Int) {
    for lane in 0..<count { self[index &+ lane] = lanes[lane] }
  }
}

extension SIMD16<Int32> {
  /// The nearest float32 of each lane, ties to even, as `Float.init`; the standard library converts lane by lane.
  @inlinable @inline(__always)
  public var floats: Lanes {
    // Sixteen bits added to those of 1.5·2²³ are a whole number above it. Both halves are exact, so that their
    // sum is rounded once.
    let bits = SIMD16<Int32>(repeating: 0x4b40_0000)
    let high = unsafeBitCast((self &>> SIMD16(repeating: 16)) &+ bits, to: Lanes.self)
    let low = unsafeBitCast((self & SIMD16(repeating: 0xffff)) &+ bits, to: Lanes.self)
    return (high - 12_582_912) * 65536 + (low - 12_582_912)
  }
}

extension SIMD16<Float> {
  /// |x| in every lane.
  @inlinable @inline(__always)
  public var absolute: Lanes {
    unsafeBitCast(
      unsafeBitCast(self, to: SIMD16<UInt32>.self) & SIMD16<UInt32>(repeating: 0x7fff_ffff),
      to: Lanes.self)
  }

  /// |x| with the sign of `other`, for lanes that are not negative.
  @inlinable @inline(__always)
  public func withSign(of other: Lanes) -> Lanes {
    unsafeBitCast(
      unsafeBitCast(self, to: SIMD16<UInt32>.self)
        | (unsafeBitCast(other, to: SIMD16<UInt32>.self) & SIMD16<UInt32>(repeating: 0x8000_0000)),
      to: Lanes.self)
  }

  /// The sum of the lanes as a tree: lane i with i + 8, then i + 4, i + 2, i + 1.
  @inlinable @inline(__always)
  public var treeSum: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// The larger of two values in each lane; `other` where either is not a number.
  @inlinable @inline(__always)
  public func larger(_ other: Lanes) -> Lanes { other.replacing(with: self, where: self .> other) }

  /// The smaller of two values in each lane; `other` where either is not a number.
  @inlinable @inline(__always)
  public func smaller(_ other: Lanes) -> Lanes { other.replacing(with: self, where: self .< other) }
}
