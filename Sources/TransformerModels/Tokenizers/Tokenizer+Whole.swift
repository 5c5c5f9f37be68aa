extension Tokenizer {
  /// The token ids of all of `text` between the special tokens, however many they are: for models that refuse
  /// long texts instead of cutting them.
  public func encodeWhole(_ text: String) -> [Int] {
    Tokenizer(parts: parts, maximumTokens: .max).encode(text).ids
  }
}
