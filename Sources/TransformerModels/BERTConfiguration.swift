/// The sizes and choices of a model of the BERT family, from Hugging Face's `config.json`.
struct BERTConfiguration: Sendable, Equatable {
  /// Values of `model_type` that this program can build.
  static let supportedTypes = ["bert"]

  var hiddenSize: Int
  var layerCount: Int
  var headCount: Int
  var intermediateSize: Int
  var maximumPositions: Int
  var tokenTypes: Int
  var vocabularySize: Int
  var activation: Activation
  var normEpsilon: Float

  /// Reads `config.json`.
  ///
  /// - Throws: `ModelFileError` that names the key: another architecture, a missing or impossible
  ///   size, positions other than absolute, an activation other than those of `Activation`.
  init(_ file: JSONFile) throws(ModelFileError) {
    _ = try file.string("model_type")
    _ = try file.oneOf("model_type", BERTConfiguration.supportedTypes)
    _ = try file.oneOf("position_embedding_type", ["absolute"])
    for key in ["is_decoder", "add_cross_attention"] where try file.bool(key, default: false) {
      throw file.failure(.unsupported, key, expected: "false: an encoder")
    }
    let sizes = 1...1_000_000
    hiddenSize = try file.integer("hidden_size", in: sizes)
    layerCount = try file.integer("num_hidden_layers", in: 1...10_000)
    headCount = try file.integer("num_attention_heads", in: sizes)
    intermediateSize = try file.integer("intermediate_size", in: sizes)
    maximumPositions = try file.integer("max_position_embeddings", in: sizes)
    tokenTypes = try file.integer("type_vocab_size", in: sizes, default: 2)
    vocabularySize = try file.integer("vocab_size", in: 1...TokenizerParts.largestID)
    let name = try file.oneOf("hidden_act", ["gelu", "relu", "silu", "swish"])
    activation = Activation(rawValue: name == "swish" ? "silu" : name) ?? .gelu
    normEpsilon = Float(try file.positive("layer_norm_eps", default: 1e-12))
    guard normEpsilon.isFinite else {
      throw file.failure(.invalidNumber, "layer_norm_eps", expected: "a number that float32 holds")
    }
    guard hiddenSize % headCount == 0 else {
      throw file.failure(
        .inconsistent, "num_attention_heads", expected: "a divisor of hidden_size \(hiddenSize)")
    }
  }
}
