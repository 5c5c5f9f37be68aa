import ByteFormats

/// Reads a `tokenizer.json` of Hugging Face `tokenizers`, as far as it describes BERT's tokenizer.
enum TokenizerJSON {
  /// Reads the whole file.
  ///
  /// - Throws: `unsupported` for any other normalizer, pre-tokenizer, model or post-processor.
  static func read(_ file: JSONFile) throws(ModelFileError) -> TokenizerParts {
    let preTokenizer = try file.section("pre_tokenizer")
    _ = try preTokenizer.string("type")
    _ = try preTokenizer.oneOf("type", ["BertPreTokenizer"])
    let ends = try ends(file.section("post_processor"))
    return TokenizerParts(
      vocabulary: try vocabulary(file.section("model")),
      normalizer: try normalizer(file.section("normalizer")),
      special: try special(file),
      prefix: ends.prefix, suffix: ends.suffix)
  }

  private static func normalizer(_ section: JSONFile) throws(ModelFileError) -> TextNormalizer {
    _ = try section.string("type")
    _ = try section.oneOf("type", ["BertNormalizer"])
    let lowersCase = try section.bool("lowercase", default: true)
    return TextNormalizer(
      cleansText: try section.bool("clean_text", default: true),
      separatesIdeographs: try section.bool("handle_chinese_chars", default: true),
      stripsAccents: try section.bool("strip_accents", default: lowersCase),
      lowersCase: lowersCase)
  }

  private static func vocabulary(
    _ section: JSONFile
  ) throws(ModelFileError) -> WordPieceVocabulary {
    _ = try section.oneOf("type", ["WordPiece"])
    let vocab = try section.section("vocab")
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
          .inconsistent, file: section.path, place: "key \"\(vocab.prefix)\(member.key)\"",
          found: "the id \(id) of \"\(words[id])\"", expected: "an id of its own")
      }
      words[id] = member.key
    }
    let unknownWord = try section.string("unk_token", default: "[UNK]")
    guard case .integer(let unknown) = vocab.object[unknownWord] else {
      throw vocab.failure(.missingKey, unknownWord, expected: "the id of the unknown token")
    }
    return WordPieceVocabulary(
      words: words, unknown: unknown,
      continuationPrefix: try section.string("continuing_subword_prefix", default: "##"),
      maximumScalars: try section.integer(
        "max_input_chars_per_word", in: 1...1_000_000, default: 100))
  }

  private static func special(
    _ file: JSONFile
  ) throws(ModelFileError) -> [SpecialTokens.Entry] {
    var entries: [SpecialTokens.Entry] = []
    for token in try file.sections("added_tokens") {
      for flag in ["single_word", "lstrip", "rstrip", "normalized"] {
        guard try !token.bool(flag, default: false) else {
          throw token.failure(.unsupported, flag, expected: "false")
        }
      }
      entries.append(
        .init(
          content: try token.string("content"),
          id: try token.integer("id", in: 0...TokenizerParts.largestID)))
    }
    return entries
  }

  /// The special tokens around one text.
  private static func ends(
    _ section: JSONFile
  ) throws(ModelFileError) -> (prefix: [Int], suffix: [Int]) {
    guard try section.oneOf("type", ["TemplateProcessing", "BertProcessing"]) == "BertProcessing"
    else { return try template(section) }
    return (
      prefix: [try pairID(section, "cls")],
      suffix: [try pairID(section, "sep")]
    )
  }

  private static func pairID(_ section: JSONFile, _ key: String) throws(ModelFileError) -> Int {
    guard case .array(let pair) = section.value(key), pair.count == 2,
      case .integer(let id) = pair[1], (0...TokenizerParts.largestID).contains(id)
    else { throw section.failure(.wrongType, key, expected: "a pair of token and id") }
    return id
  }

  private static func template(
    _ section: JSONFile
  ) throws(ModelFileError) -> (prefix: [Int], suffix: [Int]) {
    let named = try section.section("special_tokens")
    var prefix: [Int] = []
    var suffix: [Int] = []
    var seenText = false
    for piece in try section.sections("single") {
      guard piece.value("SpecialToken") != nil else {
        guard try piece.section("Sequence").string("id") == "A", !seenText else {
          throw section.failure(.unsupported, "single", expected: "the text once")
        }
        seenText = true
        continue
      }
      let name = try piece.section("SpecialToken").string("id")
      let token = try named.section(name)
      guard case .array(let values) = token.value("ids") else {
        throw token.failure(.wrongType, "ids", expected: "an array of ids")
      }
      for value in values {
        guard case .integer(let id) = value, (0...TokenizerParts.largestID).contains(id) else {
          throw token.failure(.wrongType, "ids", expected: "an array of ids")
        }
        if seenText { suffix.append(id) } else { prefix.append(id) }
      }
    }
    guard seenText else { throw section.failure(.unsupported, "single", expected: "the text once") }
    return (prefix, suffix)
  }
}
