/// What a model computes from a row of its body's output, each row by itself.
public struct ModelHead: Sendable {
  /// What the results mean.
  public enum Task: Sendable, Equatable {
    /// Logits of the token that follows.
    case nextToken
    /// Logits of the token at a masked place.
    case maskedToken
    /// Logits of classes; with one class, of a text's or a pair's score.
    case classification(labels: [String], isMultiLabel: Bool)
  }

  /// What the results mean.
  public var task: Task
  /// Nodes in execution order, of which the first is `rows`; the last makes the logits.
  public var nodes: [ModelGraph.Node]
  /// What a user must know of its weights.
  var notes: [String] = []

  /// Creates a head.
  public init(task: Task, nodes: [ModelGraph.Node]) {
    self.task = task
    self.nodes = nodes
  }

  /// Width of the logits: the outputs of the last linear layer.
  public var width: Int {
    for node in nodes.reversed() {
      if case .linear(let weights) = node.operation { return weights.outputs }
    }
    return 0
  }
}

extension ModelGraph {
  /// Types of tokens that the embedding tells apart; 1 without a table of them.
  public var tokenTypes: Int {
    for node in nodes {
      if case .embedding(let tables) = node.operation { return tables.tokenType?.rowCount ?? 1 }
    }
    return 1
  }

  /// Whether tokens see only earlier ones: a decoder.
  public var isCausal: Bool {
    nodes.contains {
      if case .attention(let shape) = $0.operation { shape.causal } else { false }
    }
  }
}
