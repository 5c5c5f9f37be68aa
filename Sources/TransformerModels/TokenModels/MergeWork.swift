/// Applies merges to the symbols of one piece, the lowest rank first, of equal ranks the leftmost.
struct MergeWork {
  /// Symbols of the piece, and what is left of them.
  var symbols: [Int32] = []
  /// Rank and result of each pair of neighbours.
  private var pairs: [UInt64] = []
  private var next: [Int32] = []
  private var previous: [Int32] = []
  private var heap: [Candidate] = []

  /// Longer pieces are merged with a heap.
  private static let shortest = 32

  private struct Candidate {
    var merge: UInt64
    var place: Int32

    @inline(__always)
    static func < (left: Candidate, right: Candidate) -> Bool {
      let (first, second) = (left.merge >> 32, right.merge >> 32)
      return first != second ? first < second : left.place < right.place
    }
  }

  /// Merges all that merges.
  mutating func apply(_ table: MergeTable) {
    guard symbols.count > 1 else { return }
    if symbols.count > MergeWork.shortest { applyWithHeap(table) } else { applyByScanning(table) }
  }

  private mutating func applyByScanning(_ table: MergeTable) {
    pairs.removeAll(keepingCapacity: true)
    for place in 1..<symbols.count {
      pairs.append(table.merge(symbols[place - 1], symbols[place]))
    }
    while true {
      var best = MergeTable.none
      var place = -1
      for index in pairs.indices where pairs[index] != MergeTable.none {
        if place < 0 || pairs[index] >> 32 < best >> 32 { (best, place) = (pairs[index], index) }
      }
      guard place >= 0 else { return }
      symbols[place] = Int32(truncatingIfNeeded: best)
      symbols.remove(at: place + 1)
      pairs.remove(at: place)
      if place > 0 { pairs[place - 1] = table.merge(symbols[place - 1], symbols[place]) }
      if place < pairs.count { pairs[place] = table.merge(symbols[place], symbols[place + 1]) }
    }
  }

  /// A linked list of symbols and a heap of pairs: n log n.
  private mutating func applyWithHeap(_ table: MergeTable) {
    let count = symbols.count
    next = (0..<Int32(count)).map { $0 + 1 }
    previous = (0..<Int32(count)).map { $0 - 1 }
    heap.removeAll(keepingCapacity: true)
    for place in 0..<(count - 1) {
      push(table.merge(symbols[place], symbols[place + 1]), at: Int32(place))
    }
    while let top = pop() {
      let place = Int(top.place)
      guard symbols[place] >= 0, Int(next[place]) < count else { continue }
      let right = Int(next[place])
      // The pair may have changed since it was noted.
      guard table.merge(symbols[place], symbols[right]) == top.merge else { continue }
      symbols[place] = Int32(truncatingIfNeeded: top.merge)
      symbols[right] = -1
      next[place] = next[right]
      if Int(next[place]) < count {
        previous[Int(next[place])] = Int32(place)
        push(table.merge(symbols[place], symbols[Int(next[place])]), at: Int32(place))
      }
      if previous[place] >= 0 {
        push(table.merge(symbols[Int(previous[place])], symbols[place]), at: previous[place])
      }
    }
    symbols.removeAll { $0 < 0 }
  }

  private mutating func push(_ merge: UInt64, at place: Int32) {
    guard merge != MergeTable.none else { return }
    let candidate = Candidate(merge: merge, place: place)
    var index = heap.count
    heap.append(candidate)
    while index > 0 {
      let parent = (index - 1) / 2
      guard candidate < heap[parent] else { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = candidate
  }

  private mutating func pop() -> Candidate? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return top }
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = last
    return top
  }
}
