import Foundation
import Reports
import Testing

/// Synthesised and hand-written encodings, in their order.
@Suite struct OrderedEncoderTests {
  private struct Inner: Encodable {
    var z = 1
    var a: Int?
  }

  private struct Outer: Encodable {
    enum Word: String, Encodable { case one, two }

    var last = "first"
    var flag: Bool? = nil
    var text: String? = nil
    var real: Double? = .infinity
    var single: Float? = nil
    var count: Int? = nil
    var seed: UInt64? = .max
    var some: Double? = 0.1
    var small: Int8 = -3
    var word = Word.two
    var inner = Inner()
    var none: Inner?
    var list: [Inner?] = [Inner(a: 2), nil]
    var numbers: [Float] = [0.1, .nan]
    var empty: [String] = []
    var nothing: [Int: Int] = [:]
  }

  @Test func membersStandInTheirOrderAndNilIsNull() throws {
    let expected = #"""
      {"last": "first", "flag": null, "text": null, "real": null, "single": null, "count": null, \#
      "seed": 18446744073709551615, "some": 0.1, "small": -3, "word": "two", \#
      "inner": {"z": 1, "a": null}, "none": null, "list": [{"z": 1, "a": 2}, null], \#
      "numbers": [0.1, null], "empty": [], "nothing": {}}
      """#
    #expect(try JSONValue(encoding: Outer()).line == expected)
  }

  /// Containers within containers, made by hand in every way that there is.
  private struct ByHand: Encodable {
    enum Keys: String, CodingKey { case numbers, words, parent, own }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      var numbers = container.nestedUnkeyedContainer(forKey: .numbers)
      try numbers.encode(1)
      try numbers.encodeNil()
      var list = numbers.nestedUnkeyedContainer()
      try list.encode("x")
      var members = numbers.nestedContainer(keyedBy: Keys.self)
      try members.encode(true, forKey: .own)
      #expect(numbers.count == 4)
      var words = container.nestedContainer(keyedBy: Keys.self, forKey: .words)
      try words.encode(["b": 2, "a": nil] as Facts, forKey: .own)
      try Inner().encode(to: container.superEncoder(forKey: .parent))
    }
  }

  @Test func containersByHand() throws {
    #expect(
      try JSONValue(encoding: ByHand()).line
        == #"{"numbers": [1, null, ["x"], {"own": true}], "words": {"own": {"b": 2, "a": null}}, "#
        + #""parent": {"z": 1, "a": null}}"#)
  }

  private class Base: Encodable {
    var base = 1

    enum Keys: CodingKey { case base, own }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(base, forKey: .base)
    }
  }

  private final class Derived: Base {
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode("x", forKey: .own)
      try super.encode(to: container.superEncoder())
    }
  }

  @Test func membersOfABaseClassStandAmongTheOthers() throws {
    #expect(try JSONValue(encoding: Derived()).line == #"{"own": "x", "base": 1}"#)
  }

  @Test func valuesPassThrough() throws {
    let value = JSONValue.object([
      ("b", .array([.integer(.max), .signed(-1), .single(0.1), .null])), ("a", .bool(false)),
      ("c", .object([])),
    ])
    #expect(try JSONValue(encoding: value).text() == value.text())
    // The same with an encoder that knows nothing of it.
    let data = try JSONEncoder().encode(["value": value])
    let parsed = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let members = try #require(parsed["value"] as? [String: Any])
    #expect((members["b"] as? [Any])?.count == 4 && members["a"] as? Bool == false)
  }

  @Test func factsKeepTheirOrderAndSayThemselvesInWords() throws {
    var facts: Facts = ["weight_bits": 8, "norm": "two-pass", "rest": nil]
    facts.add("list", [1.5, 2])
    facts += ["last": true]
    #expect(
      try JSONValue(encoding: facts).line
        == #"{"weight_bits": 8, "norm": "two-pass", "rest": null, "list": [1.5, 2.0], "last": true}"#
    )
    #expect(
      facts.sentence
        == "weight bits 8, norm two-pass, rest none, list [1.5, 2.0], last true")
  }

  @Test func anErrorOfAValueComesThrough() {
    struct Refusing: Encodable {
      struct Refused: Error {}
      func encode(to encoder: any Encoder) throws { throw Refused() }
    }
    #expect(throws: Refusing.Refused.self) { try JSONValue(encoding: [Refusing()]) }
  }
}
