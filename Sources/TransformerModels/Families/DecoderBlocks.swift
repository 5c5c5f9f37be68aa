/// Names of a layer's tensors behind its own prefix.
struct AttentionNames {
  var query = "self_attn.q_proj"
  var key = "self_attn.k_proj"
  var value = "self_attn.v_proj"
  var output = "self_attn.o_proj"
}

/// Queries, keys and values of a layer before they meet.
struct Projections {
  var query: ModelGraph.ValueID
  var key: ModelGraph.ValueID
  var value: ModelGraph.ValueID
}

extension GraphBuilder {
  /// softmax(q kᵀ/√d) v of projections, which turn by their places if there is a rotary embedding.
  mutating func attend(
    _ projections: Projections, shape: AttentionShape, rotary: RotaryEmbedding?, layer: Int
  ) -> ModelGraph.ValueID {
    var (query, key) = (projections.query, projections.key)
    if let rotary {
      query = add("layer\(layer).query.rotated", layer: layer, .rotation(rotary), [query])
      key = add("layer\(layer).key.rotated", layer: layer, .rotation(rotary), [key])
    }
    return add(
      "layer\(layer).attention", layer: layer, .attention(shape), [query, key, projections.value])
  }

  /// Three linear layers of the same input.
  mutating func project(
    _ input: ModelGraph.ValueID, sizes: DecoderSizes, layer: Int, names: AttentionNames,
    under prefix: String, hasBias: Bool
  ) throws(ModelFileError) -> Projections {
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    let query = try linear(
      prefix + names.query, from: sizes.width, to: sizes.queryWidth, hasBias: hasBias)
    let key = try linear(
      prefix + names.key, from: sizes.width, to: sizes.keyWidth, hasBias: hasBias)
    let value = try linear(
      prefix + names.value, from: sizes.width, to: sizes.keyWidth, hasBias: hasBias)
    return Projections(
      query: add(named("query"), layer: layer, query, [input]),
      key: add(named("key"), layer: layer, key, [input]),
      value: add(named("value"), layer: layer, value, [input]))
  }

  /// W₂ φ(W₁ x): the feed-forward layers without a gate.
  mutating func feedForward(
    _ input: ModelGraph.ValueID, inner: ModelGraph.Operation, activation: Activation,
    outer: ModelGraph.Operation, layer: Int
  ) -> ModelGraph.ValueID {
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    let wide = add(named("intermediate"), layer: layer, inner, [input])
    let active = add(named(activation.rawValue), layer: layer, .activation(activation), [wide])
    return add(named("output"), layer: layer, outer, [active])
  }

  /// W₃ (φ(W₁ x) ⊙ W₂ x): SwiGLU with SiLU, GeGLU with GELU (Shazeer 2020, arXiv:2002.05202).
  mutating func gatedFeedForward(
    _ input: ModelGraph.ValueID, gate: ModelGraph.Operation, up: ModelGraph.Operation,
    activation: Activation, down: ModelGraph.Operation, layer: Int
  ) -> ModelGraph.ValueID {
    func named(_ part: String) -> String { "layer\(layer).\(part)" }
    let gateValue = add(named("gate"), layer: layer, gate, [input])
    let upValue = add(named("up"), layer: layer, up, [input])
    let active = add(
      named(activation.rawValue), layer: layer, .activation(activation), [gateValue])
    let gated = add(named("gated"), layer: layer, .multiply, [active, upValue])
    return add(named("output"), layer: layer, down, [gated])
  }

  /// Marks a layer's output, a sum, as a hidden state.
  mutating func addState(
    _ name: String, layer: Int, _ left: ModelGraph.ValueID, _ right: ModelGraph.ValueID
  ) -> ModelGraph.ValueID {
    let sum = add("layer\(layer).\(name)", layer: layer, .add, [left, right])
    states.append(sum)
    return sum
  }
}
