internal import Foundation

extension ModelSource {
  /// The model at a path: a folder in Hugging Face's layout, a GGUF file, or a folder with one GGUF file and
  /// no safetensors.
  ///
  /// - Parameter promptName: the prompt before every text; `nil` for the model's default.
  /// - Throws: `ModelFileError` that names file and place.
  init(path: String, promptName: String? = nil) throws(ModelFileError) {
    guard let file = try Self.gguf(at: path) else {
      try ONNXFiles.refuse(path: path)
      try self.init(folder: ModelFolder(path: path), promptName: promptName)
      return
    }
    if let promptName {
      throw ModelFileError(
        .unsupported, file: file, found: "the prompt \"\(promptName)\" asked for",
        expected: "none: GGUF files have no prompts")
    }
    try self.init(gguf: file)
  }

  /// The GGUF file that a path means; `nil` if it is a folder in Hugging Face's layout, or nothing.
  private static func gguf(at path: String) throws(ModelFileError) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    if isFolder.boolValue { return try ModelFolder(path: path).singleGGUF() }
    try ONNXFiles.refuse(path: path)
    return path
  }

  /// A GGUF file.
  init(gguf path: String) throws(ModelFileError) {
    let model = try GGUFModel(path: path)
    let file = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    self.init(
      name: file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file,
      configuration: model.configuration, weights: model.weights,
      sentence: try model.sentence(), tokenLimit: nil,
      tokenizer: { () throws(ModelFileError) in
        try TokenizerParts(model.tokenizer(), isGemma: model.sizes.architecture == .gemma)
      })
  }
}

extension GGUFModel {
  /// What becomes of an encoder's rows: `pooling_type`, and unit length, as llama.cpp gives embeddings.
  ///
  /// - Throws: `unsupported` for other poolings than the mean, the first and the last token.
  fileprivate func sentence() throws(ModelFileError) -> SentenceConfiguration? {
    guard sizes.architecture == .bert else { return nil }
    let key = sizes.key("pooling_type")
    var sentence = SentenceConfiguration()
    switch try file.metadata.integer(key, in: 0...100, default: 1) {
    case 1: sentence.modules = [.pool(.mean), .normalize]
    case 2: sentence.modules = [.pool(.first), .normalize]
    case 3: sentence.modules = [.pool(.last), .normalize]
    default:
      throw file.metadata.failure(
        .unsupported, key, expected: "1, 2 or 3: the mean, the first or the last token")
    }
    return sentence
  }
}

extension ModelFolder {
  /// The path of the GGUF file of a folder without safetensors; `nil` if it has none.
  ///
  /// - Throws: `unsupported` if there are several.
  func singleGGUF() throws(ModelFileError) -> String? {
    guard !contains(Checkpoint.single), !contains(Checkpoint.index) else { return nil }
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0.hasSuffix(".gguf") }.sorted()
    guard files.count <= 1 else {
      throw ModelFileError(
        .unsupported, file: path, found: files.joined(separator: ", "),
        expected: "one GGUF file, or the path of one of these")
    }
    return files.first.map(self.path(of:))
  }
}
