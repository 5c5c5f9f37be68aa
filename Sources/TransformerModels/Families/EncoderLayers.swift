/// The sizes of an encoder of BERT's kind.
struct EncoderSizes: Sendable, Equatable {
  var width: Int
  var layers: Int
  var heads: Int
  var inner: Int
  /// Rows of the table of places.
  var positions: Int
  /// Rows of the table of token types; `nil` in families that have none.
  var tokenTypes: Int?
  var vocabulary: Int
  var activation: Activation
  var epsilon: Float

  /// Sizes as BERT's `config.json` names them.
  ///
  /// - Throws: `ModelFileError` that names the key: a missing or impossible size, positions other than
  ///   absolute, an activation that is not known, a decoder.
  init(_ file: JSONFile, tokenTypes usualTypes: Int = 2) throws(ModelFileError) {
    if file.value("position_embedding_type") != nil {
      _ = try file.oneOf("position_embedding_type", ["absolute"])
    }
    try file.refuse(["is_decoder", "add_cross_attention"], expected: "false: an encoder")
    let sizes = 1...1_000_000
    width = try file.integer("hidden_size", in: sizes)
    layers = try file.integer("num_hidden_layers", in: 1...10_000)
    heads = try file.integer("num_attention_heads", in: sizes)
    inner = try file.integer("intermediate_size", in: sizes)
    positions = try file.integer("max_position_embeddings", in: sizes)
    tokenTypes = try file.integer("type_vocab_size", in: 0...1_000_000, default: usualTypes)
    vocabulary = try file.integer("vocab_size", in: 1...TokenizerParts.largestID)
    activation = try file.activation("hidden_act", default: .gelu)
    epsilon = try file.epsilon("layer_norm_eps", default: 1e-12)
    guard width % heads == 0 else {
      throw file.failure(
        .inconsistent, "num_attention_heads", expected: "a divisor of hidden_size \(width)")
    }
  }

  /// Attention of all tokens to all.
  var attention: AttentionShape {
    let size = width / heads
    return AttentionShape(
      heads: heads, keyValueHeads: heads, headSize: size,
      scale: Float(1 / Double(size).squareRoot()), causal: false)
  }
}

/// Names of the tensors of an encoder's layer behind its prefix; those of BERT unless told otherwise.
struct EncoderNames {
  var layers = "encoder.layer"
  var query = "attention.self.query"
  var key = "attention.self.key"
  var value = "attention.self.value"
  var attentionOutput = "attention.output.dense"
  var attentionNorm = "attention.output.LayerNorm"
  var intermediate = "intermediate.dense"
  var output = "output.dense"
  var outputNorm = "output.LayerNorm"
}

extension GraphBuilder {
  /// Embeddings under BERT's names, with their norm.
  ///
  /// - Parameter own: the name of the masked head's table if the model ties it.
  mutating func embed(
    _ sizes: EncoderSizes, width: Int? = nil, paddingID: Int? = nil, tiedTo own: String?
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let width = width ?? sizes.width
    let types = try typeTable(sizes.tokenTypes, width: width)
    let tables = EmbeddingTables(
      word: try wordTable(
        "embeddings.word_embeddings.weight", tiedTo: own, [sizes.vocabulary, width]),
      position: try weight("embeddings.position_embeddings.weight", [sizes.positions, width]),
      tokenType: types,
      paddingID: paddingID)
    let sum = add("embedding", .embedding(tables), [])
    return add(
      "embedding.norm",
      try layerNorm("embeddings.LayerNorm", width: width, epsilon: sizes.epsilon), [sum])
  }

  /// The table of token types. A configuration without types refuses a file that has some.
  private func typeTable(_ types: Int?, width: Int) throws(ModelFileError) -> Tensor? {
    let name = "embeddings.token_type_embeddings.weight"
    guard let types, types > 0 || weights.contains(prefix + name) else { return nil }
    let table = try weight(name, [types, width])
    return types > 0 ? table : nil
  }

  /// All layers of an encoder: attention, feed-forward layers, a norm behind each sum (Devlin et al. 2019,
  /// arXiv:1810.04805).
  mutating func encode(
    _ input: ModelGraph.ValueID, sizes: EncoderSizes, names: EncoderNames, shape: AttentionShape
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    var value = input
    states.append(value)
    for layer in 0..<sizes.layers {
      value = try encode(value, layer: layer, sizes: sizes, names: names, shape: shape)
      states.append(value)
    }
    return value
  }

  private mutating func encode(
    _ input: ModelGraph.ValueID, layer: Int, sizes: EncoderSizes, names: EncoderNames,
    shape: AttentionShape
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let (width, inner) = (sizes.width, sizes.inner)
    let source = "\(names.layers).\(layer)."
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    var projections: [ModelGraph.ValueID] = []
    for (part, name) in [("query", names.query), ("key", names.key), ("value", names.value)] {
      let operation = try linear(source + name, from: width, to: width)
      projections.append(add(named(part), layer: layer, operation, [input]))
    }
    let mixed = add(named("attention"), layer: layer, .attention(shape), projections)
    let projected = add(
      named("attention.output"), layer: layer,
      try linear(source + names.attentionOutput, from: width, to: width), [mixed])
    let attended = add(named("attention.residual"), layer: layer, .add, [projected, input])
    let middle = add(
      named("attention.norm"), layer: layer,
      try layerNorm(source + names.attentionNorm, width: width, epsilon: sizes.epsilon),
      [attended])
    let narrow = feedForward(
      middle, inner: try linear(source + names.intermediate, from: width, to: inner),
      activation: sizes.activation,
      outer: try linear(source + names.output, from: inner, to: width), layer: layer)
    let sum = add(named("output.residual"), layer: layer, .add, [narrow, middle])
    return add(
      named("output.norm"), layer: layer,
      try layerNorm(source + names.outputNorm, width: width, epsilon: sizes.epsilon), [sum])
  }
}
