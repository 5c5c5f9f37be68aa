/// An agent that knows the field of its neighbours, since those that flip add to it.
struct CountedAgent {
  /// Σ code · s over its neighbours.
  var sum: Int64
  /// h.
  let field: Double
  let firstLink: Int32
  let degree: Int32
  /// Hops of a message to all free neighbours.
  var freeHops: Int32
  var spin: Int8
  /// 1 where a neighbour is free.
  var relaxes: UInt8
}

/// One coupling as a flip goes along it.
struct CountedLink {
  /// The agent at the other end.
  let neighbour: Int32
  /// The stored code.
  let code: Int32
}

/// P(+1) of agents without memory and noise, compared with a uniform number.
protocol CountedLaw {
  /// Whether u < P(+1) in a field I = h + Σ J s.
  func isUp(field: Double, u: Double) -> Bool
}

/// Ideal agents: P(+1) = σ(2βI).
struct LogisticAgents: CountedLaw {
  let twiceBeta: Double
  let bounds: LogisticBounds

  @inline(__always)
  func isUp(field: Double, u: Double) -> Bool { bounds.isBelow(u, at: twiceBeta * field) }
}
