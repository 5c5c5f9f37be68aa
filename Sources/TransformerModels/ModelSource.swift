/// A model as its files have it, before a graph is made of it: a folder in Hugging Face's layout, or any
/// other way to store the same (`load` of `LoadedModel` builds the graph).
struct ModelSource: Sendable {
  /// Name of the model, for reports.
  var name: String
  /// The architecture and its sizes, in the words of Hugging Face's `config.json`.
  var configuration: JSONFile
  /// `generation_config.json`, whose end tokens count before those of the configuration; `nil` without it.
  var generation: JSONFile?
  /// The weights, under Hugging Face's names and in its order of rows.
  var weights: any WeightSource
  /// What becomes of the rows of the tokens; `nil` where no file says it.
  var sentence: SentenceConfiguration?
  /// The largest number of tokens of one text; `nil` for all that the positions allow.
  var tokenLimit: TokenLimit?
  /// Reads the tokenizer.
  var tokenizer: @Sendable () throws(ModelFileError) -> TokenizerParts

  /// The largest number of tokens of one text, from the number of positions of the model.
  typealias TokenLimit = @Sendable (_ positions: Int) throws(ModelFileError) -> Int

  /// A folder in Hugging Face's layout: `config.json`, `model.safetensors` (or its index and shards),
  /// `tokenizer.json` or `vocab.txt`, and sentence-transformers' files if they are there.
  ///
  /// - Parameter promptName: the prompt before every text; `nil` for the model's default.
  /// - Throws: `ModelFileError` that names file and place.
  init(folder: ModelFolder, promptName: String? = nil) throws(ModelFileError) {
    let sentence = try SentenceConfiguration(folder: folder)
    let transformer = sentence?.transformerFolder ?? folder
    let configuration = try JSONFile(path: transformer.path(of: "config.json"))
    let checkpoint = try Checkpoint(folder: transformer)
    let isPlain = configuration.value(PlainWeights.key) == nil
    self.init(
      name: folder.name, configuration: configuration,
      weights: isPlain
        ? checkpoint : PlainWeights(checkpoint: checkpoint, configuration: configuration),
      sentence: sentence,
      tokenLimit: { positions throws(ModelFileError) in
        try SentenceTexts.maximumTokens(folder: transformer, positions: positions)
      },
      tokenizer: { () throws(ModelFileError) in
        try SentenceTexts.tokenizer(
          model: folder, transformer: transformer, promptName: promptName)
      })
    if transformer.contains("generation_config.json") {
      generation = try JSONFile(path: transformer.path(of: "generation_config.json"))
    }
  }

  /// Creates a source.
  init(
    name: String, configuration: JSONFile, weights: any WeightSource,
    sentence: SentenceConfiguration?, tokenLimit: TokenLimit?,
    tokenizer: @escaping @Sendable () throws(ModelFileError) -> TokenizerParts
  ) {
    self.name = name
    self.configuration = configuration
    self.weights = weights
    self.sentence = sentence
    self.tokenLimit = tokenLimit
    self.tokenizer = tokenizer
  }
}
