/// A measured number with its statistical error.
public struct Estimate: Sendable, Equatable, CustomStringConvertible {
  /// The best value.
  public var value: Double
  /// One standard error; `nil` where the values do not tell it: fewer than 8 in a chain, or none
  /// that ever changed. An error of zero would claim a certainty that a frozen chain does not give.
  public var error: Double?
  /// The number of independent values that would give the same error; 1 where that is unknown.
  public var effectiveSamples: Double
  /// τ_int of the quantity in intervals between values, ½ where these are independent; `nil` with
  /// the error.
  public var tau: Double?

  /// Puts an estimate together.
  public init(value: Double, error: Double?, effectiveSamples: Double = 1, tau: Double? = nil) {
    self.value = value
    self.error = error
    self.effectiveSamples = effectiveSamples
    self.tau = tau
  }

  /// The mean of one quantity along independent chains.
  ///
  /// - Parameter chains: values by chain and time, at least one.
  /// - Throws: `StatisticsError.tooFewValues` or `.notFinite`.
  public init(meanOf chains: [[Double]]) throws(StatisticsError) {
    try self.init(of: [chains]) { means in means[0] }
  }

  /// A function of the means of several quantities along independent chains.
  ///
  /// The memory is that of the function: τ_int of the quantities' fluctuations, each times the
  /// derivative of the function (Wolff, *Comput. Phys. Commun.* 156, 143 (2004)). It gives the
  /// length of the blocks, and a jackknife over blocks takes off the bias and gives the error.
  /// Where chains are so short that blocks still correlate, the error grows by what a single
  /// exponential decay would hide.
  ///
  /// - Parameters:
  ///   - series: values by quantity, chain and time. All quantities have the same chains.
  ///   - function: takes the means, one a quantity, and is smooth around them.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch`, `.notFinite`, `.outOfRange` where
  ///   the function is not finite, or what the function throws.
  /// - Complexity: O(quantities · n log n).
  public init(
    of series: [[[Double]]], function: ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) {
    try checkSeries(series, atLeast: 1)
    var centred: [CentredChains] = []
    for chains in series { centred.append(try CentredChains(chains, atLeast: 1)) }
    let means = centred.map(\.mean)
    let plain = try function(means)
    try checkFinite(plain, "function of means")
    let count = centred[0].count
    let shortest = centred[0].values.map(\.count).min() ?? 0
    guard shortest >= Autocorrelation.smallestCount,
      let projected = try Self.projection(centred, means: means, function: function)
    else {
      self.init(value: plain, error: nil)
      return
    }
    let memory = try Autocorrelation(centred: projected, mean: 0, fittedMeans: 1, plainLags: 128)
    let length = Blocks.length(integratedTime: memory.integratedTime, count: count)
    let blocks = try Blocks(series: series, blockLength: length)
    guard blocks.count >= 4 else {
      // Not enough blocks to know their spread: linear error propagation instead.
      self.init(
        value: plain, error: memory.meanError, effectiveSamples: memory.effectiveSamples,
        tau: memory.integratedTime)
      return
    }
    let jackknife = try Jackknife(blocks, function: function)
    let captured = Blocks.capturedVariance(
      blockLength: Double(count) / Double(blocks.count), integratedTime: memory.integratedTime)
    self.init(
      value: jackknife.value, error: jackknife.error / captured.squareRoot(),
      effectiveSamples: memory.effectiveSamples, tau: memory.integratedTime)
  }

  /// Σ_k ∂f/∂⟨x_k⟩ (x_k − ⟨x_k⟩) by chain and time, or `nil` where that never changes, or by less than
  /// what a square can hold.
  private static func projection(
    _ centred: [CentredChains], means: [Double],
    function: ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> [[Double]]? {
    var projected = centred[0].values.map { [Double](repeating: 0, count: $0.count) }
    for (index, quantity) in centred.enumerated() {
      // The step is the order of the mean's error, so the slope is that of the range that matters.
      let step = (quantity.sumOfSquares).squareRoot() / Double(quantity.count)
      guard step > 0 else { continue }
      var shifted = means
      shifted[index] = means[index] + step
      let above = try function(shifted)
      shifted[index] = means[index] - step
      let below = try function(shifted)
      let slope = (above - below) / (2 * step)
      try checkFinite(slope, "slope of the function of means")
      for chain in projected.indices {
        for time in projected[chain].indices {
          projected[chain][time] += slope * quantity.values[chain][time]
        }
      }
    }
    // Squares below the smallest numbers are 0: of a factor such as β² = 10⁻³⁰⁰ no error can be told.
    let canBeSquared = projected.contains {
      $0.contains { $0 * $0 >= .leastNormalMagnitude }
    }
    return canBeSquared && varies(projected) ? projected : nil
  }

  /// `value ± error`, with the effective samples.
  public var description: String {
    guard let error else { return "\(value) ± unknown" }
    return "\(value) ± \(error) (\(effectiveSamples) effective samples)"
  }
}
