import ChipPrograms
package import TransformerModels

/// Turns each node of a model graph into the energy terms that stand for it.
///
/// Before: `layer0.attention.norm = layerNorm(x)`
/// After:  `layer0.attention.norm.unit = potential(x)`,
///         `layer0.attention.norm = rescale(gain, shift)`
package enum Lower {
  package static func lower(
    _ graph: ModelGraph, context: CompileContext
  ) throws(CompileError) -> Mapping {
    var mapping = Mapping(model: graph.name, maximumTokens: graph.maximumTokens, terms: [])
    // Graph values become term values; a norm adds a term of its own.
    var valueOf: [Int] = []
    for node in graph.nodes {
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
        term.kind = .coupling(couplings(of: weights))
        term.width = weights.outputs
      case .attention(let shape):
        guard !shape.causal else {
          throw .unmappable(term: node.name, reason: "causal attention has no race schedule")
        }
        // 1/√d enters the query's couplings: the race then runs at β = 1.
        try scaleProducer(of: inputs[0], by: shape.scale, in: &mapping)
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
          gain: weights.gain.withFloats { Array($0) },
          shift: weights.shift.map { $0.withFloats { Array($0) } })
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

  private static func sources(of tables: EmbeddingTables) -> [Mapping.PresetSource] {
    var sources = [Mapping.PresetSource(tensor: tables.word, index: .token)]
    if let position = tables.position { sources.append(.init(tensor: position, index: .position)) }
    if let type = tables.tokenType { sources.append(.init(tensor: type, index: .constant)) }
    return sources
  }

  private static func couplings(of weights: LinearWeights) -> Mapping.Couplings {
    Mapping.Couplings(
      inputs: weights.inputs, outputs: weights.outputs,
      weights: weights.weight.withFloats { Array($0) },
      fields: weights.bias?.withFloats { Array($0) }
        ?? [Float](repeating: 0, count: weights.outputs))
  }

  private static func scaleProducer(
    of value: Int, by factor: Float, in mapping: inout Mapping
  ) throws(CompileError) {
    guard case .coupling(var couplings) = mapping.terms[value].kind else {
      throw .unmappable(
        term: mapping.terms[value].name,
        reason: "queries must come from a linear layer, whose couplings take the factor 1/√d")
    }
    for index in couplings.weights.indices { couplings.weights[index] *= factor }
    for index in couplings.fields.indices { couplings.fields[index] *= factor }
    mapping.terms[value].kind = .coupling(couplings)
  }
}
