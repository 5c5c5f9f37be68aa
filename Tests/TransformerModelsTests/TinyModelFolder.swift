import Foundation
import TransformerModels

/// A BERT model of a few hundred parameters, written to a folder; tests change one thing and load it.
struct TinyModelFolder {
  static let hidden = 4
  static let inner = 6
  static let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##c"]

  /// `config.json`, key by key.
  var configuration: [String: String] = [
    "model_type": "\"bert\"", "hidden_size": "4", "num_hidden_layers": "2",
    "num_attention_heads": "2", "intermediate_size": "6", "max_position_embeddings": "10",
    "type_vocab_size": "2", "vocab_size": "8", "hidden_act": "\"gelu\"",
    "layer_norm_eps": "1e-12", "position_embedding_type": "\"absolute\"",
  ]
  /// Further files by name.
  var files: [String: String] = ["vocab.txt": words.joined(separator: "\n") + "\n"]
  /// Shapes by tensor name.
  var shapes: [(name: String, shape: [Int])]
  /// Values that differ from the default, by tensor name and index.
  var values: [String: [Int: Float]] = [:]

  init(layers: Int = 2) {
    let (hidden, inner) = (TinyModelFolder.hidden, TinyModelFolder.inner)
    shapes = [
      ("embeddings.word_embeddings.weight", [8, hidden]),
      ("embeddings.position_embeddings.weight", [10, hidden]),
      ("embeddings.token_type_embeddings.weight", [2, hidden]),
      ("embeddings.LayerNorm.weight", [hidden]), ("embeddings.LayerNorm.bias", [hidden]),
    ]
    for layer in 0..<layers {
      let prefix = "encoder.layer.\(layer)."
      for part in ["self.query", "self.key", "self.value", "output.dense"] {
        shapes.append((prefix + "attention.\(part).weight", [hidden, hidden]))
        shapes.append((prefix + "attention.\(part).bias", [hidden]))
      }
      for norm in ["attention.output", "output"] {
        shapes.append((prefix + norm + ".LayerNorm.weight", [hidden]))
        shapes.append((prefix + norm + ".LayerNorm.bias", [hidden]))
      }
      shapes.append((prefix + "intermediate.dense.weight", [inner, hidden]))
      shapes.append((prefix + "intermediate.dense.bias", [inner]))
      shapes.append((prefix + "output.dense.weight", [hidden, inner]))
      shapes.append((prefix + "output.dense.bias", [hidden]))
    }
  }

  /// The float32 checkpoint of the tensors whose name `include` accepts.
  func checkpoint(including include: (String) -> Bool = { _ in true }) -> [UInt8] {
    var entries: [String] = []
    var data: [UInt8] = []
    for (name, shape) in shapes where include(name) {
      let count = shape.reduce(1, *)
      let begin = data.count
      for index in 0..<count {
        data += bytes(of: (values[name]?[index] ?? Float(index) / 64).bitPattern)
      }
      entries.append(
        #""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(begin),\#(data.count)]}"#)
    }
    return safetensors(header: "{\(entries.joined(separator: ","))}", data: data)
  }

  /// Writes all files but the weights.
  func writeFiles(_ folder: TemporaryFolder) throws {
    let members = configuration.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    try folder.write("config.json", "{\(members.joined(separator: ",\n"))}")
    for (name, text) in files { try folder.write(name, text) }
  }

  /// Writes all files and loads them.
  func load() throws -> LoadedModel {
    let folder = try TemporaryFolder()
    try writeFiles(folder)
    try folder.write("model.safetensors", checkpoint())
    return try LoadedModel.load(folder: folder.path)
  }
}
