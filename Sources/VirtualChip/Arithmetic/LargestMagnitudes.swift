import DenseAlgebra

/// The channels with the largest magnitudes; of equal ones the first.
enum LargestMagnitudes {
  static func find(_ row: Span<Float>, into channels: inout MutableSpan<Int32>) {
    withScratch(channels.count, repeating: -1 as Float) { best in
      channels.update(repeating: 0)
      // What a newcomer must exceed.
      var threshold = bound(row, channels.count)
      @inline(__always)
      func offer(_ channel: Int) {
        let magnitude = row[channel].magnitude
        guard magnitude > threshold else { return }
        insert(magnitude, channel, &best, &channels)
        // Until all places are taken the bound stays.
        threshold = max(threshold, best[best.count - 1])
      }
      let whole = row.count & ~63
      var index = 0
      while index < whole {
        let first = row.lanes(index).absolute.larger(row.lanes(index &+ 16).absolute)
        let second = row.lanes(index &+ 32).absolute.larger(row.lanes(index &+ 48).absolute)
        if any(first.larger(second) .> threshold) {
          for offset in 0..<64 { offer(index &+ offset) }
        }
        index &+= 64
      }
      for index in whole..<row.count { offer(index) }
    }
  }

  /// A number below the k-th largest magnitude: k of the sixteen lanes' maxima reach it.
  private static func bound(_ row: Span<Float>, _ count: Int) -> Float {
    guard count <= 16, row.count >= 16 else { return -1 }
    var maxima = Lanes(repeating: 0)
    let whole = row.count & ~15
    var index = 0
    while index < whole {
      maxima = row.lanes(index).absolute.larger(maxima)
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

  /// Puts a channel among the largest magnitudes so far, which stand in falling order.
  private static func insert(
    _ magnitude: Float, _ channel: Int, _ best: inout MutableSpan<Float>,
    _ channels: inout MutableSpan<Int32>
  ) {
    var place = best.count - 1
    guard magnitude > best[place] else { return }
    while place > 0, best[place - 1] < magnitude {
      best[place] = best[place - 1]
      channels[place] = channels[place - 1]
      place -= 1
    }
    best[place] = magnitude
    channels[place] = Int32(channel)
  }
}
