extension TokenizerParts {
  /// The tokenizer of a GGUF file.
  ///
  /// - Parameter isGemma: whether the model is of Gemma's family, whose scores do not tell the order of
  ///   merges.
  /// - Throws: `unsupported` for tokenizers and pre-tokenizers that are not known, by their names.
  init(_ file: GGUFTokenizer, isGemma: Bool = false) throws(ModelFileError) {
    switch file.model {
    case "gpt2": try self.init(byteLevel: file)
    case "llama": self.init(sentencePieces: file, isGemma: isGemma)
    case "bert": try self.init(wordPieces: file)
    case "t5": try self.init(unigram: file)
    default:
      throw ModelFileError(
        .unsupported, file: file.path, place: "key \"tokenizer.ggml.model\"",
        found: "\"\(file.model)\"", expected: "one of \"gpt2\", \"llama\", \"bert\", \"t5\"")
    }
    added = TokenizerParts.added(file)
    chatTemplate = file.chatTemplate
    roles = TokenizerParts.roles(file)
  }

  /// Control tokens, which decoding leaves out, tokens that users defined, and those that have a part.
  private static func added(_ file: GGUFTokenizer) -> [AddedToken] {
    let named = Set(
      [
        file.beginning, file.end, file.unknown, file.separator, file.padding, file.mask,
        file.classification,
      ].compactMap { $0 })
    return file.tokens.indices.compactMap { id in
      let kind = file.kinds[id]
      let isSpecial = kind == .control || kind == .unknown || named.contains(id)
      guard isSpecial || kind == .userDefined, !file.tokens[id].isEmpty else { return nil }
      return AddedToken(content: file.tokens[id], id: id, isSpecial: isSpecial)
    }
  }

  private static func roles(_ file: GGUFTokenizer) -> [String: String] {
    let ids = [
      "bos_token": file.beginning, "eos_token": file.end, "unk_token": file.unknown,
      "sep_token": file.separator, "pad_token": file.padding, "mask_token": file.mask,
      "cls_token": file.classification,
    ]
    return ids.compactMapValues { id in id.map { file.tokens[$0] } }
  }

  /// Byte-level BPE: words by the pattern of their name.
  private init(byteLevel file: GGUFTokenizer) throws(ModelFileError) {
    guard let words = WordPatterns.words(file.preTokenizer) else {
      throw ModelFileError(
        .unsupported, file: file.path, place: "key \"tokenizer.ggml.pre\"",
        found: "\"\(file.preTokenizer ?? "")\"",
        expected: "one of \(WordPatterns.names.joined(separator: ", "))")
    }
    // Tokens that users defined stand there as plain text, all others in the alphabet of bytes.
    let tokens = TokenTable(
      words: file.tokens.map { token in
        if token.unicodeScalars.allSatisfy({ ByteAlphabet.byte(of: $0) != nil }) { return token }
        var spelled: [Unicode.Scalar] = []
        ByteAlphabet.append(Array(token.unicodeScalars)[...], to: &spelled)
        return String(String.UnicodeScalarView(spelled))
      })
    var merges: [MergeTable.Merge] = []
    merges.reserveCapacity(file.merges.count)
    for (rank, merge) in file.merges.enumerated() {
      let parts = Array(merge.unicodeScalars)
      merges.append(
        try MergeReader.merge(
          parts, at: parts.firstIndex(of: " ") ?? -1, rank: rank, tokens, file: file.path))
    }
    var options = BytePairModel.Options()
    options.ignoresMerges = words.ignoresMerges
    let preTokenizer: any PreTokenizer
    do throws(PatternError) { preTokenizer = try WordPatterns.preTokenizer(words) } catch {
      throw ModelFileError(
        .unsupported, file: file.path, place: "key \"tokenizer.ggml.pre\"", found: error.found,
        expected: error.expected)
    }
    self.init(
      model: .bytePairs(BytePairModel(tokens: tokens, merges: merges, options: options)),
      preTokenizer: preTokenizer,
      template: .plain(
        start: file.addsBeginning ?? words.addsBeginning ? file.beginning : nil,
        end: file.addsEnd ?? false ? file.end : nil), decoder: .byteLevel)
  }

