import RandomStreams

/// A head's entropy and heat capacity from the counts of its rows alone: Ĥ, and C = Var_p[ln p], which is β² Var_p[s].
///
/// Neither knows β: an error of gain is in the counts and nowhere else, so that it changes neither what the reading
/// says nor the length of a step.
public struct CountReading: Sendable {
  private var entropy = 0.0
  private var capacity = 0.0
  /// Rows that were read.
  public private(set) var rows = 0

  /// No rows.
  public init() {}

  /// Adds a row of firings.
  ///
  /// - Parameters:
  ///   - counts: firings of the keys that fired, above 0.
  ///   - sensor: how counts become an entropy.
  public mutating func add(counts: [Int], by sensor: CountEntropy) {
    let total = Double(counts.reduce(0, +))
    guard total > 0 else { return }
    let estimate = sensor.estimate(counts)
    add(entropy: estimate, shares: counts.map { Double($0) / total })
  }

  /// Adds a row of infinitely many draws.
  /// - Parameter shares: p of each key; they add up to one.
  public mutating func add(shares: [Double]) { add(entropy: nil, shares: shares) }

  private mutating func add(entropy estimate: Double?, shares: [Double]) {
    var (sum, squares) = (0.0, 0.0)
    for share in shares where share > 0 {
      let surprise = -DeterministicFunctions.log(share)
      sum += share * surprise
      squares += share * surprise * surprise
    }
    entropy += estimate ?? sum
    capacity += max(0, squares - sum * sum)
    rows += 1
  }

  /// The means over rows at a β.
  ///
  /// - Parameter beta: as set, above 0: the variance of scores is C/β².
  /// - Returns: `nil` without rows.
  public func reading(at beta: Double) -> EntropyReading? {
    guard rows > 0 else { return nil }
    return EntropyReading(
      entropy: entropy / Double(rows),
      scoreVariance: capacity / Double(rows) / (beta * beta))
  }
}
