/// What becomes of the matches that a text is cut at.
enum DelimiterBehavior: String, CaseIterable, Sendable {
  /// They are dropped.
  case removed = "Removed"
  /// Each is a piece.
  case isolated = "Isolated"
  /// Each belongs to the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// Each belongs to the piece behind it.
  case mergedWithNext = "MergedWithNext"
  /// Neighbours are one piece.
  case contiguous = "Contiguous"
}

/// Makes pieces of the stretches of one text, which come in order.
struct DelimitedPieces {
  let behavior: DelimiterBehavior
  private var last: Range<Int>?
  private var wasMatch = false
  private var waiting: [(range: Range<Int>, isMatch: Bool)] = []

  init(_ behavior: DelimiterBehavior) { self.behavior = behavior }

  /// Takes the next stretch; calls `emit` with pieces that are whole.
  @inline(__always)
  mutating func add(_ range: Range<Int>, isMatch: Bool, _ emit: (Range<Int>) -> Void) {
    switch behavior {
    case .isolated: emit(range)
    case .removed: if !isMatch { emit(range) }
    case .contiguous: join(range, isMatch == wasMatch, emit)
    case .mergedWithPrevious: join(range, isMatch && !wasMatch, emit)
    case .mergedWithNext: waiting.append((range, isMatch))
    }
    wasMatch = isMatch
  }

  /// Calls `emit` with what is left.
  mutating func finish(_ emit: (Range<Int>) -> Void) {
    if let last { emit(last) }
    last = nil
    guard behavior == .mergedWithNext else { return }
    var output: [Range<Int>] = []
    wasMatch = false
    for (range, isMatch) in waiting.reversed() {
      if isMatch, !wasMatch, let next = output.last {
        output[output.count - 1] = range.lowerBound..<next.upperBound
      } else {
        output.append(range)
      }
      wasMatch = isMatch
    }
    waiting.removeAll()
    output.reversed().forEach(emit)
  }

  private mutating func join(_ range: Range<Int>, _ joins: Bool, _ emit: (Range<Int>) -> Void) {
    if joins, let before = last {
      last = before.lowerBound..<range.upperBound
    } else {
      if let before = last { emit(before) }
      last = range
    }
  }
}
