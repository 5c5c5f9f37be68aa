/// The words of one line of a program's text, taken one after the other.
///
/// A word ends at white space; a comma at a word's end is a word, and so is what stands in quotes. `#`
/// outside quotes starts a comment. Instructions read themselves from these words.
public struct ProgramWords {
  private struct Word {
    var text: String
    var isQuoted: Bool
  }

  private var words: [Word] = []
  private var used = 0
  private let file: String
  private let line: Int
  /// What instructions may name.
  var declared = Declared()
  /// The value before `<-`.
  var result: Instruction.Value = 0

  init(_ bytes: ArraySlice<UInt8>, file: String, line: Int) throws(ProgramTextError) {
    self.file = file
    self.line = line
    var rest = bytes
    while true {
      rest = rest.drop(while: Self.isSpace)
      guard let first = rest.first, first != UInt8(ascii: "#") else { return }
      if first == UInt8(ascii: "\"") {
        words.append(Word(text: try quoted(&rest), isQuoted: true))
      } else {
        var word = rest.prefix { !Self.isSpace($0) && $0 != UInt8(ascii: "#") }
        rest = rest[word.endIndex...]
        let hasComma = word.count > 1 && word.last == UInt8(ascii: ",")
        if hasComma { word.removeLast() }
        words.append(Word(text: String(decoding: word, as: UTF8.self), isQuoted: false))
        if hasComma { words.append(Word(text: ",", isQuoted: false)) }
      }
    }
  }

