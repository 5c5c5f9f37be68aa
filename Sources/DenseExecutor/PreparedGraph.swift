internal import DenseAlgebra
internal import TransformerModels

/// A graph's operations with their weights packed, linear layers of one input in one product.
struct PreparedGraph: Sendable {
  enum Operation: Sendable {
    case embedding(EmbeddingRows)
    /// Adjacent linear nodes with the same input, in order; their outputs lie side by side.
    case linear(PackedWeights, widths: [Int])
    case attention(AttentionShape)
    case activation(Activation)
    case norm(NormRows)
    case add
    /// An addition and the norm that alone uses it.
    case addThenNorm(NormRows)
    case meanPool
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
  let embedding: EmbeddingRows
  /// The index of the last node that reads each value, its own where none does, `Int.max` for the
  /// output.
  let lastUses: [Int]

  /// - Precondition: the graph is not empty and begins with its only embedding; values are made before
  ///   they are read, with fitting widths.
  init(_ graph: ModelGraph) {
    let nodes = graph.nodes
    guard case .embedding(let tables)? = nodes.first?.operation else {
      preconditionFailure("\(graph.name): \(nodes.count) nodes, expected an embedding first")
    }
    let embedding = EmbeddingRows(tables)
    var lastUses = Array(nodes.indices)
    var useCounts = [Int](repeating: 0, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs {
        precondition(input < index, "node \(node.name) reads value \(input), not made before it")
        lastUses[input] = index
        useCounts[input] += 1
      }
    }
    lastUses[nodes.count - 1] = Int.max
    var entries: [Entry] = []
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      var end = index + 1
      let operation: Operation
      switch node.operation {
      case .embedding:
        precondition(index == 0, "node \(node.name) embeds again, expected one embedding")
        operation = .embedding(embedding)
      case .linear(let first):
        var weights = [first]
        while end < nodes.count, nodes[end].inputs == node.inputs,
          case .linear(let next) = nodes[end].operation
        {
          weights.append(next)
          end += 1
        }
        operation = .linear(Self.pack(weights), widths: weights.map(\.outputs))
      case .attention(let shape): operation = .attention(shape)
      case .activation(let activation): operation = .activation(activation)
      case .layerNorm(let weights): operation = .norm(NormRows(weights))
      case .add:
        if end < nodes.count, useCounts[index] == 1, nodes[end].inputs == [index],
          case .layerNorm(let weights) = nodes[end].operation
        {
          end += 1
          operation = .addThenNorm(NormRows(weights))
        } else {
          operation = .add
        }
      case .meanPool: operation = .meanPool
      case .unitLength: operation = .unitLength
      }
      entries.append(Entry(nodes: index..<end, operation: operation, inputs: node.inputs))
      index = end
    }
    self.entries = entries
    self.embedding = embedding
    self.lastUses = lastUses
    names = nodes.map(\.name)
  }

  /// One product for several layers of the same input.
  private static func pack(_ layers: [LinearWeights]) -> PackedWeights {
    let outputs = layers.reduce(0) { $0 + $1.outputs }
    let inputs = layers[0].inputs
    var bias: [Float]?
    if layers.contains(where: { $0.bias != nil }) {
      bias = layers.flatMap { layer in
        layer.bias?.floats ?? [Float](repeating: 0, count: layer.outputs)
      }
    }
    if layers.count == 1 {
      return layers[0].weight.withFloats {
        PackedWeights($0, bias: bias, outputs: outputs, inputs: inputs)
      }
    }
    var rows: [Float] = []
    rows.reserveCapacity(outputs * inputs)
    for layer in layers { rows += layer.weight.floats }
    return PackedWeights(rows.span, bias: bias, outputs: outputs, inputs: inputs)
  }
}
