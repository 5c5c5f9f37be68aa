import Foundation
import Reports
import Testing

@Suite struct JSONValueTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func everyScalarSurvives() throws {
    let scalars = (0...0x2100).compactMap { Unicode.Scalar($0) } + ["\u{1f600}", "\u{10ffff}"]
    var string = ""
    for scalar in scalars { string.unicodeScalars.append(scalar) }
    let value = JSONValue.object([(string, .array([.string(string)]))])
    for text in [value.text(), value.line] {
      let parsed = try object(text)
      let values = try #require(parsed.values.first as? [String])
      #expect(Array(values[0].unicodeScalars) == scalars)
      #expect(Array(try #require(parsed.keys.first).unicodeScalars) == scalars)
    }
    #expect(!value.line.contains { $0.isNewline && $0 != "\u{2028}" && $0 != "\u{2029}" })
  }

  @Test func numbersAndEmptyContainers() throws {
    let value = JSONValue.object([
      ("tiny", .number(.leastNonzeroMagnitude)), ("large", .number(1.7976931348623157e308)),
      ("nan", .number(.nan)), ("infinite", .single(-.infinity)), ("integer", .integer(.max)),
      ("single", .single(0.1)), ("flag", .bool(true)), ("nothing", .null), ("none", .array([])),
      ("empty", .object([])), ("nested", .array([.array([.integer(1)]), .object([])])),
    ])
    for text in [value.text(), value.line] {
      let parsed = try object(text)
      #expect((parsed["tiny"] as? NSNumber)?.doubleValue == .leastNonzeroMagnitude)
      #expect((parsed["large"] as? NSNumber)?.doubleValue == 1.7976931348623157e308)
      #expect(parsed["nan"] is NSNull)
      #expect(parsed["infinite"] is NSNull)
      #expect((parsed["integer"] as? NSNumber)?.uint64Value == .max)
      #expect((parsed["single"] as? NSNumber)?.floatValue == 0.1)
      #expect((parsed["none"] as? [Any])?.isEmpty == true)
      #expect((parsed["empty"] as? [String: Any])?.isEmpty == true)
      #expect((parsed["nested"] as? [Any])?.count == 2)
    }
    #expect(value.text().contains("\"single\": 0.1,"))
  }
}
