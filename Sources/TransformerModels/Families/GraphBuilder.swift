/// Collects the nodes of a graph from weights by name: the building blocks that families share.
struct GraphBuilder {
  let weights: any WeightSource
  /// In front of all names of the body, e.g. `bert.` in checkpoints of models with a head.
  var prefix = ""
  private(set) var nodes: [ModelGraph.Node] = []
  /// The embeddings and what each layer makes.
  var states: [ModelGraph.ValueID] = []

  init(weights: any WeightSource) { self.weights = weights }

  /// The prefix in front of `name` in this checkpoint: the first of those that lead to a tensor.
  mutating func findPrefix(of name: String, _ prefixes: [String]) {
    prefix = prefixes.first { weights.contains($0 + name) } ?? prefixes[0]
  }

  /// Adds a node.
  @discardableResult
  mutating func add(
    _ name: String, layer: Int? = nil, _ operation: ModelGraph.Operation,
    _ inputs: [ModelGraph.ValueID]
  ) -> ModelGraph.ValueID {
    nodes.append(.init(name: name, layer: layer, operation: operation, inputs: inputs))
    return nodes.count - 1
  }

  /// A weight of the body.
  func weight(_ name: String, _ shape: [Int]) throws(ModelFileError) -> Tensor {
    try weights.weight(prefix + name, shape)
  }

  /// The table of words: of a tied checkpoint that keeps the logits' table alone, that one.
  ///
  /// - Parameter own: the full name of the logits' table; `nil` where the model ties nothing.
  func wordTable(
    _ name: String, tiedTo own: String?, _ shape: [Int]
  ) throws(ModelFileError) -> Tensor {
    if let own, !weights.contains(prefix + name), weights.contains(own) {
      return try weights.weight(own, shape)
    }
    return try weight(name, shape)
  }

  /// A linear layer, `NAME.weight` [outputs × inputs] and `NAME.bias`.
  func linear(
    _ name: String, from inputs: Int, to outputs: Int, hasBias: Bool = true
  ) throws(ModelFileError) -> ModelGraph.Operation {
    .linear(
      LinearWeights(
        weight: try weight("\(name).weight", [outputs, inputs]),
        bias: hasBias ? try weight("\(name).bias", [outputs]) : nil))
  }

  /// A layer norm. Checkpoints converted from TensorFlow call gain and shift `gamma` and `beta`.
  func layerNorm(
    _ name: String, width: Int, epsilon: Float
  ) throws(ModelFileError) -> ModelGraph.Operation {
    let older = weights.contains("\(prefix)\(name).gamma")
    return .layerNorm(
      NormWeights(
        gain: try weight("\(name).\(older ? "gamma" : "weight")", [width]),
        shift: try weight("\(name).\(older ? "beta" : "bias")", [width]), epsilon: epsilon))
  }

  /// A norm by the root mean square; the stored gain is one less than the true one where `addsOne`.
  func rootMeanSquareNorm(
    _ name: String, width: Int, epsilon: Float, addsOne: Bool = false
  ) throws(ModelFileError) -> ModelGraph.Operation {
    var gain = try weight("\(name).weight", [width])
    if addsOne {
      gain = Tensor(name: gain.name, shape: gain.shape, values: gain.floats.map { 1 + $0 })
    }
    return .rootMeanSquareNorm(NormWeights(gain: gain, shift: nil, epsilon: epsilon))
  }
}
