/// GPT-NeoX and Pythia (Black et al. 2022, arXiv:2204.06745): attention and feed-forward layers side by side
/// with a norm each, a rotary embedding of a part of each head, queries, keys and values stored head by head.
struct GPTNeoX: ModelFamily {
  static let modelTypes = ["gpt_neox"]

  private let decoder: DecoderSizes
  private let rotary: RotaryEmbedding
  private let activation: Activation
  private let epsilon: Float
  private let isTied: Bool
  private let isParallel: Bool
  private let hasBias: Bool
  var sizes: ModelSizes { decoder.summary(rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    decoder = try DecoderSizes(file)
    guard decoder.queryWidth == decoder.width, decoder.keyValueHeads == decoder.heads else {
      throw file.failure(
        .inconsistent, "num_attention_heads", expected: "heads that fill hidden_size")
    }
    rotary = try RotaryConfiguration(
      file: file, headSize: decoder.headSize, positions: decoder.positions, usualShare: 0.25
    ).embedding()
    activation = try file.activation("hidden_act", default: .gelu)
    epsilon = try file.epsilon("layer_norm_eps", default: 1e-5)
    isTied = try file.bool("tie_word_embeddings", default: false)
    isParallel = try file.bool("use_parallel_residual", default: true)
    hasBias = try file.bool("attention_bias", default: true)
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embed_in.weight", ["gpt_neox.", ""])
    let tables = EmbeddingTables(
      word: try builder.wordTable(
        "embed_in.weight", tiedTo: isTied ? "embed_out.weight" : nil,
        [decoder.vocabulary, decoder.width]),
      position: nil, tokenType: nil)
    var value = builder.add("embedding", .embedding(tables), [])
    builder.states.append(value)
    for layer in 0..<decoder.layers { value = try self.layer(layer, value, &builder) }
    return builder.add("final.norm", try norm("final_layer_norm", builder), [value])
  }

  private func norm(
    _ name: String, _ builder: GraphBuilder
  ) throws(ModelFileError) -> ModelGraph.Operation {
    try builder.layerNorm(name, width: decoder.width, epsilon: epsilon)
  }

  private func layer(
    _ layer: Int, _ input: ModelGraph.ValueID, _ builder: inout GraphBuilder
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let (source, width) = ("layers.\(layer).", decoder.width)
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    let normed = builder.add(
      named("attention.norm"), layer: layer, try norm(source + "input_layernorm", builder),
      [input])
    let mixed = builder.attend(
      try project(normed, layer, source, &builder), shape: decoder.attention(), rotary: rotary,
      layer: layer)
    let projected = builder.add(
      named("attention.output"), layer: layer,
      try builder.linear(source + "attention.dense", from: width, to: width, hasBias: hasBias),
      [mixed])
    let middle =
      isParallel
      ? input
      : builder.add(named("attention.residual"), layer: layer, .add, [projected, input])
    let inner = builder.add(
      named("output.norm"), layer: layer, try norm(source + "post_attention_layernorm", builder),
      [middle])
    let up = try builder.linear(source + "mlp.dense_h_to_4h", from: width, to: decoder.inner)
    let down = try builder.linear(source + "mlp.dense_4h_to_h", from: decoder.inner, to: width)
    let made = builder.feedForward(
      inner, inner: up, activation: activation, outer: down, layer: layer)
    guard isParallel else {
      return builder.addState("output.residual", layer: layer, made, middle)
    }
    let both = builder.add(named("parallel"), layer: layer, .add, [made, projected])
    return builder.addState("output.residual", layer: layer, both, input)
  }

  /// Rows of the stored tensor: for each head its query, key and value.
  private func project(
    _ input: ModelGraph.ValueID, _ layer: Int, _ source: String, _ builder: inout GraphBuilder
  ) throws(ModelFileError) -> Projections {
    let (width, size) = (decoder.width, decoder.headSize)
    let name = source + "attention.query_key_value"
    let weight = try builder.weight("\(name).weight", [3 * width, width])
    let bias = hasBias ? try builder.weight("\(name).bias", [3 * width]) : nil
    /// Rows of the queries (part 0), keys (1) or values (2).
    func linear(_ part: Int, _ word: String) -> ModelGraph.Operation {
      let rows = (0..<decoder.heads).flatMap { head -> Range<Int> in
        let first = (3 * head + part) * size
        return first..<(first + size)
      }
      return .linear(
        LinearWeights(
          weight: weight.rows(rows, name: "\(weight.name).\(word)"),
          bias: bias?.rows(rows, name: "\(name).bias.\(word)")))
    }
    let parts = ["query", "key", "value"].enumerated().map { part, word in
      builder.add("layer\(layer).\(word)", layer: layer, linear(part, word), [input])
    }
    return Projections(query: parts[0], key: parts[1], value: parts[2])
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    guard name == .causal || name == .causalOlder else { return nil }
    return try builder.nextTokenHead(
      table: "embed_in.weight", own: "embed_out.weight", isTied: isTied,
      vocabulary: decoder.vocabulary, width: decoder.width)
  }
}
