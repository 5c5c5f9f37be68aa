/// What a node of the graph computed for one text.
public struct NodeValue: Sendable, Equatable {
  /// Tokens of the text, or 1 after pooling.
  public let rows: Int
  /// Width of the value.
  public let columns: Int
  /// [rows × columns], row-major.
  public let elements: [Float]

  /// The first so many columns of each row, row-major.
  func first(columns count: Int) -> [Float] {
    (0..<rows).flatMap { elements[($0 * columns)..<($0 * columns + count)] }
  }
}
