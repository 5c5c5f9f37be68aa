import Foundation

/// Reads `+ - * / **`, parentheses, names and numbers, as Python does: apart from the program's own text.
public enum Arithmetic {
  /// A text that is no arithmetic.
  public struct Unreadable: Error {
    /// What could not be read.
    public var at: String
  }

  /// The value of a text.
  ///
  /// - Parameters:
  ///   - text: the arithmetic.
  ///   - inputs: values of its names.
  /// - Throws: `Unreadable` for anything else.
  public static func value(of text: String, _ inputs: [String: Double]) throws -> Double {
    var rest = Substring(text)
    let value = try sum(&rest, inputs)
    guard skip(&rest).isEmpty else { throw Unreadable(at: String(rest)) }
    return value
  }

  @discardableResult private static func skip(_ rest: inout Substring) -> Substring {
    rest = rest.drop { $0 == " " }
    return rest
  }

  private static func take(_ word: String, _ rest: inout Substring) -> Bool {
    guard skip(&rest).hasPrefix(word) else { return false }
    rest = rest.dropFirst(word.count)
    return true
  }

  private static func sum(_ rest: inout Substring, _ inputs: [String: Double]) throws -> Double {
    var value = try product(&rest, inputs)
    while true {
      if take("+", &rest) {
        value += try product(&rest, inputs)
      } else if take("-", &rest) {
        value -= try product(&rest, inputs)
      } else {
        return value
      }
    }
  }

  private static func product(
    _ rest: inout Substring, _ inputs: [String: Double]
  ) throws -> Double {
    var value = try power(&rest, inputs)
    while true {
      if !skip(&rest).hasPrefix("**"), take("*", &rest) {
        value *= try power(&rest, inputs)
      } else if take("/", &rest) {
        value /= try power(&rest, inputs)
      } else {
        return value
      }
    }
  }

  private static func power(_ rest: inout Substring, _ inputs: [String: Double]) throws -> Double {
    let base = try atom(&rest, inputs)
    return take("**", &rest) ? pow(base, try power(&rest, inputs)) : base
  }

  private static func atom(_ rest: inout Substring, _ inputs: [String: Double]) throws -> Double {
    if take("-", &rest) { return -(try atom(&rest, inputs)) }
    if take("(", &rest) {
      let value = try sum(&rest, inputs)
      guard take(")", &rest) else { throw Unreadable(at: String(rest)) }
      return value
    }
    skip(&rest)
    if let number = rest.prefixMatch(of: /[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?/) {
      rest = rest[number.range.upperBound...]
      return Double(number.output.0) ?? .nan
    }
    guard let name = rest.prefixMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*/),
      let value = inputs[String(name.output)]
    else { throw Unreadable(at: String(rest)) }
    rest = rest[name.range.upperBound...]
    return value
  }
}
