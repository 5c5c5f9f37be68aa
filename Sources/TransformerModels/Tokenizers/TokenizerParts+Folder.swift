import ByteFormats

extension TokenizerParts {
  /// Reads the tokenizer of a folder: `tokenizer.json`, or else `vocab.txt`, or `vocab.json` with
  /// `merges.txt`; with `tokenizer_config.json`, `special_tokens_map.json` and the rules of its class.
  ///
  /// Of `tokenizer.json`, `truncation` and `padding` are not used: they are what the trainers had set
  /// when they saved it, not what the model takes.
  static func read(folder: ModelFolder) throws(ModelFileError) -> TokenizerParts {
    let settings = try TokenizerSettings(
      folder: folder, modelClass: TokenizerClass.names(folder: folder))
    var parts: TokenizerParts
    if folder.contains("tokenizer.json") {
      parts = try TokenizerJSON.read(JSONFile(path: folder.path(of: "tokenizer.json")))
      let isByteLevel = parts.preTokenizer.map(\.isByteLevel) ?? false
      if let rules = TokenizerClass(rawValue: settings.className),
        // Files of byte-level words that call themselves Llama's are taken as they stand.
        rules != .llama || !isByteLevel
      {
        try rules.apply(to: &parts, settings)
      }
    } else if folder.contains("vocab.txt") {
      parts = try VocabularyText.read(folder: folder)
    } else if folder.contains("vocab.json"), folder.contains("merges.txt") {
      parts = try MergeFiles.read(folder: folder, settings)
    } else {
      let isSentencePiece = folder.contains("tokenizer.model")
      throw ModelFileError(
        .missingFile, file: folder.path,
        found: isSentencePiece
          ? "tokenizer.model alone"
          : "neither tokenizer.json nor vocab.txt nor vocab.json with merges.txt",
        expected: isSentencePiece
          ? "tokenizer.json, which transformers writes of it" : "one of them")
    }
    parts.add(settings)
    parts.truncatesLeft =
      try settings.file.oneOf("truncation_side", ["right", "left"]) == "left"
    parts.givesTypes = try settings.givesTypes()
    parts.chatTemplate = try ChatTemplateFiles.read(folder: folder, settings.file)
    return parts
  }

  /// Adds the tokens that the settings name, and the parts of tokens.
  private mutating func add(_ settings: TokenizerSettings) {
    var next = idCount
    func put(_ token: AddedToken, _ added: inout [AddedToken], replaces: Bool) {
      let place = added.firstIndex { ExactText($0.content) == ExactText(token.content) }
      var token = token
      if let place {
        token.id = added[place].id
        if replaces { added[place] = token } else { added[place].isSpecial = true }
        return
      }
      if let id = model.id(of: token.content) {
        token.id = id
      } else {
        token.id = next
        next += 1
      }
      added.append(token)
    }
    guard !settings.file.object.members.isEmpty || !settings.named.isEmpty else { return }
    for token in settings.added { put(token, &added, replaces: true) }
    for entry in settings.named { put(entry.token, &added, replaces: false) }
    for token in settings.extra { put(token, &added, replaces: false) }
    for entry in settings.named { roles[entry.role] = entry.token.content }
    if let rules = TokenizerClass(rawValue: settings.className) {
      for (role, name) in rules.usualTokens where roles[role] == nil { roles[role] = name }
    }
  }
}

extension PreTokenizer {
  /// Whether one of the steps writes bytes as scalars.
  var isByteLevel: Bool {
    if let sequence = self as? PreTokenizerSequence {
      return sequence.steps.contains(where: \.isByteLevel)
    }
    return self is ByteLevelSplit
  }
}
