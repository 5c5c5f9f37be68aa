internal import DenseAlgebra
internal import TransformerModels

/// A graph's operations with their weights ready, linear layers of one input in one product.
struct PreparedGraph: Sendable {
  enum Operation: Sendable {
    case embedding(EmbeddingRows)
    /// Rows that a head is given.
    case rows(width: Int)
    /// Adjacent linear nodes with the same input, in order; their outputs lie side by side.
    /// With one alone, the activation that alone uses it.
    case linear([any LinearRows], widths: [Int], then: ActivationRows?)
    case attention(AttentionShape, number: Int, DistanceBiasRows?)
    case rotation(RotaryEmbedding)
    case activation(ActivationRows)
    case norm(NormRows)
    case add
    /// An addition and the norm that alone uses it.
    case addThenNorm(NormRows)
    case multiply
    case pool(Pooling, after: Int)
    case unitLength
  }

  /// One operation that makes the values of `nodes`.
  struct Entry: Sendable {
    var nodes: Range<Int>
    var operation: Operation
    var inputs: [Int]
  }

  let entries: [Entry]
  let names: [String]
  /// The embedding; `nil` for a head.
  let embedding: EmbeddingRows?
  /// The index of the last node that reads each value, its own where none does, `Int.max` for the
  /// output.
  let lastUses: [Int]
  /// Width of keys and of values of each attention.
  let cacheWidths: [Int]
  /// Whether tokens see only earlier ones.
  let isCausal: Bool

  /// Prepares the body of a model: encoders' weights are packed, decoders' float32 is copied row by row.
  ///
  /// - Precondition: the graph is not empty and begins with its only embedding; values are made before
  ///   they are read, with fitting widths.
  init(_ graph: ModelGraph, format: WeightFormat = .float32) {
    self.init(graph.nodes, name: graph.name, packs: !graph.isCausal, format: format)
  }

  /// Prepares a head.
  init(_ head: ModelHead, format: WeightFormat = .float32) {
    self.init(head.nodes, name: "head", packs: false, format: format)
  }

  private init(_ nodes: [ModelGraph.Node], name: String, packs: Bool, format: WeightFormat) {
    let embedding: EmbeddingRows?
    switch nodes.first?.operation {
    case .embedding(let tables): embedding = EmbeddingRows(tables)
    case .rows: embedding = nil
    default:
      preconditionFailure("\(name): \(nodes.count) nodes, expected an embedding or rows first")
    }
    let (lastUses, useCounts) = Self.uses(nodes)
    var entries: [Entry] = []
    var cacheWidths: [Int] = []
    var isCausal = false
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      var end = index + 1
      let operation: Operation
      switch node.operation {
      case .embedding:
        precondition(index == 0, "node \(node.name) embeds again, expected one embedding")
        operation = .embedding(embedding!)
      case .rows(let width):
        precondition(index == 0, "node \(node.name) is given rows, expected that of the first")
        operation = .rows(width: width)
      case .linear(let first):
        var weights = [first]
        while end < nodes.count, nodes[end].inputs == node.inputs,
          case .linear(let next) = nodes[end].operation
        {
          weights.append(next)
          end += 1
        }
        let stays = !packs && format == .float32
        var activation: ActivationRows?
        if end == index + 1, end < nodes.count, useCounts[index] == 1,
          nodes[end].inputs == [index], case .activation(let next) = nodes[end].operation
        {
          end += 1
          activation = ActivationRows(activation: next, isCoarse: format != .float32)
        }
        operation = .linear(
          stays ? weights.map { StoredRows($0) } : [PackedRows(weights, format: format)],
          widths: weights.map(\.outputs), then: activation)
      case .attention(let shape):
        isCausal = isCausal || shape.causal
        operation = .attention(
          shape, number: cacheWidths.count,
          shape.distanceBias.map { DistanceBiasRows($0, heads: shape.heads) })
        cacheWidths.append(shape.keyValueHeads * shape.headSize)
      case .rotation(let rotary): operation = .rotation(rotary)
      case .activation(let activation):
        operation = .activation(
          ActivationRows(activation: activation, isCoarse: format != .float32))
      case .layerNorm(let weights): operation = .norm(NormRows(weights))
      case .rootMeanSquareNorm(let weights):
        operation = .norm(NormRows(rootMeanSquare: weights))
      case .add:
        if end < nodes.count, useCounts[index] == 1, nodes[end].inputs == [index],
          case .layerNorm(let weights) = nodes[end].operation
        {
          end += 1
          operation = .addThenNorm(NormRows(weights))
        } else {
          operation = .add
        }
      case .multiply: operation = .multiply
      case .pool(let pooling, let first): operation = .pool(pooling, after: first)
      case .unitLength: operation = .unitLength
      }
      entries.append(Entry(nodes: index..<end, operation: operation, inputs: node.inputs))
      index = end
    }
    self.entries = entries
    self.embedding = embedding
    self.lastUses = lastUses
    self.cacheWidths = cacheWidths
    self.isCausal = isCausal
    names = nodes.map(\.name)
  }

  private static func uses(
    _ nodes: [ModelGraph.Node]
  ) -> (last: [Int], counts: [Int]) {
    var last = Array(nodes.indices)
    var counts = [Int](repeating: 0, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs {
        precondition(input < index, "node \(node.name) reads value \(input), not made before it")
        last[input] = index
        counts[input] += 1
      }
    }
    last[nodes.count - 1] = Int.max
    return (last, counts)
  }
}
