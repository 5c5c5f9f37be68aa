extension JSONScanner {
  /// Any value, as a tree.
  ///
  /// Numbers are read as the grammar has them: no sign but a minus, no zeros in front.
  package mutating func value(depth: Int = 0) throws(JSONError) -> JSONValue {
    let first = peek()
    guard depth < Self.maximumDepth else { throw failure(.depth) }
    switch first {
    case UInt8(ascii: "{"):
      var members: [JSONObject.Member] = []
      try object { (scanner, key) throws(JSONError) in
        members.append(.init(key: key, value: try scanner.value(depth: depth + 1)))
      }
      return .object(JSONObject(members: members))
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try list { (scanner) throws(JSONError) in
        values.append(try scanner.value(depth: depth + 1))
      }
      return .array(values)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try strictNumber()
    default: throw failure(.value)
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for offset in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[offset] else { throw failure(.word("\(word)")) }
      position += 1
    }
    return value
  }

  private mutating func strictNumber() throws(JSONError) -> JSONValue {
    let start = position
    var isWhole = true
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      try digits()
    }
    if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    if isWhole, let value = DecimalNumber.whole(bytes, start..<position) { return .integer(value) }
    guard let value = DecimalNumber.parse(bytes, start..<position), value.isFinite else {
      position = start
      throw failure(.number)
    }
    return .number(value)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
    guard position > start else { throw failure(.digit) }
  }
}
