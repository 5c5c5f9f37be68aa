/// Phi-1, 1.5 and 2 (Gunasekar et al. 2023, arXiv:2306.11644): one norm a layer, attention and feed-forward
/// layers side by side, a rotary embedding of half of each head, biases everywhere.
struct Phi: ModelFamily {
  static let modelTypes = ["phi"]

  private let decoder: DecoderSizes
  private let rotary: RotaryEmbedding
  private let activation: Activation
  private let epsilon: Float
  private let isTied: Bool
  var sizes: ModelSizes { decoder.summary(rotary) }

  init(_ file: JSONFile) throws(ModelFileError) {
    decoder = try DecoderSizes(file)
    rotary = try RotaryConfiguration(
      file: file, headSize: decoder.headSize, positions: decoder.positions, usualShare: 0.5
    ).embedding()
    activation = try file.activation("hidden_act", default: .geluTanh)
    epsilon = try file.epsilon("layer_norm_eps", default: 1e-5)
    isTied = try file.bool("tie_word_embeddings", default: false)
    try file.refuse(["qk_layernorm"], expected: "false: no layer norm of heads")
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embed_tokens.weight", ["model.", ""])
    let tables = EmbeddingTables(
      word: try builder.wordTable(
        "embed_tokens.weight", tiedTo: isTied ? "lm_head.weight" : nil,
        [decoder.vocabulary, decoder.width]),
      position: nil, tokenType: nil)
    var value = builder.add("embedding", .embedding(tables), [])
    builder.states.append(value)
    for layer in 0..<decoder.layers { value = try self.layer(layer, value, &builder) }
    return builder.add(
      "final.norm",
      try builder.layerNorm("final_layernorm", width: decoder.width, epsilon: epsilon), [value])
  }

  private func layer(
    _ layer: Int, _ input: ModelGraph.ValueID, _ builder: inout GraphBuilder
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let (source, width) = ("layers.\(layer).", decoder.width)
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    let normed = builder.add(
      named("norm"), layer: layer,
      try builder.layerNorm(source + "input_layernorm", width: width, epsilon: epsilon), [input])
    let projections = try builder.project(
      normed, sizes: decoder, layer: layer, names: AttentionNames(), under: source, hasBias: true)
    let mixed = builder.attend(
      projections, shape: decoder.attention(), rotary: rotary, layer: layer)
    let projected = builder.add(
      named("attention.output"), layer: layer,
      try builder.linear(source + "self_attn.dense", from: decoder.queryWidth, to: width),
      [mixed])
    let made = builder.feedForward(
      normed, inner: try builder.linear(source + "mlp.fc1", from: width, to: decoder.inner),
      activation: activation,
      outer: try builder.linear(source + "mlp.fc2", from: decoder.inner, to: width), layer: layer)
    let both = builder.add(named("parallel"), layer: layer, .add, [projected, made])
    return builder.addState("output.residual", layer: layer, both, input)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    guard name == .causal || name == .causalOlder else { return nil }
    return try builder.nextTokenHead(
      table: "embed_tokens.weight", own: "lm_head.weight", isTied: isTied, bias: "lm_head.bias",
      vocabulary: decoder.vocabulary, width: decoder.width)
  }
}
