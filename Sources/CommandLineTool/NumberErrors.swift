import Foundation

/// What the parser says of numbers that an option cannot hold, in the words of this program.
enum NumberErrors {
  /// The message with a first line that says what was expected; `nil` where it is about something else.
  ///
  /// - Parameter message: the parser's, e.g. `Error: The value '1.5' is invalid for '--dies <dies>'`.
  static func clearer(_ message: String) -> String? {
    let pattern = #/Error: The value '([^']*)' is invalid for '--([a-z0-9-]+)[^\n]*/#
    guard let match = message.prefixMatch(of: pattern), Double(match.1) != nil else { return nil }
    let isWhole = match.1.allSatisfy { $0.isNumber || "+-".contains($0) }
    let expected = isWhole ? "a number nearer to 0" : "a whole number"
    return "Error: \(match.2): found \(match.1), expected \(expected)"
      + message[match.range.upperBound...]
  }
}
