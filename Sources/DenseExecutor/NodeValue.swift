/// What a node of the graph computed for one text.
public struct NodeValue: Sendable, Equatable {
  /// Tokens of the text, or 1 after pooling.
  public let rows: Int
  /// Width of the value.
  public let columns: Int
  /// [rows × columns], row-major.
  public let elements: [Float]
}
