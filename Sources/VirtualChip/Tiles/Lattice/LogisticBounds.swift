import RandomStreams

/// Decisions "u < σ(x)" by bounds: σ at even steps of x, between which it lies between its neighbours, so
/// that less than one decision in 128 needs an exponential. Decisions are those of σ itself.
package struct LogisticBounds {
  /// σ at −32, −32 + 1/32, …, 32, with 0 before and 1 behind.
  private let values: AgentMemory<Double>

  private static let reach = 32.0
  private static let steps = 32.0

  /// The bounds.
  package init() {
    let grid = (0...Int(2 * Self.reach * Self.steps)).map {
      Self.logistic(Double($0) / Self.steps - Self.reach)
    }
    values = AgentMemory([0] + grid + [1])
  }

  /// σ(x) = 1/(1 + e^{−x}).
  package static func logistic(_ x: Double) -> Double {
    1 / (1 + DeterministicFunctions.exp(max(-600, min(600, -x))))
  }

  /// Whether u < σ(x); not where x is no number.
  /// - Parameter u: in (0, 1).
  @inline(__always)
  package func isBelow(_ u: Double, at x: Double) -> Bool {
    let bounds = values.buffer
    var place = 0
    if x >= -Self.reach {
      let step = (x + Self.reach) * Self.steps
      place = x < Self.reach ? Int(step) &+ 1 : bounds.count &- 2
    }
    let isBelow = u < bounds[place]
    if isBelow || u >= bounds[place &+ 1] { return isBelow }
    return x == x && u < Self.logistic(x)
  }
}
