/// A model from a folder in Hugging Face's layout: graph, weights and tokenizer.
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

  /// Elements of all floating-point tensors of the checkpoint, used by the graph or not.
  public var parameterCount: Int { graph.parameterCount }

  /// Loads the model in `folder`: `config.json`, `model.safetensors` (or its index and shards),
  /// `tokenizer.json` or `vocab.txt`, and sentence-transformers' `modules.json`,
  /// `sentence_bert_config.json` and pooling if they are there; without them, the mean over the tokens,
  /// unit length, and at most 256 tokens.
  ///
  /// Float32 weights are mapped, not read, and checked to be finite.
  ///
  /// - Throws: `ModelFileError` that names file and place, what was found and what was expected.
  public static func load(folder path: String) throws(ModelFileError) -> LoadedModel {
    let folder = try ModelFolder(path: path)
    let sentence = try SentenceConfiguration(folder: folder)
    let transformer = sentence.transformerFolder
    let configurationPath = transformer.path(of: "config.json")
    let configuration = try BERTConfiguration(JSONFile(path: configurationPath))
    let maximumTokens = try SentenceConfiguration.maximumTokens(
      folder: transformer, positions: configuration.maximumPositions)
    let parts = try TokenizerParts.read(folder: transformer)
    try parts.check(
      vocabularySize: configuration.vocabularySize, maximumTokens: maximumTokens,
      file: configurationPath)
    let checkpoint = try Checkpoint(folder: transformer)
    let nodes = try BERTGraph.nodes(
      configuration: configuration, checkpoint: checkpoint, sentence: sentence)
    let graph = ModelGraph(
      name: folder.name, parameterCount: checkpoint.parameterCount,
      hiddenSize: configuration.hiddenSize, layerCount: configuration.layerCount,
      maximumTokens: maximumTokens, nodes: nodes)
    return LoadedModel(
      name: folder.name, graph: graph,
      tokenizer: Tokenizer(parts: parts, maximumTokens: maximumTokens),
      weightFiles: checkpoint.weightFiles)
  }
}
