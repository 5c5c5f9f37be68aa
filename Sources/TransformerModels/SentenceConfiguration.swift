import ByteFormats

/// How a sentence-transformers model turns token vectors into one sentence vector.
struct SentenceConfiguration: Sendable {
  /// The folder of the transformer: the model's own, or one in it; `nil` without `modules.json`.
  var transformerFolder: ModelFolder?
  /// The steps behind the transformer; none for a cross-encoder.
  var modules: [SentenceModule] = [.pool(.mean)]
  /// Channels of the result that are kept, the first ones: `truncate_dim` of
  /// `config_sentence_transformers.json`; `nil` for all.
  var truncatedWidth: Int?

  /// Channels of the result for rows of so many.
  func width(of rows: Int) -> Int {
    for case .dense(let dense) in modules.reversed() { return dense.outputs }
    return rows
  }

  /// The mean over the tokens, which sentence-transformers takes of a folder that says nothing.
  init() {}

  /// Reads `modules.json` and the configurations of the modules; `nil` if there is no `modules.json`.
  ///
  /// - Throws: `unsupported` for modules or pooling that this program does not compute.
  init?(folder: ModelFolder) throws(ModelFileError) {
    guard folder.contains("modules.json") else { return nil }
    let path = folder.path(of: "modules.json")
    let file = try MappedFile(path: path)
    guard case .array(let values) = try JSONFile.parse(file.copy(0..<file.count), file: path) else {
      throw ModelFileError(
        .wrongType, file: path, found: "no array", expected: "an array of modules")
    }
    modules = []
    for (index, module) in try JSONFile.sections(values, path: path, prefix: "").enumerated() {
      let type = try module.string("type")
      func subfolder() throws(ModelFileError) -> ModelFolder {
        try folder.subfolder(
          try module.string("path", default: ""), namedBy: module, key: "path")
      }
      switch (type.split(separator: ".").last, index) {
      case ("Transformer", 0): transformerFolder = try subfolder()
      case ("Pooling", 1):
        let file = try JSONFile(path: subfolder().path(of: "config.json"))
        modules.append(
          .pool(try Pooling(file), includesPrompt: try Pooling.includesPrompt(file)))
      case ("Dense", 2...): modules.append(.dense(try DenseModule(folder: subfolder())))
      case ("Normalize", 2...): modules.append(.normalize)
      default:
        throw module.failure(
          .unsupported, "type",
          expected: "the modules Transformer, Pooling, then Dense or Normalize, in this order")
      }
    }
    truncatedWidth = try SentenceTexts.truncatedWidth(folder)
    guard transformerFolder != nil else {
      throw ModelFileError(
        .unsupported, file: path, found: "\(modules.count) modules, none of them Transformer",
        expected: "the modules Transformer, Pooling, then Dense or Normalize, in this order")
    }
  }
}
