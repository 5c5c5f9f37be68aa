internal import Foundation

extension ModelSource {
  /// The model at a path: a folder in Hugging Face's layout, a GGUF file, or a folder with one GGUF file and
  /// no safetensors.
  ///
  /// - Throws: `ModelFileError` that names file and place.
  init(path: String) throws(ModelFileError) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      try self.init(gguf: path)
      return
    }
    let folder = try ModelFolder(path: path)
    if let file = try folder.singleGGUF() {
      try self.init(gguf: file)
      return
    }
    try self.init(folder: folder)
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
