import ByteFormats
import Reports

/// A JSON document as it was read.
indirect enum JSONTree: Equatable {
  case null
  case bool(Bool)
  case integer(UInt64)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  /// Reads a document.
  ///
  /// - Throws: `JSONError` for what is no JSON, and for a key that comes twice.
  init(_ bytes: [UInt8]) throws(JSONError) {
    var scanner = JSONScanner(bytes, range: bytes.indices)
    self.init(try scanner.value())
    guard scanner.peek() == nil else { throw scanner.failure(expected: "the end") }
  }

  /// Members by key in place of their order, which makes no difference.
  private init(_ value: ByteFormats.JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value):
      self = UInt64(exactly: value).map { .integer($0) } ?? .number(Double(value))
    case .number(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .array(let elements): self = .array(elements.map { JSONTree($0) })
    case .object(let object):
      self = .object(
        Dictionary(object.members.map { ($0.key, JSONTree($0.value)) }) { first, _ in first })
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
