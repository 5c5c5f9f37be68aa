import TransformerModels

/// Who reads the values of a graph: what lowering takes together needs one reader alone.
struct GraphReaders {
  /// How often each value is read; the output once more.
  private let counts: [Int]
  private let nodes: [ModelGraph.Node]

  init(_ graph: ModelGraph) {
    var counts = [Int](repeating: 0, count: graph.nodes.count)
    for node in graph.nodes { for input in node.inputs { counts[input] += 1 } }
    if !counts.isEmpty { counts[counts.count - 1] += 1 }
    self.counts = counts
    nodes = graph.nodes
  }

  /// Whether one node reads a value.
  func isReadOnce(_ value: Int) -> Bool { counts[value] == 1 }

  /// The activation that a product gates with: its node, of which the product is the only reader, and the
  /// other factor; `nil` where no gate stands for a factor.
  func gate(ofProduct node: ModelGraph.Node) -> (activation: Int, other: Int)? {
    for (own, other) in [(0, 1), (1, 0)] {
      let value = node.inputs[own]
      if case .activation(let activation) = nodes[value].operation, isReadOnce(value),
        Lower.threshold(for: activation) != nil
      {
        return (value, node.inputs[other])
      }
    }
    return nil
  }

  /// What is wrong with how a node's inputs are made, or read besides; inputs exist and come before.
  static func fault(of index: Int, in graph: ModelGraph) -> String? {
    let node = graph.nodes[index]
    switch node.operation {
    case .multiply:
      return Self(graph).gate(ofProduct: node) == nil
        ? "no gate stands for the product: found factors without an activation that it alone reads, "
          + "or with one that no gate has" : nil
    case .rotation:
      let readers = graph.nodes.filter { $0.inputs.contains(index) }
      let turns = readers.allSatisfy { reader in
        guard case .attention(let shape) = reader.operation else { return false }
        return shape.position == nil && reader.inputs.count == 3 && reader.inputs[2] != index
      }
      return turns && index < graph.nodes.count - 1
        ? nil : "found a rotation that is read by something else than queries and keys of attention"
    case .attention(let shape):
      let turns = node.inputs.prefix(2).map { input -> RotaryEmbedding? in
        if case .rotation(let rotary) = graph.nodes[input].operation { rotary } else { nil }
      }
      guard turns[0] == turns[1] else {
        return "found queries and keys that turn differently, expected one rotation"
      }
      if let rotary = turns[0], rotary.headSize != shape.headSize {
        return "found a rotation of heads of \(rotary.headSize), expected \(shape.headSize)"
      }
      return nil
    default: return nil
    }
  }
}
