/// The merges of byte-pair encoding: pairs of tokens, each with its rank and what becomes of it.
struct MergeTable: Sendable {
  private let keys: [UInt64]
  private let values: [UInt64]
  private let mask: Int

  /// No merge, behind all ranks.
  static let none = UInt64.max

  /// A merge of two ids.
  struct Merge {
    var left: Int
    var right: Int
    /// The lowest goes first.
    var rank: Int
    var result: Int
  }

  /// Builds the table; of equal pairs the last counts.
  init(_ merges: [Merge]) {
    var capacity = 16
    while capacity < 2 * merges.count { capacity *= 2 }
    var keys = [UInt64](repeating: .max, count: capacity)
    var values = [UInt64](repeating: MergeTable.none, count: capacity)
    for merge in merges {
      let key = UInt64(merge.left) << 32 | UInt64(merge.right)
      var slot = MergeTable.slot(key, capacity - 1)
      while keys[slot] != key, keys[slot] != .max { slot = (slot + 1) & (capacity - 1) }
      keys[slot] = key
      values[slot] = UInt64(merge.rank) << 32 | UInt64(merge.result)
    }
    self.keys = keys
    self.values = values
    mask = capacity - 1
  }

  /// Rank (upper half) and result (lower half) of a pair; `none` if it does not merge.
  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> UInt64 {
    let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    var slot = MergeTable.slot(key, mask)
    while true {
      if keys[slot] == key { return values[slot] }
      if keys[slot] == .max { return MergeTable.none }
      slot = (slot &+ 1) & mask
    }
  }

  @inline(__always)
  private static func slot(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 29) & mask
  }
}
