import Foundation

/// A JSON file that is an array of strings.
enum JSONTexts {
  /// The strings of the array.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` that names the first element that is not a text.
  static func parse(_ content: ArraySlice<UInt8>, file: String) throws(RunFailure) -> [String] {
    let value: Any
    do {
      value = try JSONSerialization.jsonObject(with: Data(content), options: .fragmentsAllowed)
    } catch {
      throw RunFailure(.badInput, "\(file): is not JSON: \(reason(error))")
    }
    guard let elements = value as? [Any] else {
      throw RunFailure(
        .badInput, "\(file): holds \(kind(of: value)), expected an array of strings")
    }
    var texts: [String] = []
    texts.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      guard let text = element as? String else {
        throw RunFailure(
          .badInput, "\(file): element \(index) is \(kind(of: element)), expected a string")
      }
      texts.append(text)
    }
    return texts
  }

  private static func reason(_ error: any Error) -> String {
    (error as NSError).userInfo["NSDebugDescription"] as? String ?? String(describing: error)
  }

  /// What a value is, in words for a message.
  private static func kind(of value: Any) -> String {
    switch value {
    case is String: "a string"
    case is [Any]: "an array"
    case is [String: Any]: "an object"
    case is NSNull: "null"
    // A truth value is stored as a C character.
    case let number as NSNumber where number.objCType.pointee == 0x63: "a truth value"
    default: "a number"
    }
  }
}
