import ByteFormats

/// Reads the older form of BERT's tokenizer: `vocab.txt`, one token a line, id = line − 1, and
/// `tokenizer_config.json`.
enum VocabularyText {
  /// Reads both files; without `tokenizer_config.json`, BERT's defaults hold: lower case, and the usual
  /// names of the special tokens.
  ///
  /// Of two equal lines the later one counts, as in Hugging Face `tokenizers`.
  static func read(folder: ModelFolder) throws(ModelFileError) -> TokenizerParts {
    let path = folder.path(of: "vocab.txt")
    let words = try lines(path)
    let configuration =
      folder.contains("tokenizer_config.json")
      ? try JSONFile(path: folder.path(of: "tokenizer_config.json"))
      : JSONFile(path: path, prefix: "", object: JSONObject(members: []))
    func id(_ key: String, _ usual: String) throws(ModelFileError) -> AddedToken {
      let name = try name(configuration, key, usual)
      guard let id = words.lastIndex(where: { ExactText($0) == ExactText(name) }) else {
        throw ModelFileError(
          .missingKey, file: path, found: "no line \"\(name)\"",
          expected: "the special token \(key)")
      }
      return AddedToken(content: name, id: id)
    }
    let unknown = try id("unk_token", "[UNK]")
    let start = try id("cls_token", "[CLS]")
    let end = try id("sep_token", "[SEP]")
    let others = [try id("pad_token", "[PAD]"), try id("mask_token", "[MASK]")]
    let lowersCase = try configuration.bool("do_lower_case", default: true)
    return TokenizerParts(
      model: .wordPiece(
        WordPieceVocabulary(
          words: words, unknown: unknown.id, continuationPrefix: "##", maximumScalars: 100)),
      normalizer: TextNormalizer(
        cleansText: true,
        separatesIdeographs: try configuration.bool("tokenize_chinese_chars", default: true),
        stripsAccents: try configuration.bool("strip_accents", default: lowersCase),
        lowersCase: lowersCase),
      preTokenizer: BERTWords(), added: [unknown, start, end] + others,
      template: .bert(start: start.id, end: end.id),
      decoder: .wordPiece(prefix: ["#", "#"], cleansUp: true))
  }

  /// A special token: a string, or an object with `content`.
  private static func name(
    _ file: JSONFile, _ key: String, _ usual: String
  ) throws(ModelFileError) -> String {
    if case .object = file.value(key) { return try file.section(key).string("content") }
    return try file.string(key, default: usual)
  }

  /// The lines of a text file, without their ends.
  static func lines(_ path: String) throws(ModelFileError) -> [String] {
    let file = try MappedFile(path: path)
    guard let text = String(validating: file.copy(0..<file.count), as: UTF8.self) else {
      throw ModelFileError(
        .invalidText, file: path, found: "bytes that are not UTF-8", expected: "UTF-8")
    }
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0.last == "\r" ? $0.dropLast() : $0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count <= TokenizerParts.largestID else {
      throw ModelFileError(
        .invalidNumber, file: path, found: "\(lines.count) lines",
        expected: "at most \(TokenizerParts.largestID)")
    }
    return lines
  }
}
