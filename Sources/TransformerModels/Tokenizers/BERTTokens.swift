/// BERT's tokenizer in one pass: normalisation, splitting into words, WordPiece (Devlin et al. 2019,
/// arXiv:1810.04805; Wu et al. 2016, arXiv:1609.08144). The general way gives the same ids, step by step.
struct BERTTokens: Sendable {
  private let vocabulary: WordPieceVocabulary
  private let normalizer: TextNormalizer
  private let asciiPieces: [[TextNormalizer.Piece]]
  private let special: SpecialTokens

  /// `nil` if the tokenizer is not BERT's, or has added tokens that need the general way.
  init?(_ parts: TokenizerParts) {
    guard case .wordPiece(let vocabulary) = parts.model,
      let normalizer = parts.normalizer as? TextNormalizer, parts.preTokenizer is BERTWords,
      parts.added.allSatisfy(\.isPlain)
    else { return nil }
    self.vocabulary = vocabulary
    self.normalizer = normalizer
    asciiPieces = WordSplitter.asciiPieces(normalizer)
    special = SpecialTokens(parts.added)
  }

  /// Appends the ids of a text, without special tokens around it.
  func append(_ text: String, to ids: inout [Int]) {
    var splitter = WordSplitter(normalizer: normalizer, ascii: asciiPieces)
    special.split(
      text,
      text: { stretch in
        splitter.split(stretch) { word in vocabulary.append(word, to: &ids) }
      },
      token: { id in ids.append(id) })
  }

  /// The normalized words that WordPiece sees, special tokens as they stand.
  func words(_ text: String, token: (Int) -> String?) -> [[UInt32]] {
    var words: [[UInt32]] = []
    var splitter = WordSplitter(normalizer: normalizer, ascii: asciiPieces)
    special.split(
      text,
      text: { stretch in splitter.split(stretch) { words.append($0) } },
      token: { id in words.append((token(id) ?? "").unicodeScalars.map(\.value)) })
    return words
  }
}
