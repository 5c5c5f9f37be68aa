import RandomStreams

/// The margin to the pseudo-critical point: u = |β − β_c|/β_c is kept at u_min or more, and the correlation proxy
/// ζ_CE = 1/max(u, u_min)^ν is bounded by u_min^{−ν}.
///
/// The source document defines no β_c; here it is the peak of the heat capacity (`ScoreRows.criticalBeta`), or what
/// a caller says. With Derrida's freezing point for β_c the printed "final address" √(2 ln N)/σ is at u = 0 itself.
public struct CriticalMargin: Sendable, Equatable {
  /// β_c.
  public var criticalBeta: Double
  /// u_min.
  public var least: Double
  /// ν, from ½ to 1.
  public var exponent: Double

  /// Creates a margin.
  public init(criticalBeta: Double, least: Double, exponent: Double = 1) {
    self.criticalBeta = criticalBeta
    self.least = least
    self.exponent = exponent
  }

  /// u at β.
  public func distance(_ beta: Double) -> Double { abs(beta - criticalBeta) / criticalBeta }

  /// ζ_CE at β.
  public func correlation(_ beta: Double) -> Double {
    let u = max(distance(beta), least)
    return DeterministicFunctions.exp(-exponent * DeterministicFunctions.log(u))
  }

  /// β outside the margin: what falls into it goes to the edge on the side of `old`.
  public func held(_ beta: Double, from old: Double) -> Double {
    guard distance(beta) < least else { return beta }
    return criticalBeta * (old <= criticalBeta ? 1 - least : 1 + least)
  }
}
