/// GPT-2 (Radford et al. 2019): learned places, layer norms before each part, weights stored [in × out].
struct GPT2: ModelFamily {
  static let modelTypes = ["gpt2"]

  private let decoder: DecoderSizes
  private let activation: Activation
  private let epsilon: Float
  private let isTied: Bool
  /// Whether scores are divided by √(head size).
  private let scalesScores: Bool
  /// Whether scores are divided by the layer's number, from 1, too.
  private let scalesByLayer: Bool
  var sizes: ModelSizes { decoder.summary(nil) }

  init(_ file: JSONFile) throws(ModelFileError) {
    let range = 1...1_000_000
    let width = try file.integer("n_embd", in: range, default: 768)
    decoder = DecoderSizes(
      width: width, layers: try file.integer("n_layer", in: 1...10_000, default: 12),
      heads: try file.integer("n_head", in: range, default: 12),
      inner: try file.integer("n_inner", in: range, default: 4 * width),
      positions: try file.integer("n_positions", in: range, default: 1024),
      vocabulary: try file.integer(
        "vocab_size", in: 1...TokenizerParts.largestID, default: 50_257))
    guard width % decoder.heads == 0 else {
      throw file.failure(.inconsistent, "n_head", expected: "a divisor of n_embd \(width)")
    }
    activation = try file.activation("activation_function", default: .geluTanh)
    epsilon = try file.epsilon("layer_norm_epsilon", default: 1e-5)
    isTied = try file.bool("tie_word_embeddings", default: true)
    scalesScores = try file.bool("scale_attn_weights", default: true)
    scalesByLayer = try file.bool("scale_attn_by_inverse_layer_idx", default: false)
    try file.refuse(["add_cross_attention"], expected: "false: a decoder alone")
  }

  func body(_ builder: inout GraphBuilder) throws(ModelFileError) -> ModelGraph.ValueID {
    builder.findPrefix(of: "wte.weight", ["transformer.", ""])
    let tables = EmbeddingTables(
      word: try builder.wordTable(
        "wte.weight", tiedTo: isTied ? "lm_head.weight" : nil, [decoder.vocabulary, decoder.width]),
      position: try builder.weight("wpe.weight", [decoder.positions, decoder.width]),
      tokenType: nil)
    var value = builder.add("embedding", .embedding(tables), [])
    builder.states.append(value)
    for layer in 0..<decoder.layers { value = try self.layer(layer, value, &builder) }
    return builder.add("final.norm", try norm("ln_f", builder), [value])
  }

  private func norm(
    _ name: String, _ builder: GraphBuilder
  ) throws(ModelFileError) -> ModelGraph.Operation {
    try builder.layerNorm(name, width: decoder.width, epsilon: epsilon)
  }

  private func layer(
    _ layer: Int, _ input: ModelGraph.ValueID, _ builder: inout GraphBuilder
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let (source, width) = ("h.\(layer).", decoder.width)
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    let normed = builder.add(
      named("attention.norm"), layer: layer, try norm(source + "ln_1", builder), [input])
    let all = try builder.turnedLinear(source + "attn.c_attn", from: width, to: 3 * width)
    let parts = ["query", "key", "value"].enumerated().map { index, part in
      builder.add(
        named(part), layer: layer,
        .linear(all(index * width..<(index + 1) * width)), [normed])
    }
    var shape = decoder.attention()
    if !scalesScores { shape.scale = 1 }
    if scalesByLayer { shape.scale /= Float(layer + 1) }
    let mixed = builder.attend(
      Projections(query: parts[0], key: parts[1], value: parts[2]), shape: shape, rotary: nil,
      layer: layer)
    let output = try builder.turnedLinear(source + "attn.c_proj", from: width, to: width)
    let projected = builder.add(
      named("attention.output"), layer: layer, .linear(output(0..<width)), [mixed])
    let middle = builder.add(named("attention.residual"), layer: layer, .add, [projected, input])
    let inner = builder.add(
      named("output.norm"), layer: layer, try norm(source + "ln_2", builder), [middle])
    let up = try builder.turnedLinear(source + "mlp.c_fc", from: width, to: decoder.inner)
    let down = try builder.turnedLinear(source + "mlp.c_proj", from: decoder.inner, to: width)
    let made = builder.feedForward(
      inner, inner: .linear(up(0..<decoder.inner)), activation: activation,
      outer: .linear(down(0..<width)), layer: layer)
    return builder.addState("output.residual", layer: layer, made, middle)
  }

  func head(_ name: HeadName, _ builder: GraphBuilder) throws(ModelFileError) -> ModelHead? {
    guard name == .causal || name == .causalOlder else { return nil }
    return try builder.nextTokenHead(
      table: "wte.weight", own: "lm_head.weight", isTied: isTied,
      vocabulary: decoder.vocabulary, width: decoder.width)
  }
}

extension GraphBuilder {
  /// A linear layer that is stored [inputs × outputs], as columns of which outputs are taken.
  func turnedLinear(
    _ name: String, from inputs: Int, to outputs: Int
  ) throws(ModelFileError) -> (Range<Int>) -> LinearWeights {
    let turned = try weight("\(name).weight", [inputs, outputs])
    let bias = try weight("\(name).bias", [outputs])
    return { LinearWeights(weight: turned.columns($0), bias: bias.rows($0)) }
  }
}
