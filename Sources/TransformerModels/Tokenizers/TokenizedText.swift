internal import ByteFormats

/// A text, or a pair of texts, as token ids.
public struct TokenizedText: Sendable, Equatable {
  /// Token ids, special tokens included, at most as many as the model takes.
  public var ids: [Int]
  /// Number of tokens before truncation, special tokens included.
  public var untruncatedCount: Int
  /// The type of each token: which text it belongs to, as the tokenizer's template says.
  public var typeIDs: [Int]

  /// Creates a tokenized text whose tokens are all of type 0.
  public init(ids: [Int], untruncatedCount: Int) {
    self.init(
      ids: ids, untruncatedCount: untruncatedCount, typeIDs: [Int](repeating: 0, count: ids.count))
  }

  /// Creates a tokenized text.
  public init(ids: [Int], untruncatedCount: Int, typeIDs: [Int]) {
    self.ids = ids
    self.untruncatedCount = untruncatedCount
    self.typeIDs = typeIDs
  }

  /// The tokens as executors take them, each id with its type.
  ///
  /// - Parameter kinds: types that the model knows (`ModelGraph.tokenTypes`); of one that knows a single type, ids
  ///   alone.
  public func words(types kinds: Int) -> [Int] {
    kinds > 1 ? TokenWord.words(ids: ids, types: typeIDs) : ids
  }

  /// Whether a part of the text was cut off.
  public var isTruncated: Bool { untruncatedCount > ids.count }
}
