/// Reads JSON (RFC 8259) from bytes piece by piece: a caller that knows the keys takes long lists of
/// numbers without a tree of values.
struct JSONScanner {
  private let bytes: [UInt8]
  private let fileName: String
  private(set) var position: Int
  private let end: Int
  /// The key that is being read, for messages.
  var key: String?

  /// Deepest nesting of lists and objects; labels are tuples of tuples at most.
  static let maximumDepth = 64

  init(_ bytes: [UInt8], range: Range<Int>, fileName: String) {
    self.bytes = bytes
    self.fileName = fileName
    position = range.lowerBound
    end = range.upperBound
  }

  func failure(_ found: String? = nil, expected: String) -> ProblemFileError {
    let next =
      position < end
      ? ProblemFileError.quoted(bytes[position..<min(position + 12, end)]) : "the end of the JSON"
    return ProblemFileError(
      fileName: fileName, place: key.map { "key '\($0)'" } ?? "byte \(position)",
      found: found ?? next, expected: expected)
  }

  /// The next byte that is no space.
  mutating func peek() -> UInt8? {
    while position < end {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(ProblemFileError) {
    guard take(character) else { throw failure(expected: "'\(character)'") }
  }

  /// Calls `member` behind each key of an object; it has to read the value.
  mutating func object(
    _ member: (inout JSONScanner, String) throws(ProblemFileError) -> Void
  ) throws(ProblemFileError) {
    try expect("{")
    var keys: Set<String> = []
    guard !take("}") else { return }
    repeat {
      let name = try string()
      guard keys.insert(name).inserted else {
        throw failure("key '\(name)' twice", expected: "each key once")
      }
      try expect(":")
      try member(&self, name)
    } while take(",")
    try expect("}")
  }

  /// Calls `element` for each value of a list; it has to read the value.
  mutating func list(
    _ element: (inout JSONScanner) throws(ProblemFileError) -> Void
  ) throws(ProblemFileError) {
    try expect("[")
    guard !take("]") else { return }
    repeat { try element(&self) } while take(",")
    try expect("]")
  }

  /// The bytes of a number.
  private mutating func numberRange() -> Range<Int> {
    _ = peek()
    let start = position
    while position < end {
      let byte = bytes[position]
      let isPart =
        byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
      guard isPart else { break }
      position += 1
    }
    return start..<position
  }

  mutating func number() throws(ProblemFileError) -> Double {
    let range = numberRange()
    guard let value = DecimalNumber.parse(bytes, range) else {
      if !range.isEmpty { position = range.lowerBound }
      throw failure(expected: "a finite number")
    }
    return value
  }

  mutating func whole() throws(ProblemFileError) -> Int {
    let range = numberRange()
    guard let value = Int(String(decoding: bytes[range], as: UTF8.self)) else {
      position = range.lowerBound
      throw failure(expected: "a whole number")
    }
    return value
  }

  mutating func boolean() throws(ProblemFileError) -> Bool {
    if word("true") { return true }
    if word("false") { return false }
    throw failure(expected: "true or false")
  }

  private mutating func word(_ text: StaticString) -> Bool {
    _ = peek()
    guard end - position >= text.utf8CodeUnitCount,
      (0..<text.utf8CodeUnitCount).allSatisfy({ bytes[position + $0] == text.utf8Start[$0] })
    else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  mutating func string() throws(ProblemFileError) -> String {
    guard take("\"") else { throw failure(expected: "a text in quotes") }
    var text: [UInt8] = []
    while position < end {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a text that is not UTF-8", expected: "UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<0x20:
        position -= 1
        throw failure(expected: "no control characters in a text")
      default: text.append(byte)
      }
    }
    throw failure(expected: "a closing quote")
  }

  private mutating func escape() throws(ProblemFileError) -> Unicode.Scalar {
    guard position < end else { throw failure(expected: "an escape sequence") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw failure(expected: "an escape sequence")
    }
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xdc00, word("\\u") {
      let low = try hexadecimal()
      if (0xdc00..<0xe000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
      {
        return scalar
      }
    }
    throw failure(expected: "both halves of a surrogate pair")
  }

  private mutating func hexadecimal() throws(ProblemFileError) -> UInt32 {
    guard end - position >= 4,
      let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure(expected: "four hexadecimal digits") }
    position += 4
    return value
  }

  /// Reads past any value.
  mutating func skip(depth: Int = 0) throws(ProblemFileError) {
    guard depth < Self.maximumDepth else {
      throw failure(expected: "at most \(Self.maximumDepth) nested lists and objects")
    }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (scanner, _) throws(ProblemFileError) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      try list { (scanner) throws(ProblemFileError) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
    case UInt8(ascii: "n"):
      guard word("null") else { throw failure(expected: "null") }
    default: _ = try number()
    }
  }
}
