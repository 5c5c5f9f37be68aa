/// The error of a mean from blocks of growing length (Flyvbjerg and Petersen, *J. Chem. Phys.* 91,
/// 461 (1989)): it rises until blocks are longer than the memory, and then stays on a plateau.
public struct Binning: Sendable, Equatable {
  /// One block length.
  public struct Level: Sendable, Equatable {
    /// Values in a block, 2^k.
    public let blockLength: Int
    /// Number of blocks.
    public let blocks: Int
    /// √(variance of block means/blocks): the error of the mean if blocks are independent.
    public let error: Double
    /// One standard error of `error`: error/√(2(blocks − 1)).
    public let errorOfError: Double
  }

  /// The mean of all values.
  public let mean: Double
  /// By block length, as long as there are 16 blocks.
  public let levels: [Level]
  /// The index of the first level that no later one exceeds by more than two standard errors.
  public let plateau: Int
  /// Whether at least two further levels lie on the plateau. Otherwise the series is too short for
  /// its memory, and `error` is a lower bound.
  public let isConverged: Bool

  /// The fewest blocks of a level.
  public static let smallestBlockCount = 16

  /// One standard error of the mean: that of the plateau.
  public var error: Double { levels[plateau].error }

  /// τ_int = ½ error²/(error of blocks of one value)²; ½ for independent values.
  public var integratedTime: Double {
    let ratio = error / levels[0].error
    return ratio * ratio / 2
  }

  /// Analyses a series.
  ///
  /// - Parameter series: at least 16 finite values, not all equal.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite` or `.noVariation`.
  public init(_ series: [Double]) throws(StatisticsError) {
    try check(series, atLeast: Self.smallestBlockCount)
    try checkVariation(series)
    var accumulator = BinningAccumulator()
    for value in series { accumulator.add(value) }
    try self.init(accumulator)
  }

  /// Analyses what an accumulator saw.
  ///
  /// - Throws: as for a series; the index of a value that is not finite is unknown, and given as 0.
  public init(_ accumulator: BinningAccumulator) throws(StatisticsError) {
    guard accumulator.count >= Self.smallestBlockCount else {
      throw .tooFewValues(found: accumulator.count, needed: Self.smallestBlockCount)
    }
    guard accumulator.mean.isFinite else { throw .notFinite(index: 0, value: accumulator.mean) }
    var levels: [Level] = []
    for (level, moments) in accumulator.moments.enumerated()
    where moments.count >= Self.smallestBlockCount {
      guard let error = moments.standardError else { break }
      levels.append(
        Level(
          blockLength: 1 << level, blocks: moments.count, error: error,
          errorOfError: error / Double(2 * (moments.count - 1)).squareRoot()))
    }
    guard levels[0].error > 0 else { throw .noVariation }
    let plateau =
      levels.indices.first { start in
        levels[start...].allSatisfy { level in
          let relative = 1 / Double(2 * (level.blocks - 1)).squareRoot()
          return level.error <= levels[start].error * (1 + 2 * relative)
        }
      } ?? levels.count - 1
    mean = accumulator.mean
    self.levels = levels
    self.plateau = plateau
    isConverged = plateau + 2 < levels.count
  }
}
