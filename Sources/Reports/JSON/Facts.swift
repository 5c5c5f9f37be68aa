/// Names and values in an order: the settings of a run, the members of a JSON object.
///
///     let settings: Facts = ["fidelity": "sampled", "samples": 256, "die": nil]
///
/// A value that is `nil` is encoded as `null`. Names are unique; nothing checks it.
public struct Facts: Encodable, Sendable, ExpressibleByDictionaryLiteral {
  /// A value of any kind, or none.
  public typealias Value = (any Encodable & Sendable)?

  /// In the order of the document.
  public private(set) var members: [(name: String, value: Value)]

  /// Creates facts from names and values.
  public init(_ members: [(name: String, value: Value)]) { self.members = members }

  /// Creates facts from a literal, in its order.
  public init(dictionaryLiteral elements: (String, Value)...) {
    members = elements.map { (name: $0, value: $1) }
  }

  /// Adds a fact at the end.
  public mutating func add(_ name: String, _ value: Value) { members.append((name, value)) }

  /// Facts after one another.
  public static func + (left: Facts, right: Facts) -> Facts {
    Facts(left.members + right.members)
  }

  /// Adds facts at the end.
  public static func += (left: inout Facts, right: Facts) { left.members += right.members }

  /// Names and values in words: `weight bits`, `8`. What is no single value stands as JSON.
  public var words: [(name: String, value: String)] {
    members.map { member in
      let json = member.value.flatMap { try? JSONValue(encoding: $0) } ?? .null
      return (member.name.replacing("_", with: " "), json.words)
    }
  }

  /// One sentence: `fidelity sampled, samples 256`.
  public var sentence: String { words.map { "\($0.name) \($0.value)" }.joined(separator: ", ") }

  /// One sentence of what is not as usual: `samples 256, all else by default`.
  public func sentence(besides usual: Facts) -> String {
    let known = usual.words
    let changed = words.filter { setting in !known.contains { $0 == setting } }
    guard !changed.isEmpty else { return "all settings are the defaults" }
    return changed.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      + (known.isEmpty ? "" : ", all else by default")
  }

  /// Encodes one member a fact, in order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (name, value) in members {
      if let value {
        try container.encode(value, forKey: Name(name))
      } else {
        try container.encodeNil(forKey: Name(name))
      }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// A value whose JSON is that of its facts.
public protocol HasFacts: Encodable, Sendable {
  /// Keys and values of the JSON object.
  var facts: Facts { get }
}

extension HasFacts {
  /// Encodes the facts.
  public func encode(to encoder: any Encoder) throws { try facts.encode(to: encoder) }
}
