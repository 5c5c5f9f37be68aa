/// A function of means, its bias and its error, from means with one block left out each
/// (Quenouille, *Biometrika* 43, 353 (1956); Efron, *The Jackknife* (1982)).
public struct Jackknife: Sendable, Equatable {
  /// f of the means of all blocks.
  public let plain: Double
  /// f of the means without one block, by block.
  public let replicates: [Double]

  /// Evaluates a function of means on all blocks, and on all but one.
  ///
  /// - Parameters:
  ///   - blocks: at least 2.
  ///   - function: takes the means, one a quantity; it throws where it has no value.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange` where the function is not finite, or what
  ///   the function throws.
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
    try self.init(plain: plain, replicates: replicates)
  }

  /// Wraps values that were computed elsewhere.
  ///
  /// - Throws: `StatisticsError.tooFewValues` for fewer than 2 replicates, `.notFinite` or
  ///   `.outOfRange`.
  public init(plain: Double, replicates: [Double]) throws(StatisticsError) {
    try check(replicates, atLeast: 2)
    try checkFinite(plain, "value")
    self.plain = plain
    self.replicates = replicates
  }

  /// The mean of the replicates.
  private var mean: Double {
    replicates[0] + replicates.reduce(0) { $0 + ($1 - replicates[0]) } / Double(replicates.count)
  }

  /// (B − 1)(mean of replicates − plain).
  public var bias: Double { Double(replicates.count - 1) * (mean - plain) }

  /// The value without its bias of order 1/n: B · plain − (B − 1) · mean of replicates.
  public var value: Double { plain - bias }

  /// One standard error: √((B − 1)/B Σ (replicate − mean)²).
  public var error: Double {
    let centre = mean
    let count = Double(replicates.count)
    let squares = replicates.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return ((count - 1) / count * squares).squareRoot()
  }
}
