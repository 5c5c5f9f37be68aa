/// Blocks of length 1, 2, 4, … of a series that is not kept, in memory O(log n).
public struct BinningAccumulator: Sendable, Equatable {
  /// The moments of block means, by level; blocks of level k are 2^k values long.
  public private(set) var moments: [RunningMoments] = []
  /// The first half of a block that waits for its second half, by level.
  private var waiting: [Double?] = []

  /// No values yet.
  public init() {}

  /// Takes the next value of the series.
  /// - Complexity: O(1) on average.
  public mutating func add(_ value: Double) {
    var mean = value
    var level = 0
    while true {
      if level == moments.count {
        moments.append(RunningMoments())
        waiting.append(nil)
      }
      moments[level].add(mean)
      guard let first = waiting[level] else {
        waiting[level] = mean
        return
      }
      waiting[level] = nil
      mean = (first + mean) / 2
      level += 1
    }
  }

  /// Number of values so far.
  public var count: Int { moments.first?.count ?? 0 }

  /// The mean of the values so far; 0 before the first.
  public var mean: Double { moments.first?.mean ?? 0 }
}
