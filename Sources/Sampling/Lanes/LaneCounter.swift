/// Counts events in 64 lanes.
struct LaneCounter: Sendable {
  /// Events that a byte holds.
  static let capacity = 255

  private var totals = (SIMD32<UInt32>(), SIMD32<UInt32>())

  /// - Parameter events: numbers of events from 0 to 255, as bits.
  @inline(never)
  mutating func add(_ events: SIMD64<Int8>) {
    let bytes = unsafeBitCast(events, to: SIMD64<UInt8>.self)
    totals.0 &+= SIMD32<UInt32>(truncatingIfNeeded: bytes.lowHalf)
    totals.1 &+= SIMD32<UInt32>(truncatingIfNeeded: bytes.highHalf)
  }

  func total(_ lane: Int) -> UInt64 {
    UInt64(lane < 32 ? totals.0[lane] : totals.1[lane - 32])
  }
}
