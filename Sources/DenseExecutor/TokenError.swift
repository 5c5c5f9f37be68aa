/// Why token ids cannot be run.
public struct TokenError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// A text without tokens.
    case empty
    /// A text of more tokens than the model takes.
    case tooLong(found: Int, maximum: Int)
    /// An id without a row in the embedding table.
    case outOfRange(position: Int, id: Int, vocabulary: Int)
    /// A type without a row in the table of types.
    case unknownType(position: Int, type: Int, types: Int)
  }

  /// Index of the text in the batch, from 0.
  public let text: Int
  /// What is wrong with it.
  public let reason: Reason

  /// Creates an error.
  public init(text: Int, reason: Reason) {
    self.text = text
    self.reason = reason
  }

  /// The text, what was found and what was expected.
  public var description: String {
    switch reason {
    case .empty:
      "text \(text): no tokens, expected at least 1"
    case .tooLong(let found, let maximum):
      "text \(text): \(found) tokens, expected at most \(maximum)"
    case .outOfRange(let position, let id, let vocabulary):
      "text \(text), token \(position): id \(id), expected 0 to \(vocabulary - 1)"
    case .unknownType(let position, let type, let types):
      "text \(text), token \(position): type \(type), expected 0 to \(types - 1)"
    }
  }
}
