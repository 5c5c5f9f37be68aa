import MoebiusGeometry
import TransformerModels

/// Checks what lowering relies on: that a graph which somebody built by hand is well formed. Widths
/// are left to the verifier.
enum GraphCheck {
  /// Throws `CompileError.unmappable` for the first node that is malformed.
  static func check(_ graph: ModelGraph) throws(CompileError) {
    guard !graph.nodes.isEmpty else {
      throw .unmappable(term: graph.name, reason: "found no nodes, expected at least one")
    }
    guard graph.maximumTokens > 0 else {
      throw .unmappable(
        term: graph.name, reason: "tokens: found \(graph.maximumTokens), expected at least 1")
    }
    let attentions = graph.nodes.compactMap { node -> (name: String, isCausal: Bool)? in
      guard case .attention(let shape) = node.operation else { return nil }
      return (node.name, shape.causal)
    }
    if let first = attentions.first,
      let other = attentions.first(where: { $0.isCausal != first.isCausal })
    {
      throw .unmappable(
        term: other.name,
        reason: "found attention to earlier tokens beside attention to all, expected one of them")
    }
    for (index, node) in graph.nodes.enumerated() {
      if let reason = fault(of: node, at: index) ?? GraphReaders.fault(of: index, in: graph) {
        throw .unmappable(term: node.name, reason: reason)
      }
    }
  }

  private static func fault(of node: ModelGraph.Node, at index: Int) -> String? {
    let (expected, reason) = requirements(of: node.operation)
    if node.inputs.count != expected {
      return "inputs: found \(node.inputs.count), expected \(expected)"
    }
    if let input = node.inputs.first(where: { !(0..<index).contains($0) }) {
      return "reads value \(input), expected one before its own, \(index)"
    }
    return reason
  }

  /// How many inputs an operation has, and what is wrong with its weights or shape.
  private static func requirements(of operation: ModelGraph.Operation) -> (Int, String?) {
    switch operation {
    case .embedding(let tables):
      let all = [tables.word, tables.position, tables.tokenType].compactMap(\.self)
      let scaling =
        tables.scale.isFinite
        ? nil : "found embeddings times \(tables.scale), expected a finite number"
      let fault = all.lazy.compactMap { matrixFault($0) }.first ?? scaling
      return (0, fault ?? widthFault(of: all))
    case .linear(let weights): return (1, matrixFault(weights.weight))
    case .attention(let shape):
      if case .elliptic? = shape.position, shape.headSize % 2 == 1 {
        return (3, "head size: found \(shape.headSize), expected an even one for rotations")
      }
      if let window = shape.window, window < 1 || !shape.causal {
        return (
          3, "found a window of \(window) tokens, expected 1 at least, and earlier ones alone"
        )
      }
      if shape.distanceBias != nil {
        return (
          3,
          "a trained bias of scores by head and distance: the fields of a race are products of codes and a law of "
            + "places (--position), and a table of biases is neither; the dense reference has it"
        )
      }
      let sizes = [shape.heads, shape.keyValueHeads, shape.headSize]
      return (
        3,
        sizes.allSatisfy { $0 > 0 }
          ? nil : "heads, key heads, head size: found \(sizes), expected all above 0"
      )
    case .add: return (2, nil)
    case .activation(let activation):
      let isMapped = activation == .identity || Lower.threshold(for: activation) != nil
      return (1, isMapped ? nil : "no gate stands for the activation \(activation.rawValue)")
    case .layerNorm, .unitLength: return (1, nil)
    case .pool(let pooling, _):
      return (
        1, pooling.rows == nil ? "no instruction stands for the pooling \(pooling.rawValue)" : nil
      )
    case .rows: return (0, "rows of a head, which the host computes")
    case .rotation(let rotary):
      let isSound =
        rotary.width > 0 && rotary.width % 2 == 0 && rotary.width <= rotary.headSize
        && rotary.amplitude.isFinite && rotary.frequencies(length: 1).allSatisfy(\.isFinite)
      return (
        1, isSound ? nil : "found a rotation of \(rotary.width) of \(rotary.headSize) channels"
      )
    case .rootMeanSquareNorm: return (1, nil)
    case .multiply: return (2, nil)
    }
  }

  private static func matrixFault(_ tensor: Tensor) -> String? {
    tensor.shape.count == 2 && tensor.shape.allSatisfy { $0 > 0 }
      ? nil : "\(tensor.name): found shape \(tensor.shape), expected two sizes above 0"
  }

  private static func widthFault(of tables: [Tensor]) -> String? {
    guard let other = tables.first(where: { $0.shape[1] != tables[0].shape[1] }) else {
      return nil
    }
    return "\(other.name): found width \(other.shape[1]), expected \(tables[0].shape[1])"
  }
}
