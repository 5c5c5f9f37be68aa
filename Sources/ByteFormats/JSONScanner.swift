/// Reads JSON (RFC 8259) from UTF-8 bytes, piece by piece or as a tree of values.
///
/// A caller that knows the keys takes long lists of numbers as they come (`object`, `list`, `number`);
/// others take the whole (`value`). Either way a key that occurs twice is refused, where Foundation's
/// parsers drop one without a word: a checkpoint with two tensors of one name must not pass. Keys are
/// compared by their bytes, since a vocabulary may hold one character in two spellings.
package struct JSONScanner {
  /// Deepest nesting of lists and objects; no file that this program reads comes near.
  package static let maximumDepth = 64

  let bytes: [UInt8]
  /// The place of the next byte.
  package internal(set) var position: Int
  let end: Int
  /// The key that is being read, for messages.
  package var key: String?

  /// A scanner of a part of `bytes`.
  package init(_ bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// An error at the current place.
  package func failure(_ expectation: JSONError.Expectation) -> JSONError {
    failure(.expected(expectation))
  }

  /// An error of sound JSON that its reader cannot use.
  package func failure(_ found: String? = nil, expected: String) -> JSONError {
    failure(.content(found: found, expected: expected))
  }

  func failure(_ fault: JSONError.Fault) -> JSONError {
    JSONError(fault: fault, position: position, key: key)
  }

  /// The next byte, of any kind.
  var next: UInt8? { position < end ? bytes[position] : nil }

  /// The next byte that is no space.
  package mutating func peek() -> UInt8? {
    while position < end {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }

  /// Passes a character behind spaces, if it is the next.
  package mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Calls `member` behind each key of an object; it has to read the value.
  ///
  /// - Throws: `JSONError`, also for a key that occurs twice.
  package mutating func object(
    _ member: (inout JSONScanner, String) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take("{") else { throw failure(.objectStart) }
    guard !take("}") else { return }
    var keys: Set<ExactText> = []
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw failure(.key) }
      let name = try string()
      guard keys.insert(ExactText(name)).inserted else { throw failure(.repeatedKey(name)) }
      guard take(":") else { throw failure(.colon) }
      try member(&self, name)
    } while take(",")
    guard take("}") else { throw failure(.objectEnd) }
  }

  /// Calls `element` for each value of a list; it has to read the value.
  package mutating func list(
    _ element: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take("[") else { throw failure(.listStart) }
    guard !take("]") else { return }
    repeat { try element(&self) } while take(",")
    guard take("]") else { throw failure(.listEnd) }
  }

  /// Everything up to the next byte that no number has.
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

  /// A finite number.
  package mutating func number() throws(JSONError) -> Double {
    let range = numberRange()
    guard let value = DecimalNumber.parse(bytes, range) else {
      position = range.lowerBound
      throw failure(.number)
    }
    return value
  }

  /// A whole number that `Int` can hold.
  package mutating func whole() throws(JSONError) -> Int {
    let range = numberRange()
    guard let value = DecimalNumber.whole(bytes, range) else {
      position = range.lowerBound
      throw failure(.wholeNumber)
    }
    return value
  }

  /// True or false.
  package mutating func boolean() throws(JSONError) -> Bool {
    if word("true") { return true }
    if word("false") { return false }
    throw failure(.truth)
  }

  private mutating func word(_ text: StaticString) -> Bool {
    _ = peek()
    guard end - position >= text.utf8CodeUnitCount,
      (0..<text.utf8CodeUnitCount).allSatisfy({ bytes[position + $0] == text.utf8Start[$0] })
    else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Reads past any value.
  package mutating func skip(depth: Int = 0) throws(JSONError) {
    guard depth < Self.maximumDepth else { throw failure(.depth) }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (scanner, _) throws(JSONError) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      try list { (scanner) throws(JSONError) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
    case UInt8(ascii: "n"):
      guard word("null") else { throw failure(.word("null")) }
    default: _ = try number()
    }
  }
}
