/// How long an agent's new state takes to reach its neighbours.
///
/// An agent always knows its own spin. Before time 0 all spins were what they are at time 0.
public enum CouplingDelay: Sendable, Equatable {
  /// Neighbours are seen as they are.
  case none
  /// Neighbours are seen as they were a fixed time ago, in units of 1/λ.
  case fixed(Double)
  /// Each directed link holds a copy of its source's spin, which is refreshed at the moments of its own
  /// Poisson clock: the copy's age is exponential with this mean, in units of 1/λ.
  case exponential(mean: Double)

  /// The fixed or mean delay.
  public var mean: Double {
    switch self {
    case .none: 0
    case .fixed(let delay), .exponential(let delay): delay
    }
  }

  /// Throws where the delay is no time.
  func check() throws(AsynchronyError) {
    guard mean >= 0 && mean.isFinite else { throw .delay(found: mean) }
  }
}
