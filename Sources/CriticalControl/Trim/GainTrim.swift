import RandomStreams

/// The gain of a head from two reference agents whose scores are Δs apart: ĝ = ln(n₁/n₂)/(βΔs).
public struct GainTrim: Sendable, Equatable {
  /// βΔs, as set.
  public var difference: Double

  /// The usual difference, in nats: at equal numbers of draws the error of ĝ, √(1/n₁ + 1/n₂)/βΔs, is least near 2.4 nats
  /// at gain 1, and larger gains leave the second agent without firings.
  public static let usualDifference = 2.0

  /// Creates a trim.
  public init(difference: Double = GainTrim.usualDifference) { self.difference = difference }

  /// ĝ from the firings of the two agents; half a firing is added to each, so that none is never all.
  ///
  /// - Returns: above 0.
  public func gain(first: Int, second: Int) -> Double {
    let ratio = (Double(first) + 0.5) / (Double(second) + 0.5)
    return max(DeterministicFunctions.log(ratio) / difference, Self.least)
  }

  /// The smallest gain that is believed.
  static let least = 0.05

  /// The standard deviation of ĝ for so many draws at gain g: √(1/n₁ + 1/n₂)/βΔs.
  public func deviation(draws: Int, gain: Double) -> Double {
    let share = 1 / (1 + DeterministicFunctions.exp(-gain * difference))
    return (1 / (Double(draws) * share * (1 - share))).squareRoot() / difference
  }
}
