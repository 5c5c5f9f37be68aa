/// The words of one line, taken one after the other.
struct LatticeWords {
  private let words: [Substring]
  private var used = 0
  private let file: String
  private let line: Int

  init(_ text: Substring, file: String, line: Int) {
    words = text.split(whereSeparator: \.isWhitespace)
    self.file = file
    self.line = line
  }

  var isAtEnd: Bool { used == words.count }

  func error(_ found: String, _ expected: String) -> LatticeProgramError {
    LatticeProgramError(file: file, line: line, found: found, expected: expected)
  }

  func isNext(_ word: String) -> Bool { used < words.count && words[used] == word }

  /// Takes a word if it comes next.
  mutating func take(_ word: String) -> Bool {
    guard isNext(word) else { return false }
    used += 1
    return true
  }

  mutating func next(_ expected: String) throws(LatticeProgramError) -> Substring {
    guard used < words.count else { throw error("the end of the line", expected) }
    used += 1
    return words[used - 1]
  }

  mutating func expect(_ word: String) throws(LatticeProgramError) {
    let found = try next("`\(word)`")
    guard found == word else { throw error("`\(found)`", "`\(word)`") }
  }

  func expectEnd() throws(LatticeProgramError) {
    guard isAtEnd else { throw error("`\(words[used])`", "the end of the line") }
  }

  mutating func number(
    _ what: String, atLeast least: Double = -.infinity
  ) throws(LatticeProgramError) -> Double {
    let word = try next(what)
    guard let value = Double(word), value.isFinite, abs(value) <= 1e6, value >= least else {
      throw error(
        "\(what) `\(word)`",
        least == 0 ? "a number from 0 to 1000000" : "a number from -1000000 to 1000000")
    }
    // −0 would print as another text than it was read from.
    return value == 0 ? 0 : value
  }

  mutating func integer(
    _ what: String, _ range: ClosedRange<Int>
  ) throws(LatticeProgramError) -> Int {
    let word = try next(what)
    guard let value = Int(word), range.contains(value) else {
      throw error(
        "\(what) `\(word)`", "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  mutating func duration() throws(LatticeProgramError) -> LatticeDuration {
    let word = try next("a duration")
    guard let value = Double(word), value > 0, value <= 1e15 else {
      throw error("the duration `\(word)`", "a number above 0 and at most 1e15")
    }
    let name = try next("a unit of time")
    guard let unit = LatticeDuration.Unit(rawValue: String(name)) else {
      throw error(
        "the unit `\(name)`",
        "one of " + LatticeDuration.Unit.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return LatticeDuration(value, unit)
  }

  mutating func pattern(_ count: Int) throws(LatticeProgramError) -> [Int8] {
    let word = try next("a pattern of + and -")
    guard word.utf8.count == count, word.allSatisfy({ $0 == "+" || $0 == "-" }) else {
      throw error("the pattern `\(word)`", "\(count) signs + or -, one an agent")
    }
    return word.map { $0 == "+" ? 1 : -1 }
  }
}
