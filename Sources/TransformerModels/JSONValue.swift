/// A JSON value; objects keep the order of their keys, whole numbers stay exact.
enum JSONValue: Equatable, Sendable {
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
  var summary: String {
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
struct JSONObject: Equatable, Sendable {
  struct Member: Equatable, Sendable {
    var key: String
    var value: JSONValue
  }

  /// In the order of the file; no two keys are equal.
  var members: [Member]

  /// The value of `key`: a search, as the objects that are looked up by key are small.
  subscript(_ key: String) -> JSONValue? {
    members.first { $0.key == key }?.value
  }
}
