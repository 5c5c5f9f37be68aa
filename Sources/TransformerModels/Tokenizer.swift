/// A text as token ids.
public struct TokenizedText: Sendable, Equatable {
  /// Token ids, special tokens included, at most as many as the model takes.
  public var ids: [Int]
  /// Number of tokens before truncation, special tokens included.
  public var untruncatedCount: Int

  /// Creates a tokenized text.
  public init(ids: [Int], untruncatedCount: Int) {
    self.ids = ids
    self.untruncatedCount = untruncatedCount
  }

  /// Whether the end of the text was cut off.
  public var isTruncated: Bool { untruncatedCount > ids.count }
}

/// BERT's tokenizer: normalisation, splitting into words, WordPiece (Devlin et al. 2019,
/// arXiv:1810.04805; Wu et al. 2016, arXiv:1609.08144), with the token ids of Hugging Face
/// `tokenizers`.
public struct Tokenizer: Sendable {
  /// The largest number of tokens of one text, special tokens included; longer texts are truncated.
  public let maximumTokens: Int

  private let vocabulary: WordPieceVocabulary
  private let normalizer: TextNormalizer
  private let asciiPieces: [[TextNormalizer.Piece]]
  private let special: SpecialTokens
  private let prefix: [Int]
  private let suffix: [Int]

  /// Assembles a tokenizer.
  ///
  /// - Precondition: `maximumTokens` leaves room for the prefix and the suffix.
  init(parts: TokenizerParts, maximumTokens: Int) {
    precondition(
      maximumTokens >= parts.prefix.count + parts.suffix.count,
      "\(maximumTokens) tokens against \(parts.prefix.count + parts.suffix.count) special ones")
    self.maximumTokens = maximumTokens
    vocabulary = parts.vocabulary
    normalizer = parts.normalizer
    asciiPieces = WordSplitter.asciiPieces(parts.normalizer)
    special = SpecialTokens(parts.special)
    prefix = parts.prefix
    suffix = parts.suffix
  }

  /// Reads the tokenizer of a folder alone: `tokenizer.json`, or else `vocab.txt` with
  /// `tokenizer_config.json`.
  ///
  /// - Parameters:
  ///   - folder: the model's folder.
  ///   - maximumTokens: the most tokens of one text, special tokens included; more than two.
  /// - Throws: `ModelFileError` that names file and key or token.
  public static func load(
    folder: String, maximumTokens: Int
  ) throws(ModelFileError) -> Tokenizer {
    let parts = try TokenizerParts.read(folder: ModelFolder(path: folder))
    return Tokenizer(parts: parts, maximumTokens: maximumTokens)
  }

  /// Number of token ids: one more than the largest.
  public var vocabularySize: Int { vocabulary.words.count }

  /// The id that stands for words which the vocabulary does not spell.
  public var unknownID: Int? { vocabulary.unknown }

  /// The token of an id, e.g. `##ing`; `nil` where the vocabulary has none.
  public func token(_ id: Int) -> String? {
    guard vocabulary.words.indices.contains(id) else { return nil }
    let word = vocabulary.words[id]
    return word.isEmpty ? nil : word
  }

  /// The normalized words of `text` that WordPiece sees, special tokens as they stand.
  package func words(_ text: String) -> [[UInt32]] {
    var words: [[UInt32]] = []
    var splitter = WordSplitter(normalizer: normalizer, ascii: asciiPieces)
    special.split(
      text,
      text: { stretch in splitter.split(stretch) { words.append($0) } },
      token: { id in words.append((token(id) ?? "").unicodeScalars.map(\.value)) })
    return words
  }

  /// The token ids of `text` between the special tokens that the model expects around it; an empty
  /// text gives these alone. Nothing is padded.
  ///
  /// - Complexity: O(length of the text).
  public func encode(_ text: String) -> TokenizedText {
    var ids = prefix
    var splitter = WordSplitter(normalizer: normalizer, ascii: asciiPieces)
    special.split(
      text,
      text: { stretch in
        splitter.split(stretch) { word in vocabulary.append(word, to: &ids) }
      },
      token: { id in ids.append(id) })
    let count = ids.count + suffix.count
    if count > maximumTokens {
      ids.removeSubrange((maximumTokens - suffix.count)...)
    }
    ids += suffix
    return TokenizedText(ids: ids, untruncatedCount: count)
  }
}
