/// The sizes of a decoder, under the usual names of `config.json`.
struct DecoderSizes {
  var width: Int
  var layers: Int
  var heads: Int
  var keyValueHeads: Int
  var headSize: Int
  var inner: Int
  var positions: Int
  var vocabulary: Int

  var queryWidth: Int { heads * headSize }
  var keyWidth: Int { keyValueHeads * headSize }

  /// Sizes as Llama and most later families name them.
  ///
  /// - Parameter headSize: width of a head where the file is silent; `nil` for width/heads.
  init(_ file: JSONFile, headSize usualHeadSize: Int? = nil) throws(ModelFileError) {
    let sizes = 1...1_000_000
    width = try file.integer("hidden_size", in: sizes)
    layers = try file.integer("num_hidden_layers", in: 1...10_000)
    heads = try file.integer("num_attention_heads", in: sizes)
    keyValueHeads = try file.integer("num_key_value_heads", in: sizes, default: heads)
    inner = try file.integer("intermediate_size", in: sizes)
    positions = try file.integer("max_position_embeddings", in: 1...100_000_000)
    vocabulary = try file.integer("vocab_size", in: 1...TokenizerParts.largestID)
    if file.value("head_dim") == nil, usualHeadSize == nil, width % heads != 0 {
      throw file.failure(
        .inconsistent, "num_attention_heads", expected: "a divisor of hidden_size \(width)")
    }
    headSize = try file.integer("head_dim", in: sizes, default: usualHeadSize ?? width / heads)
    guard heads % keyValueHeads == 0 else {
      throw file.failure(
        .inconsistent, "num_key_value_heads",
        expected: "a divisor of num_attention_heads \(heads)")
    }
  }

  /// Sizes under other names.
  init(
    width: Int, layers: Int, heads: Int, inner: Int, positions: Int, vocabulary: Int
  ) {
    (self.width, self.layers, self.heads, self.inner) = (width, layers, heads, inner)
    (self.positions, self.vocabulary) = (positions, vocabulary)
    (keyValueHeads, headSize) = (heads, width / heads)
  }

  /// Causal attention of these heads.
  func attention(window: Int? = nil) -> AttentionShape {
    AttentionShape(
      heads: heads, keyValueHeads: keyValueHeads, headSize: headSize,
      scale: Float(1 / Double(headSize).squareRoot()), causal: true, window: window)
  }

  /// What every family has.
  func summary(_ rotary: RotaryEmbedding?) -> ModelSizes {
    ModelSizes(
      width: width, layers: layers,
      positions: rotary?.scaling.context(positions: positions) ?? positions,
      vocabulary: vocabulary)
  }
}

extension JSONFile {
  /// The ε of a norm.
  func epsilon(_ key: String, default fallback: Double) throws(ModelFileError) -> Float {
    let value = Float(try positive(key, default: fallback))
    guard value.isFinite else {
      throw failure(.invalidNumber, key, expected: "a number that float32 holds")
    }
    return value
  }

  /// Refuses a flag that changes the computation in a way that this program does not have.
  func refuse(_ keys: [String], expected: String) throws(ModelFileError) {
    for key in keys where try bool(key, default: false) {
      throw failure(.unsupported, key, expected: expected)
    }
  }
}
