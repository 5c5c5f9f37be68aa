import ByteFormats
internal import Synchronization

/// Splits a batch into blocks of whole texts that run as one matrix of rows.
///
/// The split depends on the texts' lengths alone, never on threads, so a batch gives the same bits
/// however many threads run it.
enum TextBlocks {
  /// Rows of a block, unless a single text has more: enough to use a packed weight often while it is
  /// in cache, few enough for a block's widest activation to stay in the second-level cache.
  static let rowLimit = 256

  /// Ranges of texts in order; blocks have about equal rows, at most `rowLimit` unless a single text
  /// has more.
  static func split(counts: [Int], rowLimit: Int = rowLimit) -> [Range<Int>] {
    let total = counts.reduce(0, +)
    let target = max(1, ceilingDivide(total, rowLimit))
    var blocks: [Range<Int>] = []
    var start = 0
    var rows = 0
    var done = 0
    for (text, count) in counts.enumerated() {
      // The share of all rows at which an even split would close this block.
      let share = total * (blocks.count + 1) / target
      let isNearer = done + rows + count / 2 > share
      if rows > 0, rows + count > rowLimit || isNearer {
        blocks.append(start..<text)
        done += rows
        start = text
        rows = 0
      }
      rows += count
    }
    if start < counts.count { blocks.append(start..<counts.count) }
    return blocks
  }

  /// Rows that linear layers multiply for `count` rows of values: rounded up, because every other
  /// number of rows is another kernel to generate. The further rows' results are not read.
  static func productRows(_ count: Int) -> Int {
    count <= 64 ? (count + 3) & ~3 : (count + 15) & ~15
  }
}

/// Hands out blocks to workers, each once.
final class BlockQueue: Sendable {
  private let blocks: [Range<Int>]
  private let taken = Atomic<Int>(0)

  init(_ blocks: [Range<Int>]) { self.blocks = blocks }

  /// The texts of a block that no other worker has; `nil` if none is left.
  func next() -> Range<Int>? {
    let index = taken.add(1, ordering: .relaxed).oldValue
    return index < blocks.count ? blocks[index] : nil
  }
}
