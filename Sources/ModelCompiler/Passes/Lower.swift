import ChipPrograms
package import TransformerModels

/// Turns each node of a model graph into the energy terms that stand for it.
///
/// Before: `layer0.attention.norm = layerNorm(x)`
/// After:  `layer0.attention.norm.unit = potential(x)`,
///         `layer0.attention.norm = rescale(gain, shift)`
///
/// The factor of an attention enters the couplings of its query, so that races run at β = 1.
package enum Lower {
  /// Lowers a graph.
  ///
  /// - Throws: `CompileError.unmappable` for a malformed node or one without an energy term.
  package static func lower(
    _ graph: ModelGraph, context: CompileContext
  ) throws(CompileError) -> Mapping {
    try GraphCheck.check(graph)
    var mapping = Mapping(model: graph.name, maximumTokens: graph.maximumTokens, terms: [])
    let factors = queryFactors(of: graph)
    // Graph values become term values; some nodes add terms of their own.
    var valueOf: [Int] = []
    for (index, node) in graph.nodes.enumerated() {
      let inputs = node.inputs.map { valueOf[$0] }
      let inputWidth = inputs.first.map { mapping.terms[$0].width } ?? 0
      var term = Mapping.Term(
        name: node.name, layer: node.layer, kind: .mean, inputs: inputs, width: inputWidth,
        pooled: inputs.first.map { mapping.terms[$0].pooled } ?? false)
      switch node.operation {
      case .embedding(let tables):
        term.kind = .preset(sources(of: tables))
        term.width = tables.word.shape[1]
      case .linear(let weights):
        term.kind = .coupling(couplings(of: weights, factor: factors[index] ?? 1))
        term.width = weights.outputs
      case .attention(let shape):
        if factors[node.inputs[0]] == nil, shape.scale != 1 {
          mapping.terms.append(scaledQuery(of: term, shape: shape))
          term.inputs[0] = mapping.terms.count - 1
        }
        term.kind = .race(shape)
        term.width = shape.heads * shape.headSize
      case .activation(let activation):
        term.kind = .gate(context.gateThreshold ?? threshold(for: activation))
      case .layerNorm(let weights):
        term.name += ".unit"
        term.kind = .potential(epsilon: weights.epsilon)
        mapping.terms.append(term)
        term.name = node.name
        term.kind = .rescale(
          gain: weights.gain.floats,
          shift: weights.shift?.floats)
        term.inputs = [mapping.terms.count - 1]
      case .add:
        term.kind = .superposition(gain: nil, shift: nil)
      case .meanPool:
        term.kind = .mean
        term.pooled = true
      case .unitLength:
        term.kind = .unit
      }
      mapping.terms.append(term)
      valueOf.append(mapping.terms.count - 1)
    }
    return mapping
  }

  /// The threshold that makes an activation exact as E[g]·x.
  static func threshold(for activation: Activation) -> GateThreshold {
    switch activation {
    case .gelu: .gaussian
    case .silu: .unitLogistic
    case .relu: .zeroTemperature
    }
  }

  /// The factor of each linear layer that makes a query and nothing else.
  private static func queryFactors(of graph: ModelGraph) -> [ModelGraph.ValueID: Float] {
    var readings = [Int](repeating: 0, count: graph.nodes.count)
    for node in graph.nodes { for input in node.inputs { readings[input] += 1 } }
    readings[graph.nodes.count - 1] += 1
    var factors: [ModelGraph.ValueID: Float] = [:]
    for node in graph.nodes {
      guard case .attention(let shape) = node.operation else { continue }
      let query = node.inputs[0]
      if case .linear = graph.nodes[query].operation, readings[query] == 1 {
        factors[query] = shape.scale
      }
    }
    return factors
  }

  /// A query whose maker cannot take the factor, because it is no linear layer or has other readers.
  private static func scaledQuery(
    of attention: Mapping.Term, shape: AttentionShape
  ) -> Mapping.Term {
    let width = shape.heads * shape.headSize
    return Mapping.Term(
      name: attention.name + ".scale", layer: attention.layer,
      kind: .rescale(gain: [Float](repeating: shape.scale, count: width), shift: nil),
      inputs: [attention.inputs[0]], width: width, pooled: attention.pooled)
  }

  private static func sources(of tables: EmbeddingTables) -> [Mapping.PresetSource] {
    var sources = [Mapping.PresetSource(tensor: tables.word, index: .token)]
    if let position = tables.position { sources.append(.init(tensor: position, index: .position)) }
    if let type = tables.tokenType { sources.append(.init(tensor: type, index: .constant)) }
    return sources
  }

  private static func couplings(of weights: LinearWeights, factor: Float) -> Couplings {
    var fields =
      weights.bias?.floats ?? [Float](repeating: 0, count: weights.outputs)
    if factor != 1 { for index in fields.indices { fields[index] *= factor } }
    return Couplings(weights: weights.weight, factor: factor, fields: fields)
  }
}
