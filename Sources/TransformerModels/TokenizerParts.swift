/// What a tokenizer is made of, as its files state it.
struct TokenizerParts: Sendable {
  var vocabulary: WordPieceVocabulary
  var normalizer: TextNormalizer
  var special: [SpecialTokens.Entry]
  /// Ids in front of every text.
  var prefix: [Int]
  /// Ids behind every text.
  var suffix: [Int]

  /// The largest id that a vocabulary may hold: a guard against absurd allocations.
  static let largestID = 10_000_000

  /// Reads `tokenizer.json` of a folder or else, if there is none, `vocab.txt` with
  /// `tokenizer_config.json`.
  ///
  /// Of `tokenizer.json`, `truncation` and `padding` are not used: they are what the trainers had set
  /// when they saved it, not what the model takes.
  static func read(folder: ModelFolder) throws(ModelFileError) -> TokenizerParts {
    if folder.contains("tokenizer.json") {
      return try TokenizerJSON.read(JSONFile(path: folder.path(of: "tokenizer.json")))
    }
    guard folder.contains("vocab.txt") else {
      throw ModelFileError(
        .missingFile, file: folder.path, found: "neither tokenizer.json nor vocab.txt",
        expected: "one of them")
    }
    return try VocabularyText.read(folder: folder)
  }
}
