package import TransformerModels

/// A BERT of a few random weights, wired as the real one.
package struct TinyModel {
  /// Width of the residual stream.
  package var hidden: Int
  package var heads: Int
  /// Heads of keys and values; `heads` is a multiple of them.
  package var keyValueHeads: Int
  package var layers: Int
  /// Width between the two linear layers of a block.
  package var inner: Int
  /// Tokens are 0 to `vocabulary` − 1.
  package var vocabulary: Int
  /// The largest number of tokens of a text.
  package var positions: Int
  package var activation: Activation
  package var seed: UInt64
  /// Width of a head; `nil` divides the hidden width.
  package var headSize: Int?
  /// Whether a token sees only those up to it.
  package var isCausal = false

  package init(
    hidden: Int = 8, heads: Int = 2, keyValueHeads: Int = 2, layers: Int = 1, inner: Int = 16,
    vocabulary: Int = 12, positions: Int = 6, activation: Activation = .gelu, seed: UInt64 = 1,
    headSize: Int? = nil
  ) {
    self.hidden = hidden
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.layers = layers
    self.inner = inner
    self.vocabulary = vocabulary
    self.positions = positions
    self.activation = activation
    self.seed = seed
    self.headSize = headSize
  }

  /// The graph, with weights drawn from the seed.
  package var graph: ModelGraph {
    var builder = Builder(numbers: SmallNumbers(seed: seed))
    var value = builder.embed(self)
    for layer in 0..<layers { value = builder.encode(value, layer: layer, of: self) }
    value = builder.add("pool", nil, .pool(.mean), [value])
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
        scale: Float(1 / Double(headSize).squareRoot()), causal: model.isCausal)
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
