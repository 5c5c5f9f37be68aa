package import ByteFormats
import Reports

/// A JSON document as it was read.
package indirect enum JSONTree: Equatable {
  case null
  case bool(Bool)
  case integer(UInt64)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  /// Reads a document.
  ///
  /// - Parameter bytes: all of it.
  /// - Throws: `JSONError` for what is no JSON, or more than a document.
  package init(document bytes: [UInt8]) throws(JSONError) {
    var scanner = JSONScanner(bytes, range: bytes.indices)
    self = try Self.read(&scanner, of: bytes, depth: 0)
    guard scanner.peek() == nil else { throw scanner.failure(expected: "the end") }
  }

  private static func read(
    _ scanner: inout JSONScanner, of bytes: [UInt8], depth: Int
  ) throws(JSONError) -> JSONTree {
    guard depth < JSONScanner.maximumDepth else { throw scanner.failure(.depth) }
    switch scanner.peek() {
    case UInt8(ascii: "{"):
      var members: [String: JSONTree] = [:]
      try scanner.object { (scanner, key) throws(JSONError) in
        members[key] = try read(&scanner, of: bytes, depth: depth + 1)
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONTree] = []
      try scanner.list { (scanner) throws(JSONError) in
        elements.append(try read(&scanner, of: bytes, depth: depth + 1))
      }
      return .array(elements)
    default:
      let start = scanner.position
      switch try scanner.value() {
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .string(let value): return .string(value)
      case .integer(let value):
        return UInt64(exactly: value).map(Self.integer) ?? .number(Double(value))
      case .number(let value):
        // Seeds may be larger than any number with a sign.
        let word = String(decoding: bytes[start..<scanner.position], as: UTF8.self)
        return UInt64(word).map(Self.integer) ?? .number(value)
      case .array, .object: return .null
      }
    }
  }

  /// The member of an object; `nil` where there is none.
  subscript(key: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The text of a string.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A single value for a report; `nil` for arrays and objects.
  var value: Reports.JSONValue? {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array, .object: nil
    }
  }

  /// The numbers of an array that holds nothing else and is not empty.
  var vector: [Double]? {
    guard case .array(let elements) = self, !elements.isEmpty else { return nil }
    var numbers: [Double] = []
    numbers.reserveCapacity(elements.count)
    for element in elements {
      guard let number = element.value?.number else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