  /// SentencePiece's BPE: any two tokens merge that make a third, the best score first.
  private init(sentencePieces file: GGUFTokenizer, isGemma: Bool) {
    let words = file.tokens.map { token in
      // Gemma's tokens of several spaces stand there as spaces.
      isGemma && token.utf8.count > 1 && token.utf8.allSatisfy { $0 == 0x20 }
        ? String(repeating: "▁", count: token.utf8.count) : token
    }
    let tokens = TokenTable(words: words)
    var options = BytePairModel.Options()
    options.unknown = file.unknown
    options.fusesUnknown = true
    options.fallsBackToBytes = true
    let scores: (Int) -> Float =
      isGemma || file.scores.isEmpty ? { -Float($0) } : { file.scores[$0] }
    // Gemma's own tokenizer adds none; llama.cpp follows the key alone.
    let addsPrefix = file.addsSpacePrefix ?? !isGemma
    self.init(
      model: .bytePairs(
        BytePairModel(
          tokens: tokens, merges: MergeReader.merges(of: tokens, score: scores), options: options)),
      preTokenizer: MetaspaceSplit(
        replacement: "▁", prepending: addsPrefix ? .first : .never, splits: false),
      template: .plain(
        start: file.addsBeginning ?? true ? file.beginning : nil,
        end: file.addsEnd ?? false ? file.end : nil),
      decoder: .sentencePieces(stripsFirst: addsPrefix))
  }

  /// WordPiece, whose words begin with ▁ in these files, and whose continuations are bare.
  private init(wordPieces file: GGUFTokenizer) throws(ModelFileError) {
    /// The id that a key states, or else that of the token of BERT's usual name.
    func id(_ id: Int?, _ key: String, usual name: String) throws(ModelFileError) -> Int {
      guard let id = id ?? file.tokens.firstIndex(of: name) else {
        throw ModelFileError(
          .missingKey, file: file.path, place: "key \"tokenizer.ggml.\(key)\"",
          found: "no such key, and no token \(name)", expected: "the id of a token")
      }
      return id
    }
    let words = file.tokens.map { token in
      if token.hasPrefix("["), token.hasSuffix("]") { return token }
      return token.unicodeScalars.first == "▁"
        ? String(token.unicodeScalars.dropFirst()) : "##" + token
    }
    self.init(
      model: .wordPiece(
        WordPieceVocabulary(
          words: words, unknown: try id(file.unknown, "unknown_token_id", usual: "[UNK]"),
          continuationPrefix: "##",
          maximumScalars: 100)),
      normalizer: TextNormalizer(), preTokenizer: BERTWords(),
      template: .bert(
        start: try id(
          file.classification ?? file.beginning, "cls_token_id", usual: "[CLS]"),
        end: try id(file.separator ?? file.end, "seperator_token_id", usual: "[SEP]")),
      decoder: .wordPiece(prefix: ["#", "#"], cleansUp: true))
  }

  /// Unigram with SentencePiece's map of characters.
  private init(unigram file: GGUFTokenizer) throws(ModelFileError) {
    guard !file.scores.isEmpty, let unknown = file.unknown else {
      throw ModelFileError(
        .missingKey, file: file.path, place: "key \"tokenizer.ggml.scores\"",
        found: file.scores.isEmpty ? "no scores" : "no unknown_token_id",
        expected: "scores, and the id of the unknown token")
    }
    var normalizer: PrecompiledMap?
    if !file.characterMap.isEmpty {
      normalizer = PrecompiledMap(file.characterMap)
      guard normalizer != nil else {
        throw ModelFileError(
          .invalidNumber, file: file.path, place: "key \"tokenizer.ggml.precompiled_charsmap\"",
          found: "\(file.characterMap.count) bytes", expected: "a map of SentencePiece")
      }
    }
    let start = file.addsBeginning ?? false ? file.beginning : nil
    let end = file.addsEnd ?? true ? file.end : nil
    var template = EncodingTemplate.plain(start: start, end: end)
    if let start, let end { template = .roberta(start: start, end: end) }
    self.init(
      model: .unigram(
        UnigramModel(
          words: file.tokens, scores: file.scores.map(Double.init), unknown: unknown,
          fallsBackToBytes: false)),
      normalizer: normalizer,
      preTokenizer: PreTokenizerSequence(steps: [
        ScalarSplit(kind: .whitespace, behavior: .removed),
        MetaspaceSplit(replacement: "▁", prepending: .always, splits: true),
      ]), template: template, decoder: .metaspace("▁", dropsFirst: true))
  }
}
