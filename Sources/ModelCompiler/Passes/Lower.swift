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
    var mapping = Mapping(
      model: graph.name, maximumTokens: tokens(of: graph, context), terms: [])
    mapping.resultWidth = graph.resultWidth
    let readers = GraphReaders(graph)
    let factors = queryFactors(of: graph, readers)
    // Activations that a product takes with it.
    let gated = Set(
      graph.nodes.compactMap { node -> Int? in
        guard case .multiply = node.operation else { return nil }
        return readers.gate(ofProduct: node)?.activation
      })
    // Graph values become term values; some nodes add terms of their own.
    var valueOf: [Int] = []
    for (index, node) in graph.nodes.enumerated() {
      let inputs = node.inputs.map { valueOf[$0] }
      let inputWidth = inputs.first.map { mapping.terms[$0].width } ?? 0
      var term = Mapping.Term(
        name: node.name, layer: node.layer, kind: .unit, inputs: inputs, width: inputWidth,
        pooled: inputs.first.map { mapping.terms[$0].pooled } ?? false)
      switch node.operation {
      case .embedding(let tables):
        term.kind = .preset(sources(of: tables))
        term.width = tables.word.shape[1]
      case .linear(let weights):
        term.kind = .coupling(couplings(of: weights, factor: factors[index] ?? 1))
        term.width = weights.outputs
      case .attention(let shape):
        if factors[source(ofQuery: node.inputs[0], in: graph)] == nil, shape.scale != 1 {
          mapping.terms.append(scaledQuery(of: term, shape: shape))
          term.inputs[0] = mapping.terms.count - 1
        }
        term.kind = .race(.init(shape, rotary: rotary(of: node.inputs[0], in: graph)))
        term.width = shape.heads * shape.headSize
      case .activation(.identity), .rotation:
        // Races turn queries and keys themselves.
        valueOf.append(inputs[0])
        continue
      case .activation where gated.contains(index):
        valueOf.append(inputs[0])
        continue
      case .multiply:
        guard let gate = readers.gate(ofProduct: node),
          case .activation(let activation) = graph.nodes[gate.activation].operation,
          let own = threshold(for: activation)
        else { throw unmapped(node) }
        term.kind = .gate(context.gateThreshold ?? own)
        term.inputs = [valueOf[gate.activation], valueOf[gate.other]]
      case .activation(let activation):
        guard let own = threshold(for: activation) else { throw unmapped(node) }
        term.kind = .gate(context.gateThreshold ?? own)
      case .layerNorm(let weights), .rootMeanSquareNorm(let weights):
        var form = Instruction.NormForm()
        if case .rootMeanSquareNorm = node.operation {
          form.isCentred = false
          let count = weights.gain.shape[0]
          form.stretch = count < inputWidth && inputWidth % count == 0 ? count : nil
        }
        term.name += ".unit"
        term.kind = .potential(epsilon: weights.epsilon, form: form)
        mapping.terms.append(term)
        term.name = node.name
        term.kind = .rescale(
          gain: gain(of: weights, width: inputWidth, form, factor: factors[index] ?? 1),
          shift: weights.shift?.floats)
        term.inputs = [mapping.terms.count - 1]
      case .add:
        term.kind = .superposition(gain: nil, shift: nil)
      case .pool(let pooling, let first):
        guard let rows = pooling.rows else { throw unmapped(node) }
        term.kind = .pool(rows, after: first)
        term.pooled = true
      case .unitLength:
        term.kind = .unit
      case .rows: throw unmapped(node)
      }
      mapping.terms.append(term)
      valueOf.append(mapping.terms.count - 1)
    }
    return mapping
  }

  /// The threshold that makes an activation exact as E[g]·x, or, of the GELU with a hyperbolic tangent,
  /// exact to 5·10⁻⁴; `nil` if there is none.
  static func threshold(for activation: Activation) -> GateThreshold? {
    switch activation {
    case .gelu, .geluTanh: .gaussian
    case .silu: .unitLogistic
    case .relu: .zeroTemperature
    case .quickGELU: .logistic
    case .clippedGELU, .squaredReLU, .relu6, .leakyReLU, .hardSwish, .laplace, .identity, .mish,
      .logistic, .rootSoftplus, .tanh:
      nil
    }
  }

  /// What `GraphCheck` refuses before.
  private static func unmapped(_ node: ModelGraph.Node) -> CompileError {
    .unmappable(term: node.name, reason: "found an operation without an energy term")
  }

  /// The most tokens of a text: as many as are asked for, and none beyond where rotations would change.
  private static func tokens(of graph: ModelGraph, _ context: CompileContext) -> Int {
    var tokens = min(graph.maximumTokens, context.mostTokens ?? graph.maximumTokens)
    for node in graph.nodes {
      guard case .rotation(let rotary) = node.operation else { continue }
      switch rotary.scaling {
      case .dynamic(_, let context): tokens = min(tokens, context)
      case .longRope(let long): tokens = min(tokens, long.context)
      case .none, .linear, .yarn, .llama3: continue
      }
    }
    return tokens
  }

  /// The rotation that makes a value; `nil` where none does.
  private static func rotary(
    of value: ModelGraph.ValueID, in graph: ModelGraph
  ) -> RotaryEmbedding? {
    if case .rotation(let rotary) = graph.nodes[value].operation { rotary } else { nil }
  }

  /// What makes a query before it turns.
  private static func source(ofQuery value: ModelGraph.ValueID, in graph: ModelGraph) -> Int {
    rotary(of: value, in: graph) == nil ? value : graph.nodes[value].inputs[0]
  }

  /// The factor of each linear layer, or norm of heads, that makes a query and nothing else.
  private static func queryFactors(
    of graph: ModelGraph, _ readers: GraphReaders
  ) -> [ModelGraph.ValueID: Float] {
    var factors: [ModelGraph.ValueID: Float] = [:]
    for node in graph.nodes {
      guard case .attention(let shape) = node.operation, readers.isReadOnce(node.inputs[0]) else {
        continue
      }
      let query = source(ofQuery: node.inputs[0], in: graph)
      guard readers.isReadOnce(query) else { continue }
      switch graph.nodes[query].operation {
      case .linear, .rootMeanSquareNorm: factors[query] = shape.scale
      default: continue
      }
    }
    return factors
  }

  /// The gain of a norm for each channel of a row, times a factor.
  private static func gain(
    of weights: NormWeights, width: Int, _ form: Instruction.NormForm, factor: Float
  ) -> [Float] {
    let own = weights.gain.floats.map { $0 * factor }
    return form.stretch == nil ? own : (0..<width).map { own[$0 % own.count] }
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
    let factor = tables.scale
    var sources = [Mapping.PresetSource(tensor: tables.word, index: .token, factor: factor)]
    if let position = tables.position {
      // Places that begin behind the padding's id are rows of a shorter table.
      let first = tables.paddingID.map { $0 + 1 } ?? 0
      sources.append(
        .init(
          tensor: first == 0 ? position : position.dropping(rows: first), index: .position,
          factor: factor))
    }
    if let type = tables.tokenType {
      sources.append(
        .init(
          tensor: type, index: type.rowCount == 1 ? .constant : .type, factor: factor))
    }
    return sources
  }

  private static func couplings(of weights: LinearWeights, factor: Float) -> Couplings {
    if weights.weight.isOutline {
      return Couplings(weights: weights.weight, factor: factor, fields: [])
    }
    var fields =
      weights.bias?.floats ?? [Float](repeating: 0, count: weights.outputs)
    if factor != 1 { for index in fields.indices { fields[index] *= factor } }
    return Couplings(weights: weights.weight, factor: factor, fields: fields)
  }
}

extension Tensor {
  /// The matrix without its first rows.
  fileprivate func dropping(rows first: Int) -> Tensor {
    if isOutline { return Tensor(outline: name, shape: [rowCount - first] + shape.dropFirst()) }
    return Tensor(
      name: name, shape: [rowCount - first] + shape.dropFirst(),
      values: (first..<rowCount).flatMap { row($0) })
  }
}

extension Pooling {
  /// What the machine has of it; `nil` for none.
  var rows: Instruction.Pool.Rows? {
    switch self {
    case .mean: .mean
    case .first: .first
    case .last: .last
    case .max: .largest
    case .rootMean, .weightedMean: nil
    }
  }
}
