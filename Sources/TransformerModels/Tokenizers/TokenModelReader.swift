import ByteFormats

/// Reads the `model` of a `tokenizer.json`.
enum TokenModelReader {
  /// - Throws: `unsupported` for models and options that are not known, `inconsistent` for merges of
  ///   tokens that do not exist.
  static func read(_ section: JSONFile) throws(ModelFileError) -> TokenModel {
    let types = ["BPE", "WordPiece", "Unigram", "WordLevel"]
    // Files of the first versions do not name the type.
    let type = section.value("type") == nil ? guess(section) : try section.oneOf("type", types)
    switch type {
    case "BPE": return .bytePairs(try bytePairs(section))
    case "Unigram": return .unigram(try unigram(section))
    case "WordLevel":
      let words = try words(section)
      let table = TokenTable(words: words)
      return .words(table, unknown: try unknown(section, usual: "<unk>") { table.id(of: $0) })
    default: return .wordPiece(try wordPiece(section))
    }
  }

  private static func guess(_ section: JSONFile) -> String {
    if section.value("merges") != nil { return "BPE" }
    if case .array = section.value("vocab") { return "Unigram" }
    return section.value("max_input_chars_per_word") != nil ? "WordPiece" : "WordLevel"
  }

  private static func wordPiece(_ section: JSONFile) throws(ModelFileError) -> WordPieceVocabulary {
    let vocab = try section.section("vocab")
    let words = try words(section)
    let unknown = try unknown(section, usual: "[UNK]") { name in
      if case .integer(let id) = vocab.object[name] { id } else { nil }
    }
    return WordPieceVocabulary(
      words: words, unknown: unknown,
      continuationPrefix: try section.string("continuing_subword_prefix", default: "##"),
      maximumScalars: try section.integer(
        "max_input_chars_per_word", in: 1...1_000_000, default: 100))
  }

  private static func unknown(
    _ section: JSONFile, usual: String, id: (String) -> Int?
  ) throws(ModelFileError) -> Int {
    let name = try section.string("unk_token", default: usual)
    guard let id = id(name) else {
      throw try section.section("vocab").failure(
        .missingKey, name, expected: "the id of the unknown token")
    }
    return id
  }

  /// The words of an object from word to id, by id; empty where an id has no word.
  static func words(_ section: JSONFile) throws(ModelFileError) -> [String] {
    try words(of: section.section("vocab"))
  }

  /// The words of an object from word to id, by id; empty where an id has no word.
  static func words(of vocab: JSONFile) throws(ModelFileError) -> [String] {
    var words: [String] = []
    words.reserveCapacity(vocab.object.members.count)
    for member in vocab.object.members {
      guard case .integer(let id) = member.value, (0...TokenizerParts.largestID).contains(id) else {
        throw vocab.failure(
          .invalidNumber, member.key, expected: "an id from 0 to \(TokenizerParts.largestID)")
      }
      while words.count <= id { words.append("") }
      guard words[id].isEmpty else {
        throw ModelFileError(
          .inconsistent, file: vocab.path, place: "key \"\(vocab.prefix)\(member.key)\"",
          found: "the id \(id) of \"\(words[id])\"", expected: "an id of its own")
      }
      words[id] = member.key
    }
    return words
  }

  private static func bytePairs(_ section: JSONFile) throws(ModelFileError) -> BytePairModel {
    let tokens = TokenTable(words: try words(section))
    let dropout = section.value("dropout")
    guard dropout == nil || dropout == .integer(0) || dropout == .number(0) else {
      throw section.failure(
        .unsupported, "dropout", expected: "null: tokens are not drawn at random")
    }
    var options = BytePairModel.Options()
    options.continuationPrefix = try section.string("continuing_subword_prefix", default: "")
    options.endSuffix = try section.string("end_of_word_suffix", default: "")
    options.fusesUnknown = try section.bool("fuse_unk", default: false)
    options.fallsBackToBytes = try section.bool("byte_fallback", default: false)
    options.ignoresMerges = try section.bool("ignore_merges", default: false)
    if section.value("unk_token") != nil {
      let name = try section.string("unk_token")
      options.unknown = tokens.id(of: name)
      // Where every byte has a token, nothing is unknown.
      guard
        options.unknown != nil || ByteAlphabet.scalars.allSatisfy({ tokens.id(of: [$0]) != nil })
      else {
        throw section.failure(.inconsistent, "unk_token", expected: "a token of the vocabulary")
      }
    }
    return BytePairModel(
      tokens: tokens, merges: try merges(section, tokens, prefix: options.continuationPrefix),
      options: options)
  }

  /// `merges`: texts of two tokens and a space, or lists of two tokens.
  private static func merges(
    _ section: JSONFile, _ tokens: TokenTable, prefix: String
  ) throws(ModelFileError) -> [MergeTable.Merge] {
    guard case .array(let values) = section.value("merges") else {
      throw section.failure(.wrongType, "merges", expected: "an array of merges")
    }
    var merges: [MergeTable.Merge] = []
    merges.reserveCapacity(values.count)
    var parts: [Unicode.Scalar] = []
    for (rank, value) in values.enumerated() {
      parts.removeAll(keepingCapacity: true)
      let middle: Int
      switch value {
      case .string(let text):
        parts.append(contentsOf: text.unicodeScalars)
        middle = parts.firstIndex(of: " ") ?? -1
      case .array(let pair):
        guard pair.count == 2, case .string(let left) = pair[0], case .string(let right) = pair[1]
        else {
          throw MergeReader.failure(section.path, rank, "a list that is no pair of tokens")
        }
        parts.append(contentsOf: left.unicodeScalars)
        middle = parts.count
        parts.append(" ")
        parts.append(contentsOf: right.unicodeScalars)
      default: throw MergeReader.failure(section.path, rank, value.summary)
      }
      merges.append(
        try MergeReader.merge(
          parts, at: middle, rank: rank, tokens, prefix: prefix, file: section.path))
    }
    return merges
  }

  private static func unigram(_ section: JSONFile) throws(ModelFileError) -> UnigramModel {
    guard case .array(let values) = section.value("vocab"), !values.isEmpty else {
      throw section.failure(.wrongType, "vocab", expected: "an array of tokens with their scores")
    }
    var words: [String] = []
    var scores: [Double] = []
    for (place, value) in values.enumerated() {
      guard case .array(let pair) = value, pair.count == 2, case .string(let word) = pair[0] else {
        throw ModelFileError(
          .wrongType, file: section.path, place: "key \"\(section.prefix)vocab[\(place)]\"",
          found: value.summary, expected: "a token with its score")
      }
      switch pair[1] {
      case .integer(let score): scores.append(Double(score))
      case .number(let score) where score.isFinite: scores.append(score)
      default:
        throw ModelFileError(
          .invalidNumber, file: section.path, place: "key \"\(section.prefix)vocab[\(place)]\"",
          found: pair[1].summary, expected: "a finite score")
      }
      words.append(word)
    }
    return UnigramModel(
      words: words, scores: scores,
      unknown: try section.integer("unk_id", in: 0...(words.count - 1)),
      fallsBackToBytes: try section.bool("byte_fallback", default: false))
  }
}
