/// Builds the graph of a BERT encoder with pooling (Devlin et al. 2019, arXiv:1810.04805; Reimers and
/// Gurevych 2019, arXiv:1908.10084).
struct BERTGraph {
  private let configuration: BERTConfiguration
  private let checkpoint: any WeightSource
  /// `bert.` in checkpoints of models with a head, else empty.
  private let namePrefix: String
  private var nodes: [ModelGraph.Node] = []

  /// The nodes of the whole model, with all weights checked.
  ///
  /// - Throws: `ModelFileError` that names the tensor: missing, of another shape, not finite.
  static func nodes(
    configuration: BERTConfiguration, checkpoint: any WeightSource, sentence: SentenceConfiguration
  ) throws(ModelFileError) -> [ModelGraph.Node] {
    var graph = BERTGraph(configuration, checkpoint)
    var value = try graph.embed()
    for layer in 0..<configuration.layerCount { value = try graph.encode(value, layer: layer) }
    if sentence.pools { value = graph.add("pool", .meanPool, [value]) }
    if sentence.normalizes { value = graph.add("unit", .unitLength, [value]) }
    return graph.nodes
  }

  private init(_ configuration: BERTConfiguration, _ checkpoint: any WeightSource) {
    self.configuration = configuration
    self.checkpoint = checkpoint
    let word = "embeddings.word_embeddings.weight"
    namePrefix = !checkpoint.contains(word) && checkpoint.contains("bert." + word) ? "bert." : ""
  }

  @discardableResult
  private mutating func add(
    _ name: String, layer: Int? = nil, _ operation: ModelGraph.Operation,
    _ inputs: [ModelGraph.ValueID]
  ) -> ModelGraph.ValueID {
    nodes.append(.init(name: name, layer: layer, operation: operation, inputs: inputs))
    return nodes.count - 1
  }

  private func weight(_ name: String, _ shape: [Int]) throws(ModelFileError) -> Tensor {
    try checkpoint.weight(namePrefix + name, shape)
  }

  private func linear(
    _ name: String, from inputs: Int, to outputs: Int
  ) throws(ModelFileError) -> ModelGraph.Operation {
    .linear(
      LinearWeights(
        weight: try weight("\(name).weight", [outputs, inputs]),
        bias: try weight("\(name).bias", [outputs])))
  }

  /// Checkpoints converted from TensorFlow call gain and shift `gamma` and `beta`.
  private func norm(_ name: String) throws(ModelFileError) -> ModelGraph.Operation {
    let older = checkpoint.contains("\(namePrefix)\(name).gamma")
    let size = [configuration.hiddenSize]
    return .layerNorm(
      NormWeights(
        gain: try weight("\(name).\(older ? "gamma" : "weight")", size),
        shift: try weight("\(name).\(older ? "beta" : "bias")", size),
        epsilon: configuration.normEpsilon))
  }

  private mutating func embed() throws(ModelFileError) -> ModelGraph.ValueID {
    let width = configuration.hiddenSize
    let tables = EmbeddingTables(
      word: try weight(
        "embeddings.word_embeddings.weight", [configuration.vocabularySize, width]),
      position: try weight(
        "embeddings.position_embeddings.weight", [configuration.maximumPositions, width]),
      tokenType: try weight(
        "embeddings.token_type_embeddings.weight", [configuration.tokenTypes, width]))
    let sum = add("embedding", .embedding(tables), [])
    return add("embedding.norm", try norm("embeddings.LayerNorm"), [sum])
  }

  private mutating func encode(
    _ input: ModelGraph.ValueID, layer: Int
  ) throws(ModelFileError) -> ModelGraph.ValueID {
    let width = configuration.hiddenSize
    let inner = configuration.intermediateSize
    let source = "encoder.layer.\(layer)"
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    var projections: [ModelGraph.ValueID] = []
    for part in ["query", "key", "value"] {
      let operation = try linear("\(source).attention.self.\(part)", from: width, to: width)
      projections.append(add(named(part), layer: layer, operation, [input]))
    }
    let headSize = width / configuration.headCount
    let shape = AttentionShape(
      heads: configuration.headCount, keyValueHeads: configuration.headCount, headSize: headSize,
      scale: Float(1 / Double(headSize).squareRoot()), causal: false)
    let mixed = add(named("attention"), layer: layer, .attention(shape), projections)
    let projected = add(
      named("attention.output"), layer: layer,
      try linear("\(source).attention.output.dense", from: width, to: width), [mixed])
    let attended = add(named("attention.residual"), layer: layer, .add, [projected, input])
    let middle = add(
      named("attention.norm"), layer: layer,
      try norm("\(source).attention.output.LayerNorm"), [attended])
    let wide = add(
      named("intermediate"), layer: layer,
      try linear("\(source).intermediate.dense", from: width, to: inner), [middle])
    let activation = configuration.activation
    let active = add(named(activation.rawValue), layer: layer, .activation(activation), [wide])
    let narrow = add(
      named("output"), layer: layer,
      try linear("\(source).output.dense", from: inner, to: width), [active])
    let sum = add(named("output.residual"), layer: layer, .add, [narrow, middle])
    return add(
      named("output.norm"), layer: layer, try norm("\(source).output.LayerNorm"), [sum])
  }
}
