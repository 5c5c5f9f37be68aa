import ByteFormats
import Testing

@Suite struct JSONScannerTests {
  private func value(_ text: String) throws(JSONError) -> JSONValue {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes, range: bytes.indices)
    let value = try scanner.value()
    guard scanner.peek() == nil else { throw scanner.failure(expected: "the end") }
    return value
  }

  /// Where reading stops, and what is wanted there; nil for a text that can be read.
  private func fault(_ text: [UInt8]) -> (Int, String)? {
    var scanner = JSONScanner(text, range: text.indices)
    do throws(JSONError) { _ = try scanner.value() } catch {
      return (error.position, "\(error.fault)")
    }
    return nil
  }

  @Test func values() throws {
    let read = try value(
      #" { "b" : [1, -2.5e1, true, false, null, "x"], "a":{}, "c": [], "": 18446744073709551616 } "#
    )
    guard case .object(let object) = read else {
      Issue.record("\(read)")
      return
    }
    #expect(object.members.map(\.key) == ["b", "a", "c", ""])
    #expect(
      object["b"]
        == .array([.integer(1), .number(-25), .bool(true), .bool(false), .null, .string("x")]))
    #expect(object["a"] == .object(JSONObject(members: [])))
    #expect(object["c"] == .array([]))
    #expect(object[""] == .number(0x1p64))
    #expect(object["d"] == nil)
    #expect(try value("-0") == .integer(0))
    #expect(try value("-9223372036854775808") == .integer(.min))
  }

  @Test func escapes() throws {
    #expect(
      try value(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#)
        == .string("\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{1f600}\u{e9}"))
    for (text, place, wanted) in [
      (#""\x""#, 2, "escape"), (#""\u12g4""#, 5, "hexadecimalDigits"),
      (#""\u+123""#, 3, "hexadecimalDigits"), (#""\ud83d""#, 7, "surrogate"),
      (#""\ud83d \ude00""#, 7, "surrogate"), (#""\ude00\ud83d""#, 7, "surrogate"),
      (#""\ud83d\u0041""#, 13, "surrogate"), (#""\ud83d\n""#, 8, "surrogate"),
    ] {
      let found = fault(Array(text.utf8))
      #expect(found?.0 == place && found?.1.contains(wanted) == true, "\(text): \(found as Any)")
    }
  }

  @Test(arguments: [
    ("", 0, "value"), ("nul", 3, "null"), ("tru ", 3, "true"), ("fals", 4, "false"),
    ("[1 2]", 3, "listEnd"), ("[1,]", 3, "value"), ("[", 1, "value"), ("{1:2}", 1, "key"),
    ("{\"a\" 1}", 5, "colon"), ("{\"a\":1 \"b\"}", 7, "objectEnd"), ("{\"a\":1,}", 7, "key"),
    ("-", 1, "digit"), ("01", 1, ""), ("1.", 2, "digit"), ("1e+", 3, "digit"), ("+1", 0, "value"),
    (".5", 0, "value"), ("NaN", 0, "value"), ("\"ab", 3, "closingQuote"),
    ("\"a\u{1}\"", 2, "noControlCharacter"),
  ])
  func faults(_ text: String, _ place: Int, _ wanted: String) {
    // `01` is a whole value with something behind it.
    let found = wanted.isEmpty ? nil : fault(Array(text.utf8))
    if wanted.isEmpty {
      #expect(throws: JSONError.self) { try value(text) }
    } else {
      #expect(found?.0 == place && found?.1.contains(wanted) == true, "\(found as Any)")
    }
  }

  @Test func bytesThatAreNoUTF8() {
    #expect(fault([0x22, 0xff, 0x22])?.1 == "invalidText")
    #expect(fault([0x22, 0x5c, 0x6e, 0xc3, 0x22])?.1 == "invalidText")
  }

  @Test func depthIsLimited() {
    let deep = String(repeating: "[", count: JSONScanner.maximumDepth)
    #expect(fault(Array((deep + String(repeating: "]", count: 64)).utf8)) == nil)
    #expect(fault(Array((deep + "[").utf8))?.1.contains("depth") == true)
    var scanner = JSONScanner(Array((deep + "[").utf8), range: 0..<65)
    #expect(throws: JSONError.self) { try scanner.skip() }
  }

  @Test func keysAreComparedByTheirBytes() throws {
    let spellings = "{\"caf\u{e9}\": 1, \"cafe\u{301}\": 2}"
    guard case .object(let object) = try value(spellings) else {
      Issue.record("no object")
      return
    }
    #expect(object["caf\u{e9}"] == .integer(1))
    #expect(object["cafe\u{301}"] == .integer(2))
    // The same bytes, once behind an escape.
    let twice = Array("{\"caf\u{e9}\": 1, \"caf\\u00e9\": 2}".utf8)
    #expect(fault(twice)?.1.contains("repeatedKey") == true)
    var scanner = JSONScanner(twice, range: twice.indices)
    #expect(throws: JSONError.self) { try scanner.skip() }
  }

  @Test func listsAreReadAsTheyCome() throws {
    let text = Array(
      #"{"numbers": [1, 2.5, -3e2, .5], "flag": true, "rest": {"a": [null, "x"]}}"#.utf8)
    var scanner = JSONScanner(text, range: text.indices)
    var numbers: [Double] = []
    var flag = false
    try scanner.object { (scanner, key) throws(JSONError) in
      switch key {
      case "numbers":
        try scanner.list { (scanner) throws(JSONError) in numbers.append(try scanner.number()) }
      case "flag": flag = try scanner.boolean()
      default: try scanner.skip()
      }
    }
    #expect(numbers == [1, 2.5, -300, 0.5] && flag)
    #expect(scanner.peek() == nil)
  }
}
