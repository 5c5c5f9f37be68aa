/// A model in a GGUF file: its weights and its configuration in Hugging Face's words, and its tokenizer.
package struct GGUFModel: Sendable {
  /// Metadata and tensors.
  package let file: GGUFFile
  let sizes: GGUFSizes
  let configuration: JSONFile

  /// - Throws: `ModelFileError`: the file is damaged, of an architecture that is not known, or lacks a key.
  package init(path: String) throws(ModelFileError) {
    file = try GGUFFile(path: path)
    sizes = try GGUFSizes(file.metadata)
    configuration = try GGUFConfiguration(file, sizes: sizes).object
  }

  /// The weights under Hugging Face's names.
  package var weights: any WeightSource { GGUFCheckpoint(file, sizes: sizes) }

  /// What the file says of its tokenizer.
  package func tokenizer() throws(ModelFileError) -> GGUFTokenizer {
    try GGUFTokenizer(file.metadata)
  }
}
