/// How long a Markov chain remembers: the autocorrelation function of a quantity along it, and the
/// integrated autocorrelation time
///
/// τ_int = ½ + Σ_{t ≥ 1} ρ(t),
///
/// in units of the interval between two values. Independent values have τ_int = ½, and the variance
/// of the mean of n values is Var · 2τ_int/n.
///
/// The sum ends at the first window W ≥ c τ_int(W) (Sokal, *Monte Carlo Methods in Statistical
/// Mechanics* (1996); Madras and Sokal, *J. Stat. Phys.* 50, 109 (1988)): what lies beyond is noise.
/// Several chains share one function about their common mean (Wolff, *Comput. Phys. Commun.* 156, 143
/// (2004)), so chains that are stuck in different states show as a correlation that never decays.
public struct Autocorrelation: Sendable, Equatable {
  /// Number of values n of all chains.
  public let count: Int
  /// The mean over all values.
  public let mean: Double
  /// Γ(0) = Σ (x − mean)²/n.
  public let variance: Double
  /// ρ(t) = Γ(t)/Γ(0) for t from 0 to half the shortest chain.
  public let function: [Double]
  /// The last lag W of the sum.
  public let window: Int
  /// τ_int, with the bias of the estimated mean taken off. Windows with a sum that is not positive are passed
  /// over, so a strongly anticorrelated series gets an upper bound.
  public let integratedTime: Double
  /// One standard error of τ_int: τ_int √(2(2W + 1)/n) (Madras and Sokal).
  public let integratedTimeError: Double
  /// Whether a window was found. Otherwise the chains are too short for their memory, and τ_int is a
  /// lower bound.
  public let isResolved: Bool

  /// n/(2 τ_int): so many independent values have a mean of the same variance.
  public var effectiveSamples: Double { Double(count) / (2 * integratedTime) }

  /// One standard error of the mean, √(Γ(0)/(effective samples)).
  public var meanError: Double { (variance / effectiveSamples).squareRoot() }

  /// The fewest values of a chain.
  public static let smallestCount = 8

  /// Analyses one chain.
  ///
  /// - Parameters:
  ///   - series: at least 8 finite values, not all equal, at equal intervals.
  ///   - windowFactor: c, from 1 up; 6 suits an exponential decay.
  /// - Throws: `StatisticsError.tooFewValues`, `.notFinite`, `.outOfRange`, or `.noVariation` for a
  ///   series that never changed, which tells nothing about its memory.
  /// - Complexity: O(n log n).
  public init(_ series: [Double], windowFactor: Double = 6) throws(StatisticsError) {
    try self.init(chains: [series], windowFactor: windowFactor)
  }

  /// Analyses independent chains of the same process; they may differ in length.
  ///
  /// - Parameters:
  ///   - chains: as for one chain, each.
  ///   - windowFactor: c, from 1 up.
  /// - Throws: as for one chain.
  public init(chains: [[Double]], windowFactor: Double = 6) throws(StatisticsError) {
    let centred = try CentredChains(chains, atLeast: Self.smallestCount)
    guard varies(chains) else { throw .noVariation }
    try self.init(
      centred: centred.values, mean: centred.mean, fittedMeans: 1, windowFactor: windowFactor)
  }

  /// Analyses values about means that were estimated from them.
  init(
    centred: [[Double]], mean: Double, fittedMeans: Int, windowFactor: Double = 6
  ) throws(StatisticsError) {
    guard windowFactor >= 1, windowFactor.isFinite else {
      throw .outOfRange(parameter: "windowFactor", value: windowFactor, range: "1 or more")
    }
    let shortest = centred.map(\.count).min() ?? 0
    var sums = [Double](repeating: 0, count: shortest / 2 + 1)
    for chain in centred {
      let products = try Fourier.laggedProducts(chain, largestLag: shortest / 2)
      for lag in sums.indices { sums[lag] += products[lag] }
    }
    let count = centred.reduce(0) { $0 + $1.count }
    let variance = sums[0] / Double(count)
    guard variance > 0 else { throw .noVariation }
    function = sums.indices.map { lag in
      sums[lag] / Double(count - lag * centred.count) / variance
    }
    var sum = 0.5
    var window = 0
    var isResolved = false
    while !isResolved, window + 1 < function.count {
      window += 1
      sum += function[window]
      isResolved = sum > 0 && Double(window) >= windowFactor * sum
    }
    let terms = Double(2 * window + 1)
    // Without any positive window the values alternate; independence is then the careful guess.
    let time = sum > 0 ? sum * (1 + terms * Double(fittedMeans) / Double(count)) : 0.5
    self.count = count
    self.mean = mean
    self.variance = variance
    self.window = window
    self.isResolved = isResolved
    integratedTime = time
    integratedTimeError = time * (2 * terms / Double(count)).squareRoot()
  }
}
