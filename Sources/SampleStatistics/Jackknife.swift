/// A function of means, its bias and its error, from means with one block left out each
/// (Quenouille, *Biometrika* 43, 353 (1956); Efron, *The Jackknife* (1982)), for blocks that may
/// differ in length (Busing, Meijer and van der Leeden, *Stat. Comput.* 9, 3 (1999)).
public struct Jackknife: Sendable, Equatable {
  /// f of the means of all blocks.
  public let plain: Double
  /// f of the means without one block, by block.
  public let replicates: [Double]
  /// The part of all values that each block holds.
  public let shares: [Double]

  /// Evaluates a function of means on all blocks, and on all but one.
  ///
  /// - Parameters:
  ///   - blocks: at least 2.
  ///   - function: takes the means, one a quantity; it throws where it has no value.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange` where the function is not finite, or
  ///   what the function throws.
  public init(
    _ blocks: Blocks, function: ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) {
    func value(without block: Int?) throws(StatisticsError) -> Double {
      let value = try function(blocks.means(without: block))
      try checkFinite(value, "function of means")
      return value
    }
    let plain = try value(without: nil)
    var replicates: [Double] = []
    for block in 0..<blocks.count {
      guard blocks.count >= 2 else { throw .tooFewValues(found: 1, needed: 2) }
      replicates.append(try value(without: block))
    }
    try check(replicates, atLeast: 2)
    let total = Double(blocks.counts.reduce(0, +))
    self.plain = plain
    self.replicates = replicates
    shares = blocks.counts.map { Double($0) / total }
  }

  /// Wraps values of equal blocks that were computed elsewhere.
  ///
  /// - Throws: `StatisticsError.tooFewValues` for fewer than 2 replicates, `.notFinite` or
  ///   `.outOfRange`.
  public init(plain: Double, replicates: [Double]) throws(StatisticsError) {
    try check(replicates, atLeast: 2)
    try checkFinite(plain, "value")
    self.plain = plain
    self.replicates = replicates
    shares = replicates.map { _ in 1 / Double(replicates.count) }
  }

  /// Σ (1 − share)(replicate − plain), for equal blocks (B − 1)(mean of replicates − plain). It is
  /// zero for a mean.
  public var bias: Double {
    zip(shares, replicates).reduce(0) { $0 + (1 - $1.0) * ($1.1 - plain) }
  }

  /// The value without its bias of order 1/n.
  public var value: Double { plain - bias }

  /// One standard error; for equal blocks √((B − 1)/B Σ (replicate − mean of replicates)²).
  public var error: Double {
    // Pseudo-values plain + (1/share − 1)(plain − replicate) scatter about `value`.
    let bias = bias
    let squares = zip(shares, replicates).reduce(0) { sum, block in
      let others = 1 / block.0 - 1
      let distance = others * (plain - block.1) + bias
      return sum + distance * distance / others
    }
    return (squares / Double(replicates.count)).squareRoot()
  }
}
