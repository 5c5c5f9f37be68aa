import ByteFormats

/// What a tokenizer is made of, as its files state it.
struct TokenizerParts: Sendable {
  var model: TokenModel
  var normalizer: (any Normalizer)?
  var preTokenizer: (any PreTokenizer)?
  var added: [AddedToken] = []
  var template = EncodingTemplate()
  /// `nil` where no file says it: tokens are joined by spaces.
  var decoder: DecodingStep?
  /// Whether texts that are too long lose their beginning.
  var truncatesLeft = false
  /// Whether models are told the types of tokens (`token_type_ids` in `model_input_names`).
  var givesTypes = true
  /// What stands before every text of an embedding.
  var prompt = ""
  /// The tokens that have a part, by its name: `bos_token`, `eos_token`, ….
  var roles: [String: String] = [:]
  /// The template of chats in Jinja, if there is one.
  var chatTemplate: String?

  /// The largest id that a vocabulary may hold: a guard against absurd allocations.
  static let largestID = 10_000_000

  /// One more than the largest id.
  var idCount: Int {
    max(model.idCount, (added.map(\.id) + template.ids).max().map { $0 + 1 } ?? 0)
  }

  /// The id of a token, added or not; `nil` if there is none.
  func id(of token: String) -> Int? {
    added.last { ExactText($0.content) == ExactText(token) }?.id ?? model.id(of: token)
  }

  /// Reads the tokenizer of a folder, of a `tokenizer.json`, or of a GGUF file.
  static func read(path: String) throws(ModelFileError) -> TokenizerParts {
    if let folder = try? ModelFolder(path: path) {
      if let file = try folder.singleGGUF() { return try read(path: file) }
      return try read(folder: SentenceTexts.transformerFolder(folder))
    }
    try ONNXFiles.refuse(path: path)
    guard !path.hasSuffix(".gguf") else {
      let metadata = try GGUFFile(path: path).metadata
      let architecture = try metadata.string("general.architecture") ?? ""
      return try TokenizerParts(
        GGUFTokenizer(metadata), isGemma: architecture.hasPrefix("gemma"))
    }
    return try TokenizerJSON.read(JSONFile(path: path))
  }

  /// Checks that every id has a row in the embedding table and that the special tokens leave room.
  ///
  /// - Parameter file: the file that has both numbers, for messages.
  func check(vocabularySize: Int, maximumTokens: Int, file: String) throws(ModelFileError) {
    guard idCount <= vocabularySize else {
      throw ModelFileError(
        .inconsistent, file: file, place: "key \"vocab_size\"", found: "\(vocabularySize)",
        expected: "more than the tokenizer's largest id \(idCount - 1)")
    }
    guard maximumTokens > template.specialCount else {
      throw ModelFileError(
        .inconsistent, file: file, place: "the largest number of tokens", found: "\(maximumTokens)",
        expected: "more than the \(template.specialCount) special tokens of each text")
    }
  }
}
