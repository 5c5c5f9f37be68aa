/// Runs a compiled pattern on a text.
struct PatternMatcher {
  /// Where to go on if the present attempt fails.
  private struct Frame {
    var step: Int32
    /// An alternative of a choice, or −1.
    var alternative: Int32
    /// The place to go on at; for a repetition the farthest, or the next to take.
    var place: Int
    /// The nearest place of a greedy repetition, the farthest of a lazy one.
    var bound: Int
  }

  private let pattern: TextPattern
  private var frames: [Frame] = []
  private var failed: Set<UInt64> = []
  private var steps = 0

  init(_ pattern: TextPattern) { self.pattern = pattern }

  /// Turns of the machine at one place before failures are remembered.
  private static let patience = 4096

  /// The end of the match that begins at `place`; −1 if there is none.
  mutating func end(
    _ text: UnsafeBufferPointer<Unicode.Scalar>, _ range: Range<Int>, from place: Int
  )
    -> Int
  {
    steps = 0
    if !failed.isEmpty { failed.removeAll(keepingCapacity: true) }
    frames.removeAll(keepingCapacity: true)
    return run(0, text, range, place)
  }

  private mutating func run(
    _ start: Int32, _ text: UnsafeBufferPointer<Unicode.Scalar>, _ range: Range<Int>, _ from: Int
  ) -> Int {
    let base = frames.count
    let limit = range.upperBound
    var step = Int(start)
    var place = from
    machine: while true {
      steps += 1
      let instruction = pattern.code[step]
      switch instruction.kind {
      case .match:
        frames.removeSubrange(base...)
        return place
      case .set:
        if place < limit, pattern.sets[Int(instruction.first)].contains(text[place]) {
          place += 1
          step += 1
          continue machine
        }
      case .repeatSet, .repeatPossessively:
        let most = instruction.third < 0 ? limit : min(limit, place + Int(instruction.third))
        let nearest = place + Int(instruction.second)
        let set = Int(instruction.first)
        var end = place
        while end < most, pattern.sets[set].contains(text[end]) { end += 1 }
        if end >= nearest {
          if end > nearest, instruction.kind == .repeatSet {
            frames.append(
              Frame(step: Int32(step + 1), alternative: -1, place: end - 1, bound: nearest))
          }
          place = end
          step += 1
          continue machine
        }
      case .repeatLazily:
        let most = instruction.third < 0 ? limit : min(limit, place + Int(instruction.third))
        let nearest = place + Int(instruction.second)
        let set = Int(instruction.first)
        var end = place
        while end < nearest, end < limit, pattern.sets[set].contains(text[end]) { end += 1 }
        if end == nearest {
          if end < most {
            frames.append(Frame(step: Int32(step), alternative: -2, place: end, bound: most))
          }
          place = end
          step += 1
          continue machine
        }
      case .choice:
        if let target = enter(step, instruction, instruction.first, text, place, limit) {
          step = target
          continue machine
        }
      case .fork:
        frames.append(
          Frame(step: instruction.second, alternative: -1, place: place, bound: place))
        step = Int(instruction.first)
        continue machine
      case .jump:
        step = Int(instruction.first)
        continue machine
      case .ahead, .behind:
        let origin = place - (instruction.kind == .behind ? Int(instruction.third) : 0)
        let holds = origin >= range.lowerBound && inner(step, text, range, origin) >= 0
        if holds == (instruction.second == 0) {
          step = Int(instruction.first)
          continue machine
        }
      case .atomic:
        let end = inner(step, text, range, place)
        if end >= 0 {
          place = end
          step = Int(instruction.first)
          continue machine
        }
      case .condition:
        if holds(instruction.first, text, range, place) {
          step += 1
          continue machine
        }
      }
      // This attempt failed: take the last decision back.
      while true {
        guard frames.count > base, let frame = frames.last else { return -1 }
        if frame.alternative >= 0 {
          frames.removeLast()
          step = Int(frame.step)
          place = frame.place
          let instruction = pattern.code[step]
          if let target = enter(step, instruction, frame.alternative, text, place, limit) {
            step = target
            continue machine
          }
        } else if frame.alternative == -2 {
          let instruction = pattern.code[Int(frame.step)]
          guard pattern.sets[Int(instruction.first)].contains(text[frame.place]) else {
            frames.removeLast()
            continue
          }
          frames[frames.count - 1].place += 1
          if frame.place + 1 == frame.bound { frames.removeLast() }
          step = Int(frame.step) + 1
          place = frame.place + 1
          if isNew(step, place) { continue machine }
        } else {
          step = Int(frame.step)
          place = frame.place
          if frame.place > frame.bound {
            frames[frames.count - 1].place -= 1
          } else {
            frames.removeLast()
          }
          if isNew(step, place) { continue machine }
        }
      }
    }
  }

  /// The end of what the steps behind `step` match by themselves; their failures are their own, since
  /// what they match once they may match again.
  private mutating func inner(
    _ step: Int, _ text: UnsafeBufferPointer<Unicode.Scalar>, _ range: Range<Int>, _ place: Int
  ) -> Int {
    guard !failed.isEmpty else {
      let end = run(Int32(step + 1), text, range, place)
      failed.removeAll(keepingCapacity: true)
      return end
    }
    var others: Set<UInt64> = []
    swap(&failed, &others)
    let end = run(Int32(step + 1), text, range, place)
    swap(&failed, &others)
    return end
  }

  /// The first alternative from `first` on that can begin here; the rest is kept for later.
  @inline(__always)
  private mutating func enter(
    _ step: Int, _ instruction: PatternInstruction, _ first: Int32,
    _ text: UnsafeBufferPointer<Unicode.Scalar>, _ place: Int, _ limit: Int
  ) -> Int? {
    var alternative = first
    let value = place < limit ? text[place].value : .max
    while alternative < instruction.second {
      let entry = pattern.firsts[Int(alternative)]
      let fits =
        value < 128
        ? (value < 64 ? entry.low : entry.high) >> UInt64(value & 63) & 1 != 0 : true
      if fits {
        if alternative + 1 < instruction.second {
          frames.append(
            Frame(step: Int32(step), alternative: alternative + 1, place: place, bound: place))
        }
        return Int(entry.target)
      }
      alternative += 1
    }
    return nil
  }

  /// Whether a step has not failed at this place yet, once the search is long.
  private mutating func isNew(_ step: Int, _ place: Int) -> Bool {
    steps < PatternMatcher.patience || failed.insert(UInt64(step) << 40 | UInt64(place)).inserted
  }

  private func holds(
    _ condition: Int32, _ text: UnsafeBufferPointer<Unicode.Scalar>, _ range: Range<Int>,
    _ place: Int
  ) -> Bool {
    let isStart = place == range.lowerBound
    let isEnd = place == range.upperBound
    switch PatternNode.Condition(rawValue: condition) {
    case .textStart: return isStart
    case .textEnd: return isEnd
    case .textEndOrLastLine:
      return isEnd || place == range.upperBound - 1 && text[place] == "\n"
    case .lineStart: return isStart || !isEnd && text[place - 1] == "\n"
    case .lineEnd: return isEnd || text[place] == "\n"
    case .wordBoundary, .noWordBoundary:
      let before = !isStart && ScalarSet.words.contains(text[place - 1])
      let after = !isEnd && ScalarSet.words.contains(text[place])
      return (before != after) == (condition == PatternNode.Condition.wordBoundary.rawValue)
    case nil: return false
    }
  }
}
