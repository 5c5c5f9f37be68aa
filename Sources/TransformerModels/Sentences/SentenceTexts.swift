import ByteFormats

/// What sentence-transformers does with texts before the tokenizer, and how long they may be.
enum SentenceTexts {
  /// The names that the configuration has had, in the order in which they are looked for.
  private static let names = [
    "bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet",
  ]
  .map { "sentence_\($0)_config.json" }

  private static func configuration(_ folder: ModelFolder) throws(ModelFileError) -> JSONFile? {
    guard let name = names.first(where: folder.contains) else { return nil }
    return try JSONFile(path: folder.path(of: name))
  }

  /// The folder of the transformer: the model's own, or the one that `modules.json` names first.
  static func transformerFolder(_ folder: ModelFolder) throws(ModelFileError) -> ModelFolder {
    guard folder.contains("modules.json") else { return folder }
    return try SentenceConfiguration(folder: folder)?.transformerFolder ?? folder
  }

  /// The tokenizer of a model for whole texts, with a prompt and its letter case.
  ///
  /// - Parameter promptName: the prompt's name; `nil` for the model's default.
  static func tokenizer(
    model: ModelFolder, transformer: ModelFolder, promptName: String? = nil
  ) throws(ModelFileError) -> TokenizerParts {
    var parts = try TokenizerParts.read(folder: transformer)
    if try lowersCase(transformer) { parts.lowerCase() }
    parts.prompt = try prompt(model, name: promptName)
    return parts
  }

  /// The largest number of tokens of one text: `max_seq_length` of `sentence_bert_config.json`, or its
  /// `model_max_length` for the tokenizer; without both, that of `tokenizer_config.json`, at most as many
  /// as there are positions.
  ///
  /// - Throws: `invalidNumber` for a limit above the number of positions that the model's author set.
  static func maximumTokens(
    folder: ModelFolder, positions: Int
  ) throws(ModelFileError) -> Int {
    if let file = try configuration(folder) {
      if file.value("max_seq_length") != nil {
        return try file.integer("max_seq_length", in: 1...positions)
      }
      // The older name of the section, and the newer.
      for key in ["tokenizer_args", "processor_kwargs"] where file.value(key) != nil {
        if let limit = try limit(file.section(key), positions: positions) { return limit }
      }
    }
    guard folder.contains("tokenizer_config.json") else { return positions }
    let file = try JSONFile(path: folder.path(of: "tokenizer_config.json"))
    return try limit(file, positions: positions) ?? positions
  }

  /// `model_max_length`, at most `positions`; a tokenizer without a limit has a huge number there.
  private static func limit(_ file: JSONFile, positions: Int) throws(ModelFileError) -> Int? {
    if case .number(let number) = file.value("model_max_length"), number >= Double(positions) {
      return positions
    }
    guard file.value("model_max_length") != nil else { return nil }
    return min(positions, try file.integer("model_max_length", in: 1...Int.max))
  }

  /// Whether texts are lowered before the tokenizer (`do_lower_case`).
  static func lowersCase(_ folder: ModelFolder) throws(ModelFileError) -> Bool {
    try configuration(folder)?.bool("do_lower_case", default: false) ?? false
  }

  /// The file of prompts.
  private static let promptFile = "config_sentence_transformers.json"
  /// Prompts that exist without a text.
  private static let emptyPrompts = ["query", "document"]

  /// A prompt of `config_sentence_transformers.json`, which stands before every text: the one of this name, or
  /// else the default one; empty if there is none.
  ///
  /// - Throws: `inconsistent` if the file names a default prompt that it does not have, `unsupported` for a name
  ///   that it does not have.
  static func prompt(_ folder: ModelFolder, name: String?) throws(ModelFileError) -> String {
    guard folder.contains(promptFile) else {
      guard let name, !emptyPrompts.contains(name) else { return "" }
      throw unknownPrompt(name, file: folder.path(of: promptFile), known: [])
    }
    let file = try JSONFile(path: folder.path(of: promptFile))
    let isDefault = name == nil
    var key = name ?? ""
    if isDefault {
      guard file.value("default_prompt_name") != nil else { return "" }
      key = try file.string("default_prompt_name")
    }
    let prompts = file.value("prompts") == nil ? nil : try file.section("prompts")
    if let prompts, prompts.value(key) != nil { return try prompts.string(key) }
    if emptyPrompts.contains(key) { return "" }
    guard isDefault else {
      throw unknownPrompt(key, file: file.path, known: prompts?.object.members.map(\.key) ?? [])
    }
    throw file.failure(.inconsistent, "default_prompt_name", expected: "a name of \"prompts\"")
  }

  private static func unknownPrompt(_ name: String, file: String, known: [String]) -> ModelFileError
  {
    let names = known + emptyPrompts.filter { !known.contains($0) }
    return ModelFileError(
      .unsupported, file: file, place: "key \"prompts\"",
      found: "no prompt of the name \"\(name)\"",
      expected: "one of " + names.map { "\"\($0)\"" }.joined(separator: ", "))
  }

  /// Channels of an embedding that are kept (`truncate_dim`); `nil` for all.
  static func truncatedWidth(_ folder: ModelFolder) throws(ModelFileError) -> Int? {
    guard folder.contains(promptFile) else { return nil }
    let file = try JSONFile(path: folder.path(of: promptFile))
    let key = "truncate_dim"
    return file.value(key) == nil ? nil : try file.integer(key, in: 1...1_000_000)
  }
}

extension TokenizerParts {
  /// Lowers the case first, unless a step does so already.
  mutating func lowerCase() {
    if let normalizer, TokenizerParts.lowersCase(normalizer) { return }
    normalizer = NormalizerSequence(steps: [Lowercase()] + (normalizer.map { [$0] } ?? []))
  }

  private static func lowersCase(_ normalizer: any Normalizer) -> Bool {
    switch normalizer {
    case is Lowercase: true
    case let bert as TextNormalizer: bert.lowersCase
    case let sequence as NormalizerSequence: sequence.steps.contains(where: lowersCase)
    default: false
    }
  }
}
