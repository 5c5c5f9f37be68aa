internal import CGSL

/// Whether independent chains agree, as they must once they have forgotten how they began.
///
/// Agreement does not prove equilibrium: chains that all are in the same metastable state agree
/// too.
public struct ChainComparison: Sendable, Equatable {
  /// The mean of each chain.
  public let chainMeans: [Double]
  /// One standard error of each chain's mean, from the fluctuations within chains.
  public let chainErrors: [Double]
  /// Σ (chain mean − weighted mean)²/error²; infinite for chains that are frozen apart.
  public let chiSquared: Double
  /// Chains − 1.
  public let degreesOfFreedom: Int
  /// The probability of a larger χ² for chains in equilibrium, by the F distribution, since the
  /// errors are estimates themselves.
  public let pValue: Double
  /// R̂ of half-chains (Gelman and Rubin, *Stat. Sci.* 7, 457 (1992)): the spread that all values
  /// have over that within halves. Near 1 in equilibrium; values above 1.1 are the usual sign of
  /// chains that have not mixed. Infinite for chains that are frozen apart.
  public let splitRHat: Double

  /// Compares chains of one quantity.
  ///
  /// - Parameter chains: two or more, each with at least 8 finite values.
  /// - Throws: `StatisticsError.tooFewValues` or `.notFinite`.
  public init(_ chains: [[Double]]) throws(StatisticsError) {
    guard chains.count >= 2 else { throw .tooFewValues(found: chains.count, needed: 2) }
    let centred = try CentredChains(chains, atLeast: Autocorrelation.smallestCount)
    chainMeans = centred.chainMeans
    degreesOfFreedom = chains.count - 1
    splitRHat = Self.splitRHat(centred.values)
    guard chains.contains(where: { varies([$0]) }) else {
      let apart = varies(chains)
      chainErrors = chains.map { _ in 0 }
      chiSquared = apart ? .infinity : 0
      pValue = apart ? 0 : 1
      return
    }
    let within = try Autocorrelation(
      centred: centred.aboutOwnMeans(), mean: 0, fittedMeans: chains.count, plainLags: 128)
    let perValue = within.variance * 2 * within.integratedTime
    chainErrors = chains.map { (perValue / Double($0.count)).squareRoot() }
    // All chains share one variance, so that weights are the lengths.
    let weighted = zip(chains, centred.chainMeans).reduce(0) {
      $0 + Double($1.0.count) * ($1.1 - centred.mean) * ($1.1 - centred.mean)
    }
    chiSquared = weighted / perValue
    let rest = max(1, within.effectiveSamples - Double(chains.count))
    Library.prepare()
    pValue = gsl_cdf_fdist_Q(
      chiSquared / Double(chains.count - 1), Double(chains.count - 1), rest)
  }

  /// R̂ of the halves of chains; of unequal chains as much is used as the shortest has.
  private static func splitRHat(_ chains: [[Double]]) -> Double {
    let half = (chains.map(\.count).min() ?? 0) / 2
    let halves = chains.flatMap { [Array($0.prefix(half)), Array($0.suffix(half))] }
    Library.prepare()
    let means = halves.map { gsl_stats_mean($0, 1, half) }
    let within =
      halves.reduce(0) { $0 + gsl_stats_variance($1, 1, half) } / Double(halves.count)
    let between = gsl_stats_variance(means, 1, means.count)
    guard within > 0 else { return between > 0 ? .infinity : 1 }
    let count = Double(half)
    return ((count - 1) / count + between / within).squareRoot()
  }
}
