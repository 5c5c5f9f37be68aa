extension JSONScanner {
  /// A text in quotes.
  package mutating func string() throws(JSONError) -> String {
    guard take("\"") else { throw failure(.text) }
    let start = position
    position = plainEnd
    if next == UInt8(ascii: "\"") {  // no escapes: the bytes are the text
      let text = try utf8(bytes[start..<position])
      position += 1
      return text
    }
    var unescaped = bytes[start..<position]
    while true {
      guard let byte = next else { throw failure(.closingQuote) }
      guard byte >= 0x20 else { throw failure(.noControlCharacter) }
      position += 1
      if byte == UInt8(ascii: "\"") { return try utf8(unescaped) }
      if byte == UInt8(ascii: "\\") {
        unescaped.append(contentsOf: UTF8.encode(try escape()) ?? UTF8.encodedReplacementCharacter)
      } else {
        unescaped.append(byte)
      }
    }
  }

  /// The place of the next byte that does not stand for itself in a text: a quote, a backslash, a control character.
  private var plainEnd: Int {
    let text = bytes.span
    var place = position
    while place < end {
      let byte = text[place]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      place &+= 1
    }
    return place
  }

  private func utf8(_ text: ArraySlice<UInt8>) throws(JSONError) -> String {
    guard let string = String(validating: text, as: UTF8.self) else { throw failure(.invalidText) }
    return string
  }

  /// What stands behind a backslash.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let scalar: Unicode.Scalar
    switch next {
    case UInt8(ascii: "\""): scalar = "\""
    case UInt8(ascii: "\\"): scalar = "\\"
    case UInt8(ascii: "/"): scalar = "/"
    case UInt8(ascii: "b"): scalar = "\u{8}"
    case UInt8(ascii: "f"): scalar = "\u{c}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"):
      position += 1
      return try codePoint()
    default: throw failure(.escape)
    }
    position += 1
    return scalar
  }

  /// One or two times four hexadecimal digits: UTF-16 of a scalar.
  private mutating func codePoint() throws(JSONError) -> Unicode.Scalar {
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xdc00, passes(UInt8(ascii: "\\")), passes(UInt8(ascii: "u")) else {
      throw failure(.surrogate)
    }
    let low = try hexadecimal()
    guard (0xdc00..<0xe000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
    else { throw failure(.surrogate) }
    return scalar
  }

  private mutating func passes(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure(.hexadecimalDigits)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