  /// Whether a name stands for itself in the text, as one word.
  static func isWord(_ name: String) -> Bool {
    let bytes = name.utf8
    return !bytes.isEmpty && bytes.first != UInt8(ascii: "\"") && bytes.last != UInt8(ascii: ",")
      && !bytes.contains { isSpace($0) || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "\n") }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  /// Takes a name in quotes.
  private func quoted(_ rest: inout ArraySlice<UInt8>) throws(ProgramTextError) -> String {
    var content: [UInt8] = []
    rest.removeFirst()
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        guard rest.first.map(Self.isSpace) ?? true else {
          throw error("a name that goes on behind its quotes", "white space")
        }
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        content += try escaped(&rest)
      default: content.append(byte)
      }
    }
    throw error("the end of the line in a name", "a closing quote")
  }

  private func escaped(_ rest: inout ArraySlice<UInt8>) throws(ProgramTextError) -> [UInt8] {
    let next = rest.popFirst()
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") { return [next!] }
    let open = rest.popFirst()
    let digits = rest.prefix { $0 != UInt8(ascii: "}") }
    let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    guard next == UInt8(ascii: "u"), open == UInt8(ascii: "{"), digits.endIndex < rest.endIndex,
      let scalar = number.flatMap(Unicode.Scalar.init)
    else { throw error("a `\\` in a name", "`\\\"`, `\\\\` or `\\u{…}`") }
    rest = rest[(digits.endIndex + 1)...]
    return Array(String(Character(scalar)).utf8)
  }

  var isAtEnd: Bool { used == words.count }

  /// Whether a list ends here: at the line's end, or before the instruction's name.
  var isAtListEnd: Bool { isAtEnd || isNext(";") }

  /// The next word, unless it is in quotes.
  var nextText: String? { used < words.count && !words[used].isQuoted ? words[used].text : nil }

  /// Leaves out a word that was looked at.
  mutating func skip() { used += 1 }

  func error(_ found: String, _ expected: String) -> ProgramTextError {
    ProgramTextError(file: file, line: line, found: found, expected: expected)
  }

  func error(_ reason: Fault.Reason) -> ProgramTextError { error(reason.found, reason.expected) }

  /// Checks what stands in this line.
  func check(_ rule: () throws(Fault.Reason) -> Void) throws(ProgramTextError) {
    do { try rule() } catch { throw self.error(error) }
  }

  func isNext(_ word: String) -> Bool {
    used < words.count && words[used].text == word && !words[used].isQuoted
  }

  /// Takes a word if it comes next.
  mutating func take(_ word: String) -> Bool {
    guard isNext(word) else { return false }
    used += 1
    return true
  }

  /// Takes any word that is not in quotes.
  mutating func next(_ expected: String) throws(ProgramTextError) -> String {
    guard used < words.count else { throw error("the end of the line", expected) }
    guard !words[used].isQuoted else {
      throw error("`\(words[used].text)` in quotes", "\(expected) without quotes")
    }
    used += 1
    return words[used - 1].text
  }

  mutating func expect(_ word: String) throws(ProgramTextError) {
    let found = try next("`\(word)`")
    guard found == word else { throw error("`\(found)`", "`\(word)`") }
  }

  func expectEnd() throws(ProgramTextError) {
    guard isAtEnd else { throw error("`\(words[used].text)`", "the end of the line") }
  }

  mutating func name(_ expected: String) throws(ProgramTextError) -> String {
    guard used < words.count else { throw error("the end of the line", expected) }
    used += 1
    let word = words[used - 1]
    guard word.isQuoted || ProgramName.word(word.text) == word.text else {
      throw error("`\(word.text)`", "\(expected), in quotes unless it is one plain word")
    }
    return word.text
  }

  /// A layer that is said, or the one that the name tells.
  mutating func layer(of name: String) throws(ProgramTextError) -> Int? {
    if isNext("layer") {
      used += 1
      return try integer("a layer", 0...65_535)
    }
    if isNext("no") {
      used += 1
      try expect("layer")
      return nil
    }
    return ProgramName.impliedLayer(of: name)
  }

  /// A whole number within words such as `8b`, `a8` or `A3`.
  mutating func integer(
    _ what: String, prefix: String = "", suffix: String = "", _ range: ClosedRange<Int>
  ) throws(ProgramTextError) -> Int {
    let word = try next(what)
    if word.utf8.starts(with: prefix.utf8), word.hasSuffix(suffix),
      let number = Self.number(
        word.utf8.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)),
      range.contains(number)
    {
      return number
    }
    throw error(
      "\(what) `\(word)`",
      "`\(prefix)n\(suffix)` with a whole number n from \(range.lowerBound) to "
        + "\(range.upperBound)")
  }

  /// A number that names one of the things declared before: `A3`, `T0`, `%12`, `V1`.
  mutating func reference(
    _ letter: String, of count: Int, _ what: String
  ) throws(ProgramTextError) -> Int {
    guard count > 0 else {
      throw error("`\(try next("\(what)"))`", "nothing: no \(what) is declared")
    }
    return try integer(what, prefix: letter, 0...(count - 1))
  }

  /// Two whole numbers with a sign between: `384x1536`, `12/12`.
  mutating func pair(
    _ what: String, separator: String, atLeast least: Int = 1
  ) throws(ProgramTextError) -> (Int, Int) {
    let word = try next(what)
    let parts = word.utf8.split(
      separator: separator.utf8.first!, maxSplits: 1, omittingEmptySubsequences: false)
    let range = least...Listing.largestNumber
    if parts.count == 2, let first = Self.number(parts[0]), let second = Self.number(parts[1]),
      range.contains(first), range.contains(second)
    {
      return (first, second)
    }
    throw error(
      "\(what) `\(word)`",
      "two whole numbers from \(least) to \(Listing.largestNumber), as 2\(separator)3")
  }

  /// A whole number in any spelling.
  mutating func wholeNumber(
    _ what: String, _ range: ClosedRange<Int>
  ) throws(ProgramTextError) -> Int {
    let word = try next(what)
    guard let number = Int(word), range.contains(number) else {
      throw error(.outside(what, word, range))
    }
    return number
  }

  mutating func number(
    _ what: String, _ range: ClosedRange<Double>
  ) throws(ProgramTextError) -> Double {
    let word = try next(what)
    guard let number = Double(word), range.contains(number) else {
      throw error(.outside(what, word, range))
    }
    // −0 would print as another text than it was read from.
    return number == 0 ? 0 : number
  }

  mutating func float(_ what: String) throws(ProgramTextError) -> Float {
    let word = try next(what)
    guard let number = Float(word), number.isFinite else {
      throw error("\(what) `\(word)`", "a finite number")
    }
    return number
  }

  /// A case of a list of words.
  mutating func choice<Value: RawRepresentable<String>>(
    _ what: String, _ values: [Value], _ kind: String? = nil
  ) throws(ProgramTextError) -> Value {
    let word = try next(kind ?? what)
    if let value = values.first(where: { $0.rawValue == word }) { return value }
    throw error(
      "\(what) `\(word)`", "one of " + values.map(\.rawValue).joined(separator: ", "))
  }

  /// A number in its only spelling.
  static func number(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
