/// What makes ids of a piece of text.
enum TokenModel: Sendable {
  case wordPiece(WordPieceVocabulary)
  case bytePairs(BytePairModel)
  case unigram(UnigramModel)
  /// Whole pieces, with the id of those that are not there.
  case words(TokenTable, unknown: Int)

  /// What the models keep between pieces.
  struct Work {
    fileprivate var merges = MergeWork()
    fileprivate var unigram = UnigramModel.Work()

    init() {}
  }

  /// Appends the ids of a piece.
  func append(_ piece: ArraySlice<Unicode.Scalar>, to ids: inout [Int], _ work: inout Work) {
    guard !piece.isEmpty else { return }
    switch self {
    case .wordPiece(let model): model.append(piece.map(\.value), to: &ids)
    case .bytePairs(let model): model.append(piece, to: &ids, &work.merges)
    case .unigram(let model): model.append(piece, to: &ids, &work.unigram)
    case .words(let table, let unknown): ids.append(table.id(of: piece) ?? unknown)
    }
  }

  /// One more than the largest id.
  var idCount: Int {
    switch self {
    case .wordPiece(let model): model.words.count
    case .bytePairs(let model): model.tokens.count
    case .unigram(let model): model.words.count
    case .words(let table, _): table.count
    }
  }

  /// The id of what the vocabulary does not spell; `nil` where every text is spelled or left out.
  var unknownID: Int? {
    switch self {
    case .wordPiece(let model): model.unknown
    case .bytePairs(let model): model.options.unknown
    case .unigram(let model): model.unknown
    case .words(_, let unknown): unknown
    }
  }

  /// The token of an id; `nil` if there is none.
  func token(_ id: Int) -> String? {
    guard id >= 0, id < idCount else { return nil }
    let text: String
    switch self {
    case .wordPiece(let model): text = model.words[id]
    case .unigram(let model): text = model.words[id]
    case .bytePairs(let model): text = String(String.UnicodeScalarView(model.tokens.token(id)))
    case .words(let table, _): text = String(String.UnicodeScalarView(table.token(id)))
    }
    return text.isEmpty ? nil : text
  }

  /// The id of a token; `nil` if there is none.
  func id(of token: String) -> Int? {
    switch self {
    case .wordPiece(let model): model.trie.id(of: token.unicodeScalars)
    case .unigram(let model): model.trie.id(of: token.unicodeScalars)
    case .bytePairs(let model): model.tokens.id(of: token)
    case .words(let table, _): table.id(of: token)
    }
  }
}
