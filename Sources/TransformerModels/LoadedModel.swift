internal import ByteFormats

/// A model with its graph, weights and tokenizer.
public struct LoadedModel: Sendable {
  /// A file of weights.
  public struct WeightFile: Sendable, Equatable {
    /// Path of the file.
    public let path: String
    /// Size in bytes.
    public let size: Int
  }

  /// Name of the model: that of its folder.
  public let name: String
  /// The operations and their weights.
  public let graph: ModelGraph
  /// Text to token ids.
  public let tokenizer: Tokenizer
  /// The files of weights.
  public let weightFiles: [WeightFile]
  /// Tokens that end a text, from `eos_token_id` of `generation_config.json`, else of the configuration; none if
  /// neither names one.
  public let endTokens: Set<Int>
  /// What a user must know of the model: parts of it that are not computed.
  public let notes: [String]

  /// Elements of all floating-point tensors of the checkpoint, used by the graph or not.
  public var parameterCount: Int { graph.parameterCount }

  /// Loads the model at a path: a GGUF file, or a folder with one and no safetensors, or else `config.json`,
  /// `model.safetensors` (or its index and shards), the tokenizer, and sentence-transformers' `modules.json` with its folders if they are there. Without them,
  /// the head of the checkpoint's class; without that, the mean over the tokens.
  ///
  /// Weights are mapped and checked to be finite; coded ones are decoded where they are used.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - promptName: a prompt of `config_sentence_transformers.json`; `nil` for the model's default.
  /// - Throws: `ModelFileError` that names file and place, what was found and what was expected.
  public static func load(
    folder path: String, promptName: String? = nil
  ) throws(ModelFileError) -> LoadedModel {
    try load(ModelSource(path: path, promptName: promptName))
  }

  /// Types of tokens that the model is told; 1 where it knows no others, or its tokenizer hands out none.
  public var tokenTypes: Int { tokenizer.parts.givesTypes ? graph.tokenTypes : 1 }

  /// Builds the graph and the tokenizer of a source.
  static func load(_ source: ModelSource) throws(ModelFileError) -> LoadedModel {
    let family = try ModelFamilies.family(source.configuration)
    let maximumTokens = try source.maximumTokens(of: family)
    let parts = try source.tokenizer()
    try parts.check(
      vocabularySize: family.sizes.vocabulary, maximumTokens: maximumTokens,
      file: source.configuration.path)
    let tokenizer = Tokenizer(parts: parts, maximumTokens: maximumTokens)
    var assembly = GraphAssembly(source: source, family: family)
    assembly.promptTokens = tokenizer.promptTokens
    let (graph, notes) = try assembly.graph(maximumTokens: maximumTokens)
    return LoadedModel(
      name: source.name, graph: graph, tokenizer: tokenizer,
      weightFiles: source.weights.weightFiles,
      endTokens: try source.endTokens(), notes: notes)
  }

  /// The graph of the model at a path, without its tokenizer.
  package static func graph(folder path: String) throws(ModelFileError) -> ModelGraph {
    let source = try ModelSource(path: path)
    let family = try ModelFamilies.family(source.configuration)
    return try GraphAssembly(source: source, family: family).graph(
      maximumTokens: source.maximumTokens(of: family)
    ).graph
  }
}

extension ModelSource {
  fileprivate func endTokens() throws(ModelFileError) -> Set<Int> {
    let tokens = try generation?.endTokens() ?? []
    return tokens.isEmpty ? try configuration.endTokens() : tokens
  }
}

extension JSONFile {
  /// `eos_token_id`: a number, a list of them, or nothing.
  fileprivate func endTokens() throws(ModelFileError) -> Set<Int> {
    let key = "eos_token_id"
    switch value(key) {
    case nil: return []
    case .integer(let id): return [id]
    case .array(let values):
      var ids: Set<Int> = []
      for value in values {
        guard case .integer(let id) = value else {
          throw failure(.wrongType, key, expected: "a token id or a list of them")
        }
        ids.insert(id)
      }
      return ids
    default: throw failure(.wrongType, key, expected: "a token id or a list of them")
    }
  }
}
