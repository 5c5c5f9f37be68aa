import DenseAlgebra

/// The channels with the largest magnitudes; of equal ones the first.
enum LargestMagnitudes {
  static func find(
    _ row: UnsafeBufferPointer<Float>, into channels: UnsafeMutableBufferPointer<Int32>
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: channels.count) { best in
      var ranking = Ranking(best: best, channels: channels, threshold: bound(row, channels.count))
      let whole = row.count & ~63
      var index = 0
      while index < whole {
        let start = row.baseAddress! + index
        let first = start.lanes(0).absolute.larger(start.lanes(16).absolute)
        let second = start.lanes(32).absolute.larger(start.lanes(48).absolute)
        if any(first.larger(second) .> ranking.threshold) {
          for offset in 0..<64 { ranking.offer(row[index &+ offset].magnitude, index &+ offset) }
        }
        index &+= 64
      }
      for index in whole..<row.count { ranking.offer(row[index].magnitude, index) }
    }
  }

  /// A number below the k-th largest magnitude: k of the sixteen lanes' maxima reach it.
  private static func bound(_ row: UnsafeBufferPointer<Float>, _ count: Int) -> Float {
    guard count <= 16, row.count >= 16 else { return -1 }
    var maxima = Lanes(repeating: 0)
    let whole = row.count & ~15
    var index = 0
    while index < whole {
      maxima = row.baseAddress!.lanes(index).absolute.larger(maxima)
      index &+= 16
    }
    for _ in 1..<count {
      // One lane alone leaves the race each time; a tie leaves the others in it.
      let largest = maxima.max()
      for lane in 0..<16 where maxima[lane] == largest {
        maxima[lane] = -1
        break
      }
    }
    return maxima.max().nextDown
  }

  /// The largest magnitudes so far, in falling order.
  private struct Ranking {
    let best: UnsafeMutableBufferPointer<Float>
    let channels: UnsafeMutableBufferPointer<Int32>
    /// What a newcomer must exceed.
    var threshold: Float

    init(
      best: UnsafeMutableBufferPointer<Float>, channels: UnsafeMutableBufferPointer<Int32>,
      threshold: Float
    ) {
      self.best = best
      self.channels = channels
      self.threshold = threshold
      best.update(repeating: -1)
      channels.update(repeating: 0)
    }

    @inline(__always)
    mutating func offer(_ magnitude: Float, _ channel: Int) {
      if magnitude > threshold { insert(magnitude, channel) }
    }

    private mutating func insert(_ magnitude: Float, _ channel: Int) {
      var place = best.count - 1
      guard magnitude > best[place] else { return }
      while place > 0, best[place - 1] < magnitude {
        best[place] = best[place - 1]
        channels[place] = channels[place - 1]
        place -= 1
      }
      best[place] = magnitude
      channels[place] = Int32(channel)
      // Until all places are taken the bound stays.
      threshold = max(threshold, best[best.count - 1])
    }
  }
}
