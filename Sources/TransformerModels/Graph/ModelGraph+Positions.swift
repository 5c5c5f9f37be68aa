public import MoebiusGeometry

extension ModelGraph {
  /// The model with another notion of places: the embedding loses its learned positions, rotations
  /// and biases by distance go, and every attention gets `position`. Weights stay, so that it is a model that nobody trained.
  public func positioned(by position: PositionFlow) -> ModelGraph {
    var graph = self
    for index in graph.nodes.indices {
      switch graph.nodes[index].operation {
      case .embedding(var tables):
        tables.position = nil
        graph.nodes[index].operation = .embedding(tables)
      case .attention(var shape):
        shape.position = position
        shape.distanceBias = nil
        graph.nodes[index].operation = .attention(shape)
      case .rotation: graph.nodes[index].operation = .activation(.identity)
      default: continue
      }
    }
    return graph
  }
}
