import Foundation

/// What the parser says of whole numbers that an option cannot hold, in the words of this program.
enum NumberErrors {
  /// Fewer digits than any type of an option leaves out.
  private static let fewestDigits = 10

  /// The message with a first line that says what was expected; `nil` where it is about something else.
  ///
  /// - Parameter message: the parser's, e.g. `Error: The value '99999999999999999999' is invalid for '--dies <dies>'`.
  static func clearer(_ message: String) -> String? {
    let pattern = #/Error: The value '\+?(\d+)' is invalid for '--([a-z0-9-]+)[^'\n]*'(?=\n|$)/#
    guard let match = message.prefixMatch(of: pattern), match.1.count >= fewestDigits else {
      return nil
    }
    return "Error: \(match.2): found \(match.1), expected a smaller number"
      + message[match.range.upperBound...]
  }
}
