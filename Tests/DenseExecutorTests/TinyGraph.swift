import IsingTestSupport
import TransformerModels

/// A transformer of random weights with odd sizes: every operation, small enough for a slow oracle.
struct TinyGraph {
  static let vocabulary = 13
  static let positions = 20

  var heads = 3
  var keyValueHeads = 3
  var headSize = 5
  var inner = 23
  var layers = 2
  var causal = false
  var activation = Activation.gelu
  var hasBias = true
  var pools = true
  var pooling = Pooling.mean
  var window: Int?

  private struct Generator {
    private var words = SplitMix(seed: 7)
    /// Uniform in −½..<½.
    mutating func next() -> Float { Float(words.next() >> 40) * 0x1p-24 - 0.5 }
  }

  var graph: ModelGraph {
    var random = Generator()
    func tensor(_ shape: [Int], scale: Float = 1, offset: Float = 0) -> Tensor {
      let values = (0..<shape.reduce(1, *)).map { _ in random.next() * scale + offset }
      return Tensor(name: "random", shape: shape, values: values)
    }
    let width = heads * headSize
    var nodes: [ModelGraph.Node] = []
    func add(_ name: String, _ operation: ModelGraph.Operation, _ inputs: [Int]) -> Int {
      nodes.append(.init(name: name, layer: nil, operation: operation, inputs: inputs))
      return nodes.count - 1
    }
    func linear(_ inputs: Int, _ outputs: Int) -> ModelGraph.Operation {
      .linear(
        LinearWeights(weight: tensor([outputs, inputs]), bias: hasBias ? tensor([outputs]) : nil))
    }
    func norm() -> ModelGraph.Operation {
      .layerNorm(
        NormWeights(
          gain: tensor([width], offset: 1), shift: hasBias ? tensor([width]) : nil, epsilon: 1e-5))
    }
    let tables = EmbeddingTables(
      word: tensor([Self.vocabulary, width]), position: tensor([Self.positions, width]),
      tokenType: tensor([2, width]))
    var value = add("embedding", .embedding(tables), [])
    value = add("embedding.norm", norm(), [value])
    for layer in 0..<layers {
      let shape = AttentionShape(
        heads: heads, keyValueHeads: keyValueHeads, headSize: headSize, scale: 0.7,
        causal: causal, window: window)
      let query = add("\(layer).query", linear(width, width), [value])
      let key = add("\(layer).key", linear(width, keyValueHeads * headSize), [value])
      let content = add("\(layer).value", linear(width, keyValueHeads * headSize), [value])
      let mixed = add("\(layer).attention", .attention(shape), [query, key, content])
      let projected = add("\(layer).projection", linear(width, width), [mixed])
      let sum = add("\(layer).sum", .add, [projected, value])
      let middle = add("\(layer).norm", norm(), [sum])
      let wide = add("\(layer).wide", linear(width, inner), [middle])
      let active = add("\(layer).active", .activation(activation), [wide])
      let narrow = add("\(layer).narrow", linear(inner, width), [active])
      // The sum is used twice: it must not be merged into the norm.
      let last = add("\(layer).last", .add, [narrow, middle])
      let normed = add("\(layer).normed", norm(), [last])
      value = add("\(layer).output", .add, [normed, last])
    }
    if pools {
      value = add("pool", .pool(pooling), [value])
      _ = add("unit", .unitLength, [value])
    }
    return ModelGraph(
      name: "tiny", parameterCount: 0, hiddenSize: width, layerCount: layers, maximumTokens: 18,
      nodes: nodes)
  }
}
