import ByteFormats

/// Reads the older form of byte-level BPE: `vocab.json`, an object from token to id, and `merges.txt`, a
/// merge a line behind a line of version.
enum MergeFiles {
  /// Reads both files by the rules of their class.
  ///
  /// - Throws: `unsupported` for classes that are not byte-level.
  static func read(
    folder: ModelFolder, _ settings: TokenizerSettings
  ) throws(ModelFileError) -> TokenizerParts {
    guard let rules = TokenizerClass(rawValue: settings.className),
      [.gpt2, .roberta, .neoX, .qwen2].contains(rules)
    else {
      throw ModelFileError(
        .unsupported, file: settings.file.path, place: "key \"tokenizer_class\"",
        found: settings.className.isEmpty ? "no class" : "\"\(settings.className)\"",
        expected:
          "GPT2Tokenizer, RobertaTokenizer, GPTNeoXTokenizer or Qwen2Tokenizer, or a tokenizer.json"
      )
    }
    let tokens = TokenTable(
      words: try TokenModelReader.words(of: JSONFile(path: folder.path(of: "vocab.json"))))
    let path = folder.path(of: "merges.txt")
    var merges: [MergeTable.Merge] = []
    for line in try VocabularyText.lines(path) where !line.hasPrefix("#version") && !line.isEmpty {
      let parts = Array(line.unicodeScalars)
      merges.append(
        try MergeReader.merge(
          parts, at: parts.firstIndex(of: " ") ?? -1, rank: merges.count, tokens, file: path))
    }
    var parts = TokenizerParts(
      model: .bytePairs(BytePairModel(tokens: tokens, merges: merges, options: .init())))
    // The class names its tokens, which are then whole wherever they stand.
    for (role, name) in rules.usualTokens.sorted(by: { $0.key < $1.key })
    where settings.token(role) == nil {
      guard let id = tokens.id(of: name), !parts.added.contains(where: { $0.id == id }) else {
        continue
      }
      parts.added.append(AddedToken(content: name, id: id))
    }
    try rules.apply(to: &parts, settings)
    func id(_ role: String) -> Int? {
      (settings.token(role) ?? rules.usualTokens[role]).flatMap { tokens.id(of: $0) }
    }
    let addsStart = try settings.file.bool("add_bos_token", default: false)
    let addsEnd = try settings.file.bool("add_eos_token", default: false)
    if addsStart || addsEnd {
      parts.template = .plain(
        start: addsStart ? id("bos_token") : nil, end: addsEnd ? id("eos_token") : nil)
    }
    return parts
  }
}
