/// A JSON value as it was read; objects keep the order of their keys, whole numbers stay exact.
package enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number written without fraction and exponent that fits in 64 bits.
  case integer(Int)
  /// Any other number.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The value in a few words, for messages.
  package var summary: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "\"\(value.prefix(60))\(value.count > 60 ? "…" : "")\""
    case .array(let values): "an array of \(values.count)"
    case .object(let object): "an object of \(object.members.count) keys"
    }
  }
}

/// The members of a JSON object.
package struct JSONObject: Equatable, Sendable {
  /// A key and its value.
  package struct Member: Equatable, Sendable {
    package let key: String
    package let value: JSONValue

    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// In the order of the file; no two keys have the same bytes.
  package let members: [Member]

  /// An object with these members.
  package init(members: [Member]) { self.members = members }

  /// The value of `key`: a search, as the objects that are looked up by key are small.
  package subscript(_ key: String) -> JSONValue? {
    members.first { ExactText($0.key) == ExactText(key) }?.value
  }
}
