/// A text of a user, or a pair of texts.
public struct InputText: Sendable, Equatable {
  /// The text, or the first of a pair.
  public var text: String
  /// The second text of a pair.
  public var pair: String?

  /// A text, or a pair.
  public init(_ text: String, pair: String? = nil) {
    self.text = text
    self.pair = pair
  }

  /// The texts two by two: the first with the second, and so on.
  ///
  /// - Returns: `nil` for an odd number of texts.
  public static func pairs(of texts: [String]) -> [InputText]? {
    guard texts.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: texts.count, by: 2).map {
      InputText(texts[$0], pair: texts[$0 + 1])
    }
  }
}
