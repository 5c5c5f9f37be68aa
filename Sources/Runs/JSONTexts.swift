import Foundation

/// A JSON file that is an array of strings.
enum JSONTexts {
  /// The strings of the array.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` that names the first element that is not a text.
  static func parse(_ content: ArraySlice<UInt8>, file: String) throws(RunFailure) -> [String] {
    let value: Value
    do {
      value = try JSONDecoder().decode(Value.self, from: Data(content))
    } catch {
      throw RunFailure(.badInput, "\(file): is not JSON: \(reason(error))")
    }
    guard case .array(let elements) = value else {
      throw RunFailure(
        .badInput, "\(file): holds \(value.kind), expected an array of strings")
    }
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      guard case .string(let text) = element else {
        throw RunFailure(
          .badInput, "\(file): element \(index) is \(element.kind), expected a string")
      }
      texts.append(text)
    }
    return texts
  }

  private static func reason(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error else {
      return String(describing: error)
    }
    let details = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
    return details ?? context.debugDescription
  }

  /// Any JSON value, as far as an error message needs it.
  private enum Value: Decodable {
    case string(String)
    case array([Value])
    case other(String)

    var kind: String {
      switch self {
      case .string: "a string"
      case .array: "an array"
      case .other(let kind): kind
      }
    }

    init(from decoder: any Decoder) throws {
      if var elements = try? decoder.unkeyedContainer() {
        var values: [Value] = []
        while !elements.isAtEnd { values.append(try elements.decode(Value.self)) }
        self = .array(values)
        return
      }
      if (try? decoder.container(keyedBy: AnyKey.self)) != nil {
        self = .other("an object")
        return
      }
      let value = try decoder.singleValueContainer()
      if let text = try? value.decode(String.self) {
        self = .string(text)
      } else if value.decodeNil() {
        self = .other("null")
      } else if (try? value.decode(Bool.self)) != nil {
        self = .other("a truth value")
      } else {
        self = .other("a number")
      }
    }
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
