/// What lattice agents did, by class: of coupled free agents (R), and of agents whose neighbours are all
/// held (S).
struct LatticeTally: Equatable {
  /// Ticks of free agents.
  var updates = 0
  /// Ticks of agents with a free neighbour.
  var relaxingUpdates = 0
  /// Couplings evaluated by ticks.
  var evaluations = 0
  /// Couplings evaluated by agents with a free neighbour.
  var relaxingEvaluations = 0
  /// Ticks that changed a state.
  var flips = 0
  /// Hops of flip messages to free neighbours.
  var hops = 0
  /// Flip messages that arrived at free neighbours.
  var arrivals = 0

  static func += (left: inout LatticeTally, right: LatticeTally) {
    left.updates += right.updates
    left.relaxingUpdates += right.relaxingUpdates
    left.evaluations += right.evaluations
    left.relaxingEvaluations += right.relaxingEvaluations
    left.flips += right.flips
    left.hops += right.hops
    left.arrivals += right.arrivals
  }
}
