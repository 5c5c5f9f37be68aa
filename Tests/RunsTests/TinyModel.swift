import TransformerModels

/// A BERT of a few random weights, wired as the real one.
struct TinyModel {
  var hidden = 8
  var heads = 2
  var keyValueHeads = 2
  var layers = 1
  var inner = 16
  var vocabulary = 12
  var positions = 6
  var activation = Activation.gelu
  var seed: UInt64 = 1
  /// Width of a head; `nil` divides the hidden width.
  var headSize: Int?

  /// The graph, with weights drawn from the seed.
  var graph: ModelGraph {
    var builder = Builder(numbers: SmallNumbers(state: seed))
    var value = builder.embed(self)
    for layer in 0..<layers { value = builder.encode(value, layer: layer, of: self) }
    value = builder.add("pool", nil, .meanPool, [value])
    _ = builder.add("unit", nil, .unitLength, [value])
    return ModelGraph(
      name: "tiny", parameterCount: builder.numbers.drawn, hiddenSize: hidden, layerCount: layers,
      maximumTokens: positions, nodes: builder.nodes)
  }

  private struct Builder {
    var numbers: SmallNumbers
    var nodes: [ModelGraph.Node] = []

    mutating func add(
      _ name: String, _ layer: Int?, _ operation: ModelGraph.Operation, _ inputs: [Int]
    ) -> Int {
      nodes.append(.init(name: name, layer: layer, operation: operation, inputs: inputs))
      return nodes.count - 1
    }

    mutating func tensor(_ name: String, _ shape: [Int], around centre: Float = 0) -> Tensor {
      numbers.tensor(name, shape, around: centre)
    }

    mutating func linear(_ name: String, _ layer: Int, _ outputs: Int, _ inputs: Int, _ from: Int)
      -> Int
    {
      let weight = tensor("\(name).weight", [outputs, inputs])
      let bias = tensor("\(name).bias", [outputs])
      return add(name, layer, .linear(.init(weight: weight, bias: bias)), [from])
    }

    mutating func norm(_ name: String, _ layer: Int?, _ width: Int, _ from: Int) -> Int {
      let gain = tensor("\(name).gain", [width], around: 1)
      let shift = tensor("\(name).shift", [width])
      return add(
        name, layer, .layerNorm(.init(gain: gain, shift: shift, epsilon: 1e-5)), [from])
    }

    mutating func embed(_ model: TinyModel) -> Int {
      let tables = EmbeddingTables(
        word: tensor("word", [model.vocabulary, model.hidden]),
        position: tensor("position", [model.positions, model.hidden]),
        tokenType: tensor("type", [2, model.hidden]))
      let sum = add("embedding", nil, .embedding(tables), [])
      return norm("embedding.norm", nil, model.hidden, sum)
    }

    mutating func encode(_ input: Int, layer: Int, of model: TinyModel) -> Int {
      let width = model.hidden
      let headSize = model.headSize ?? width / model.heads
      let queryWidth = model.heads * headSize
      let keyWidth = model.keyValueHeads * headSize
      let name = "layer\(layer)"
      let query = linear("\(name).query", layer, queryWidth, width, input)
      let key = linear("\(name).key", layer, keyWidth, width, input)
      let value = linear("\(name).value", layer, keyWidth, width, input)
      let shape = AttentionShape(
        heads: model.heads, keyValueHeads: model.keyValueHeads, headSize: headSize,
        scale: Float(1 / Double(headSize).squareRoot()), causal: false)
      let mixed = add("\(name).attention", layer, .attention(shape), [query, key, value])
      let projected = linear("\(name).attention.output", layer, width, queryWidth, mixed)
      let attended = add("\(name).attention.residual", layer, .add, [projected, input])
      let middle = norm("\(name).attention.norm", layer, width, attended)
      let wide = linear("\(name).intermediate", layer, model.inner, width, middle)
      let active = add(
        "\(name).\(model.activation.rawValue)", layer, .activation(model.activation), [wide])
      let narrow = linear("\(name).output", layer, width, model.inner, active)
      let sum = add("\(name).output.residual", layer, .add, [narrow, middle])
      return norm("\(name).output.norm", layer, width, sum)
    }
  }
}

/// Reproducible numbers: splitmix64 (Steele, Lea and Flood, OOPSLA 2014).
struct SmallNumbers {
  var state: UInt64
  var drawn = 0

  /// Uniform on −1…1.
  mutating func next() -> Float {
    drawn += 1
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return Float(z >> 40) / Float(1 << 23) - 1
  }

  /// Values within ½ of `centre`.
  mutating func tensor(_ name: String, _ shape: [Int], around centre: Float = 0) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { _ in centre + next() / 2 }
    return Tensor(name: name, shape: shape, values: values)
  }
}
