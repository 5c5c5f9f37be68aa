public import ChipPrograms
package import TransformerModels

/// What a program of a model sends to the host.
public enum ProgramResult: Sendable, Equatable {
  /// The output of the model's body: a vector of the text, or the rows of its tokens.
  case body
  /// What the model's head makes of each row of the body, such as the logits behind each token.
  case logits
  /// The number of the token that comes behind the last one of a part.
  case nextToken(Instruction.TokenDraw)
}

extension ModelGraph {
  /// The graph whose last node makes the result; the body alone for a model without a head.
  package func extended(to result: ProgramResult) -> ModelGraph {
    guard result != .body, let head else { return self }
    var graph = self
    if case .nextToken = result {
      graph.nodes.append(
        .init(
          name: "head.last", layer: nil, operation: .pool(.last), inputs: [graph.nodes.count - 1]))
    }
    // The head's first node stands for the rows that it is given.
    let first = graph.nodes.count - 1
    for node in head.nodes.dropFirst() {
      var node = node
      node.inputs = node.inputs.map { $0 + first }
      graph.nodes.append(node)
    }
    graph.head = nil
    return graph
  }
}
