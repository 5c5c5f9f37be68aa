import ByteFormats

/// The lines of a problem file and their columns, read byte by byte: a million lines take well under
/// a second, which strings cut out of strings do not.
///
/// Lines end at a line feed, a carriage return or both. Columns are separated by blanks and tabs.
struct ProblemLines {
  let bytes: [UInt8]
  let fileName: String
  /// Number of the current line, from 1; 0 before the first.
  private(set) var number = 0
  /// What is left of the current line.
  private var position = 0
  private var end = 0
  /// Where the next line begins.
  private var next = 0
  /// Whether commas separate the columns of this line, and the last one is read.
  private var hasCommas = false
  private var isRead = false

  init(_ bytes: [UInt8], fileName: String) {
    self.bytes = bytes
    self.fileName = fileName
  }

  /// Goes to the next line; false at the end of the file.
  mutating func advance() -> Bool {
    guard next < bytes.count else {
      position = bytes.count
      end = position
      return false
    }
    position = next
    number += 1
    var k = next
    while k < bytes.count, bytes[k] != 0x0a, bytes[k] != 0x0d { k += 1 }
    end = k
    if k + 1 < bytes.count, bytes[k] == 0x0d, bytes[k + 1] == 0x0a { k += 1 }
    next = k + 1
    hasCommas = false
    skipBlanks()
    return true
  }

  private mutating func skipBlanks() {
    while position < end, isBlank(bytes[position]) { position += 1 }
  }

  @inline(__always) private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0b || byte == 0x0c
  }

  /// The first byte that is left; nil where the line is empty or read.
  var first: UInt8? { position < end ? bytes[position] : nil }

  /// Whether what is left begins with this text.
  func hasPrefix(_ text: StaticString) -> Bool {
    text.utf8CodeUnitCount <= end - position
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  /// The next column; nil at the end of the line.
  mutating func column() -> Range<Int>? {
    if hasCommas { return columnBeforeComma() }
    guard position < end else { return nil }
    let start = position
    while position < end, !isBlank(bytes[position]) { position += 1 }
    let range = start..<position
    skipBlanks()
    return range
  }

  /// Between commas a column may be empty, also behind the last one.
  private mutating func columnBeforeComma() -> Range<Int>? {
    guard position <= end, !isRead else { return nil }
    skipBlanks()
    let start = position
    while position < end, bytes[position] != UInt8(ascii: ",") { position += 1 }
    var last = position
    while last > start, isBlank(bytes[last - 1]) { last -= 1 }
    isRead = position == end
    if !isRead { position += 1 }
    return start..<last
  }

  /// Separates columns by commas where the rest of the line has one.
  mutating func separateByCommas() {
    hasCommas = bytes[position..<end].contains(UInt8(ascii: ","))
    isRead = false
  }

  /// Drops what follows a comment sign.
  mutating func dropComment(from sign: UInt8) {
    var k = position
    while k < end, bytes[k] != sign { k += 1 }
    end = k
  }

  /// What is left of the line, for comments that carry settings.
  var rest: String { String(decoding: bytes[position..<end], as: UTF8.self) }

  /// At most so many bytes of what is left.
  func rest(_ count: Int) -> String {
    String(decoding: bytes[position..<min(end, position + count)], as: UTF8.self)
  }

  /// A whole number of a column; nil for anything else.
  func whole(_ range: Range<Int>) -> Int? { DecimalNumber.whole(bytes, range) }

  /// The next column as a whole number in a range.
  mutating func index(
    _ what: String, in allowed: ClosedRange<Int>
  ) throws(ProblemFileError) -> Int {
    guard let range = column() else {
      throw error("the end of the line", "\(what) from \(allowed.lowerBound)")
    }
    guard let value = whole(range), allowed.contains(value) else {
      let limits = "from \(allowed.lowerBound) to \(allowed.upperBound)"
      throw error(
        quoted(range),
        allowed.upperBound == Int.max
          ? "\(what) from \(allowed.lowerBound)" : "\(what) \(limits)")
    }
    return value
  }

  /// The next column as a finite number.
  mutating func weight() throws(ProblemFileError) -> Double {
    guard let range = column() else { throw error("the end of the line", "a finite number") }
    return try weight(range)
  }

  /// A column as a finite number.
  func weight(_ range: Range<Int>) throws(ProblemFileError) -> Double {
    guard let value = DecimalNumber.parse(bytes, range) else {
      throw error(quoted(range), "a finite number")
    }
    return value
  }

  /// Nothing may follow.
  mutating func endOfLine(_ expected: String) throws(ProblemFileError) {
    if let range = column() { throw error("\(quoted(range)) behind the last column", expected) }
  }

  /// A column for a message: short, and without control characters.
  func quoted(_ range: Range<Int>) -> String { ProblemFileError.quoted(bytes[range]) }

  /// What is wrong with the current line.
  func error(_ found: String, _ expected: String) -> ProblemFileError {
    ProblemFileError(fileName: fileName, place: "\(number)", found: found, expected: expected)
  }
}
