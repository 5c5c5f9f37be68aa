import ChipPrograms
import TransformerModels

extension AttentionPosition {
  /// The positions of a graph from the word of the command line.
  init(_ flow: PositionFlow) {
    switch flow {
    case .elliptic(let base): self = .elliptic(base: base)
    case .hyperbolic(let slope): self = .hyperbolic(slope: slope)
    case .parabolic(let slope): self = .parabolic(slope: slope)
    }
  }
}
