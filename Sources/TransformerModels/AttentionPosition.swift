/// Places of tokens as attention knows them: token n lies at gⁿ z₀ on an orbit of a one-parameter group
/// of maps of the hyperbolic disk, and scores see the angle or the distance between two tokens.
public enum AttentionPosition: Sendable, Equatable {
  /// A rotation: query and key channels 2k and 2k + 1 turn by n θ_k with θ_k = base^{−2k/d}: RoPE (Su
  /// et al., arXiv:2104.09864).
  case elliptic(base: Double)
  /// A translation: a score loses slope · |m − n| nats: ALiBi (Press et al., arXiv:2108.12409). Without
  /// a slope, that of head h = 1…H is 2^{−8h/H}.
  case hyperbolic(slope: Double?)
  /// A shift along a horocycle, by 1 a token: a score loses slope · 2 asinh(|m − n|/2) nats, a logarithm
  /// of the distance. Slopes as above.
  case parabolic(slope: Double?)
}

extension ModelGraph {
  /// The model with another notion of places: the embedding loses its learned positions, and every
  /// attention gets `position`. Weights stay, so that it is a model that nobody trained.
  public func positioned(by position: AttentionPosition) -> ModelGraph {
    var graph = self
    for index in graph.nodes.indices {
      switch graph.nodes[index].operation {
      case .embedding(var tables):
        tables.position = nil
        graph.nodes[index].operation = .embedding(tables)
      case .attention(var shape):
        shape.position = position
        graph.nodes[index].operation = .attention(shape)
      default: continue
      }
    }
    return graph
  }
}
