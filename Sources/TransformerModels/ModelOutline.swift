internal import Foundation

/// A model as its configuration describes it, without weights and tokenizer: operations and shapes, from which work,
/// memory and time follow. Its tensors are outlines (`Tensor.isOutline`).
public struct ModelOutline: Sendable {
  /// The operations.
  public let graph: ModelGraph
  /// What a user must know of what is left out.
  public let notes: [String]

  /// Reads a configuration in Hugging Face's layout, either dialect, of any family that models have. What stands beside
  /// it in its folder and says what becomes of a text counts too (`modules.json` with its modules,
  /// `sentence_bert_config.json`, `tokenizer_config.json`); without it the head of its class, or the mean over tokens.
  ///
  /// Parameters are those of the tensors that the graph reads.
  ///
  /// - Parameter path: a file, or a folder with `config.json`.
  /// - Throws: `ModelFileError` that names file and key.
  public static func read(configuration path: String) throws(ModelFileError) -> ModelOutline {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let url = URL(fileURLWithPath: path).standardizedFileURL
    // A configuration of another name stands for itself.
    let hasCompany = exists && (isFolder.boolValue || url.lastPathComponent == "config.json")
    guard hasCompany else {
      let file = url.lastPathComponent
      return try outline(
        ModelSource(
          name: file.hasSuffix(".json") ? String(file.dropLast(5)) : file,
          configuration: JSONFile(path: path), sentence: nil, transformer: nil))
    }
    let folder = try ModelFolder(
      path: isFolder.boolValue ? path : url.deletingLastPathComponent().path)
    let sentence = try SentenceConfiguration(folder: folder)
    let transformer = sentence?.transformerFolder ?? folder
    return try outline(
      ModelSource(
        name: folder.name,
        configuration: JSONFile(
          path: isFolder.boolValue ? transformer.path(of: "config.json") : path),
        sentence: sentence, transformer: transformer))
  }

  private static func outline(_ source: ModelSource) throws(ModelFileError) -> ModelOutline {
    let family = try ModelFamilies.family(source.configuration)
    let (graph, notes) = try GraphAssembly(source: source, family: family).graph(
      maximumTokens: source.maximumTokens(of: family))
    return ModelOutline(graph: graph, notes: notes)
  }
}

extension ModelSource {
  /// A configuration without weights and tokenizer.
  fileprivate init(
    name: String, configuration: JSONFile, sentence: SentenceConfiguration?,
    transformer: ModelFolder?
  ) {
    var limit: TokenLimit?
    if let transformer {
      limit = { (positions: Int) throws(ModelFileError) -> Int in
        try SentenceTexts.maximumTokens(folder: transformer, positions: positions)
      }
    }
    let path = configuration.path
    self.init(
      name: name, configuration: configuration, weights: OutlineWeights(), sentence: sentence,
      tokenLimit: limit,
      tokenizer: { () throws(ModelFileError) -> TokenizerParts in
        throw ModelFileError(
          .missingFile, file: path, found: "a configuration alone", expected: "a tokenizer")
      })
  }
}
