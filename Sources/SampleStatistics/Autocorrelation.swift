/// How long a Markov chain remembers: the autocorrelation function of a quantity along it, and the
/// integrated autocorrelation time
///
/// τ_int = ½ + Σ_{t ≥ 1} ρ(t),
///
/// in units of the interval between two values. Independent values have τ_int = ½, and the variance
/// of the mean of n values is Var · 2τ_int/n.
///
/// The sum ends at the first window W ≥ c τ_int(W) (Sokal, *Monte Carlo Methods in Statistical
/// Mechanics* (1996); Madras and Sokal, *J. Stat. Phys.* 50, 109 (1988)): what lies beyond is
/// noise. Several chains share one function about their common mean (Wolff, *Comput. Phys. Commun.*
/// 156, 143 (2004)), so chains that are stuck in different states show as a correlation that never
/// decays.
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
  /// τ_int, with the bias of the estimated mean taken off. Windows with a sum near or below
  /// zero are passed over, so a strongly anticorrelated series gets an upper bound.
  public let integratedTime: Double
  /// One standard error of τ_int: τ_int √(2(2W + 1)/n) (Madras and Sokal).
  public let integratedTimeError: Double
  /// Whether a window was found. Otherwise the chains are too short for their memory, and τ_int is
  /// a lower bound.
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
  ///
  /// - Parameter plainLags: up to so many lags (8, 32 or 128) are summed directly first, which is
  ///   faster where the memory is short; if the window is among them, `function` ends there. Zero
  ///   gives the whole function.
  init(
    centred: [[Double]], mean: Double, fittedMeans: Int, windowFactor: Double = 6,
    plainLags: Int = 0
  ) throws(StatisticsError) {
    guard windowFactor >= 1, windowFactor.isFinite else {
      throw .outOfRange(parameter: "windowFactor", value: windowFactor, range: "1 or more")
    }
    let largestLag = (centred.map(\.count).min() ?? 0) / 2
    let count = centred.reduce(0) { $0 + $1.count }
    func normalised(_ sums: [Double]) throws(StatisticsError) -> [Double] {
      guard sums[0] > 0 else { throw .noVariation }
      return sums.indices.map { lag in
        sums[lag] / sums[0] * Double(count) / Double(count - lag * centred.count)
      }
    }
    var sums = Self.plainSums(centred, lags: 0...0)
    var function = try normalised(sums)
    var found = Self.window(function, count: count, factor: windowFactor)
    for limit in [8, 32, 128] where !found.isResolved && limit <= min(plainLags, largestLag) {
      sums += Self.plainSums(centred, lags: sums.count...limit)
      function = try normalised(sums)
      found = Self.window(function, count: count, factor: windowFactor)
    }
    if !found.isResolved && sums.count <= largestLag {
      sums = [Double](repeating: 0, count: largestLag + 1)
      for chain in centred {
        let products = try Fourier.laggedProducts(chain, largestLag: largestLag)
        for lag in sums.indices { sums[lag] += products[lag] }
      }
      function = try normalised(sums)
      found = Self.window(function, count: count, factor: windowFactor)
    }
    let terms = Double(2 * found.lag + 1)
    // Without any positive window the values alternate; independence is then the careful guess.
    let time =
      found.sum > 0 ? found.sum * (1 + terms * Double(fittedMeans) / Double(count)) : 0.5
    self.count = count
    self.mean = mean
    self.function = function
    variance = sums[0] / Double(count)
    window = found.lag
    isResolved = found.isResolved
    integratedTime = time
    integratedTimeError = time * (2 * terms / Double(count)).squareRoot()
  }

  /// ½ + Σ ρ up to the first window that is long enough, or to the end.
  ///
  /// A window is never shorter than for independent values, and its sum not below half of its own
  /// noise √((2W + 1)/2n): anticorrelated values would else end it by chance just above zero.
  private static func window(
    _ function: [Double], count: Int, factor: Double
  ) -> (lag: Int, sum: Double, isResolved: Bool) {
    var sum = 0.5
    for lag in function.indices.dropFirst() {
      sum += function[lag]
      let noise = (Double(2 * lag + 1) / Double(2 * count)).squareRoot()
      if sum > noise / 2 && Double(lag) >= factor * max(sum, 0.5) { return (lag, sum, true) }
    }
    return (function.count - 1, sum, false)
  }

  /// Σ x_i x_{i+t} over all chains, by its definition.
  private static func plainSums(_ chains: [[Double]], lags: ClosedRange<Int>) -> [Double] {
    lags.map { lag in
      chains.reduce(0) { total, chain in
        let chain = chain.span
        // Four sums at once, since one has to wait for each addition.
        var sums = SIMD4<Double>()
        let terms = chain.count - lag
        var i = 0
        while i + 4 <= terms {
          let left = SIMD4(chain[i], chain[i + 1], chain[i + 2], chain[i + 3])
          let j = i + lag
          sums += left * SIMD4(chain[j], chain[j + 1], chain[j + 2], chain[j + 3])
          i += 4
        }
        var sum = sums.sum()
        while i < terms {
          sum += chain[i] * chain[i + lag]
          i += 1
        }
        return total + sum
      }
    }
  }
}
