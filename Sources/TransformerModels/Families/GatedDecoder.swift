/// What Llama and the families after it share: norms before each part of a layer, by the root mean square;
/// rotary places; gated feed-forward layers; a norm behind the last layer.
struct GatedDecoder: Sendable {
  var sizes: DecoderSizes
  var rotary: RotaryEmbedding
  var activation: Activation
  var epsilon: Float
  /// Whether the logits' weights are the embedding's.
  var isTied: Bool
  var projectionBias = false
  var outputBias = false
  var feedForwardBias = false
  /// Whether each head of queries and keys has a norm.
  var normalizesHeads = false
  /// Whether norms multiply with one more than their stored gain.
  var gainAddsOne = false
  var embeddingScale: Float = 1
  /// The window of each layer.
  var windows: [Int?]
  /// Whether queries, keys and values are one stored tensor, and gate and up another.
  var isFused = false
  var labels: ClassLabels

  /// Reads what the families have in common.
  init(
    _ file: JSONFile, sizes: DecoderSizes, isTied: Bool = false,
    activation key: String = "hidden_act", usualActivation: Activation = .silu,
    usualEpsilon: Double = 1e-6, yarnIsLongRope: Bool = false
  ) throws(ModelFileError) {
    self.sizes = sizes
    rotary = try RotaryConfiguration(
      file: file, headSize: sizes.headSize, positions: sizes.positions,
      yarnIsLongRope: yarnIsLongRope
    ).embedding()
    activation = try file.activation(key, default: usualActivation)
    epsilon = try file.epsilon("rms_norm_eps", default: usualEpsilon)
    self.isTied = try file.bool("tie_word_embeddings", default: isTied)
    windows = [Int?](repeating: nil, count: sizes.layers)
    labels = try ClassLabels(file)
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "embed_tokens.weight", ["model.", ""])
    let tables = EmbeddingTables(
      word: try builder.wordTable(
        "embed_tokens.weight", tiedTo: isTied ? "lm_head.weight" : nil,
        [sizes.vocabulary, sizes.width]),
      position: nil, tokenType: nil, scale: embeddingScale)
    var value = builder.add("embedding", .embedding(tables), [])
    builder.states.append(value)
    for layer in 0..<sizes.layers { value = try self.layer(layer, value, &builder) }
    return builder.add("final.norm", try norm("norm", builder), [value])
  }

  private func norm(
    _ name: String, _ builder: GraphBuilder, width: Int? = nil
  ) throws(ModelFileError) -> ModelGraph.Operation {
    try builder.rootMeanSquareNorm(
      name, width: width ?? sizes.width, epsilon: epsilon, addsOne: gainAddsOne)
  }

  private func layer(
    _ layer: Int, _ input: ModelGraph.ValueID, _ builder: inout GraphBuilder
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let source = "layers.\(layer)."
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    let normed = builder.add(
      named("attention.norm"), layer: layer, try norm(source + "input_layernorm", builder),
      [input])
    var projections =
      isFused
      ? try builder.projectFused(normed, sizes: sizes, layer: layer, under: source)
      : try builder.project(
        normed, sizes: sizes, layer: layer, names: AttentionNames(), under: source,
        hasBias: projectionBias)
    if normalizesHeads {
      let queryNorm = try norm(source + "self_attn.q_norm", builder, width: sizes.headSize)
      let keyNorm = try norm(source + "self_attn.k_norm", builder, width: sizes.headSize)
      projections.query = builder.add(
        named("query.norm"), layer: layer, queryNorm, [projections.query])
      projections.key = builder.add(named("key.norm"), layer: layer, keyNorm, [projections.key])
    }
    let mixed = builder.attend(
      projections, shape: sizes.attention(window: windows[layer]), rotary: rotary, layer: layer)
    let projected = builder.add(
      named("attention.output"), layer: layer,
      try builder.linear(
        source + AttentionNames().output, from: sizes.queryWidth, to: sizes.width,
        hasBias: outputBias), [mixed])
    let middle = builder.add(named("attention.residual"), layer: layer, .add, [projected, input])
    let inner = builder.add(
      named("output.norm"), layer: layer, try norm(source + "post_attention_layernorm", builder),
      [middle])
    let output = try feedForward(layer, inner, source + "mlp.", &builder)
    return builder.addState("output.residual", layer: layer, output, middle)
  }

  private func feedForward(
    _ layer: Int, _ input: ModelGraph.ValueID, _ source: String, _ builder: inout GraphBuilder
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let (width, inner) = (sizes.width, sizes.inner)
    let (gate, up): (ModelGraph.Operation, ModelGraph.Operation)
    if isFused {
      let both = try builder.weight(source + "gate_up_proj.weight", [2 * inner, width])
      gate = .linear(LinearWeights(weight: both.rows(0..<inner), bias: nil))
      up = .linear(LinearWeights(weight: both.rows(inner..<(2 * inner)), bias: nil))
    } else {
      gate = try builder.linear(
        source + "gate_proj", from: width, to: inner, hasBias: feedForwardBias)
      up = try builder.linear(
        source + "up_proj", from: width, to: inner, hasBias: feedForwardBias)
    }
    let down = try builder.linear(
      source + "down_proj", from: inner, to: width, hasBias: feedForwardBias)
    return builder.gatedFeedForward(
      input, gate: gate, up: up, activation: activation, down: down, layer: layer)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    if name == .classification {
      var head = HeadBuilder(builder, width: sizes.width)
      try head.dense("score", to: labels.names.count, hasBias: false)
      return head.head(labels.task)
    }
    guard name == .causal || name == .causalOlder else { return nil }
    return try builder.nextTokenHead(
      table: "embed_tokens.weight", own: "lm_head.weight", isTied: isTied,
      vocabulary: sizes.vocabulary, width: sizes.width)
  }
}
