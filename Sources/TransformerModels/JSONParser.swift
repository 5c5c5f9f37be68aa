/// A strict parser of JSON (RFC 8259) from UTF-8 bytes.
///
/// Foundation's parsers drop duplicate keys without a word, and a checkpoint with two tensors of one
/// name must be refused; this one also reads a vocabulary of 30 000 words in a few milliseconds.
struct JSONParser {
  /// Deepest nesting of arrays and objects; no model file comes near.
  static let maximumDepth = 64

  private let bytes: UnsafeRawBufferPointer
  private let file: String
  private var position = 0

  /// Parses the whole of `bytes`, of which `file` is the name in messages.
  ///
  /// - Throws: `invalidText`, `invalidJSON` or `duplicateName`, with the line.
  static func parse(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) throws(ModelFileError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, file: file)
    parser.skipSpace()
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else {
      throw parser.failure(expected: "nothing behind the JSON value")
    }
    return value
  }

  private init(bytes: UnsafeRawBufferPointer, file: String) {
    self.bytes = bytes
    self.file = file
  }

  private func failure(
    _ problem: ModelFileError.Problem = .invalidJSON, found: String? = nil, expected: String
  ) -> ModelFileError {
    let line = 1 + bytes.prefix(position).count { $0 == UInt8(ascii: "\n") }
    return ModelFileError(
      problem, file: file, place: "line \(line), byte \(position)",
      found: found ?? next.map(JSONParser.name) ?? "the end of the text", expected: expected)
  }

  private static func name(_ byte: UInt8) -> String {
    byte > 32 && byte < 127
      ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte 0x\(String(byte, radix: 16))"
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(ModelFileError) -> JSONValue {
    guard depth < JSONParser.maximumDepth else {
      throw failure(expected: "at most \(JSONParser.maximumDepth) nested arrays and objects")
    }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"): return try number()
    case .some(let byte) where byte >= 0x30 && byte <= 0x39: return try number()
    default: throw failure(expected: "a JSON value")
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(ModelFileError) -> JSONValue {
    for offset in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[offset] else { throw failure(expected: "\(word)") }
      position += 1
    }
    return value
  }

  private mutating func array(depth: Int) throws(ModelFileError) -> JSONValue {
    position += 1
    skipSpace()
    var values: [JSONValue] = []
    if take("]") { return .array(values) }
    while true {
      skipSpace()
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw failure(expected: "\",\" or \"]\"") }
    }
  }

  private mutating func object(depth: Int) throws(ModelFileError) -> JSONValue {
    position += 1
    skipSpace()
    var members: [JSONObject.Member] = []
    if take("}") { return .object(JSONObject(members: members)) }
    var keys: Set<String> = []
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure(expected: "a key in quotes") }
      let key = try string()
      guard keys.insert(key).inserted else {
        throw failure(
          .duplicateName, found: "the key \"\(key)\" twice", expected: "each key once")
      }
      skipSpace()
      guard take(":") else { throw failure(expected: "\":\"") }
      skipSpace()
      members.append(.init(key: key, value: try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(JSONObject(members: members)) }
      guard take(",") else { throw failure(expected: "\",\" or \"}\"") }
    }
  }

  private mutating func digits() throws(ModelFileError) {
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
    guard position > start else { throw failure(expected: "a digit") }
  }

  private mutating func number() throws(ModelFileError) -> JSONValue {
    let start = position
    _ = take("-")
    if !take("0") { try digits() }
    var whole = true
    if take(".") {
      whole = false
      try digits()
    }
    if take("e") || take("E") {
      whole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if whole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text) else { throw failure(expected: "a number") }
    return .number(value)
  }

  private mutating func string() throws(ModelFileError) -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if next == UInt8(ascii: "\"") {  // no escapes: the bytes are the string
      let text = try utf8(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
      position += 1
      return text
    }
    var unescaped = Array(bytes[start..<position])
    while !take("\"") {
      guard let byte = next else { throw failure(expected: "a closing quote") }
      guard byte >= 0x20 else { throw failure(expected: "no control characters in a string") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        unescaped.append(contentsOf: UTF8.encode(try escape()) ?? UTF8.encodedReplacementCharacter)
      } else {
        unescaped.append(byte)
      }
    }
    return try utf8(unescaped)
  }

  private func utf8(_ text: some Sequence<UInt8>) throws(ModelFileError) -> String {
    guard let string = String(validating: text, as: UTF8.self) else {
      throw failure(.invalidText, found: "bytes that are not UTF-8", expected: "UTF-8")
    }
    return string
  }

  private mutating func escape() throws(ModelFileError) -> Unicode.Scalar {
    guard let byte = next else { throw failure(expected: "an escape sequence") }
    let simple: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    if let scalar = simple[byte] {
      position += 1
      return scalar
    }
    guard take("u") else { throw failure(expected: "an escape sequence") }
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xdc00, take("\\"), take("u") else {
      throw failure(expected: "the second half of a surrogate pair")
    }
    let low = try hexadecimal()
    guard (0xdc00..<0xe000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
    else {
      throw failure(expected: "the second half of a surrogate pair")
    }
    return scalar
  }

  private mutating func hexadecimal() throws(ModelFileError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure(expected: "four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
