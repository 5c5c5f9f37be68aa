/// Means and centred values of one quantity along independent Markov chains.
struct CentredChains {
  /// The mean over all values of all chains.
  let mean: Double
  /// The mean of each chain.
  let chainMeans: [Double]
  /// Values without the common mean, by chain.
  var values: [[Double]]

  /// Values of all chains.
  var count: Int { values.reduce(0) { $0 + $1.count } }

  /// Σ (x − x̄)².
  var sumOfSquares: Double {
    values.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
  }

  /// Centres values.
  ///
  /// Means are taken of differences from the first value, so that a series that never changes is
  /// exactly zero after centring.
  /// - Throws: `tooFewValues` where a chain has fewer than `needed` values, or `notFinite`.
  init(_ chains: [[Double]], atLeast needed: Int) throws(StatisticsError) {
    guard let first = chains.first?.first else { throw .tooFewValues(found: 0, needed: needed) }
    var sum = 0.0
    var count = 0
    var chainMeans: [Double] = []
    for chain in chains {
      try check(chain, atLeast: needed)
      let part = chain.reduce(0) { $0 + ($1 - first) }
      chainMeans.append(first + part / Double(chain.count))
      sum += part
      count += chain.count
    }
    let mean = first + sum / Double(count)
    self.mean = mean
    self.chainMeans = chainMeans
    values = chains.map { $0.map { $0 - mean } }
  }

  /// The same values about the mean of their own chain.
  func aboutOwnMeans() -> [[Double]] {
    zip(values, chainMeans).map { chain, own in chain.map { $0 + (mean - own) } }
  }
}

/// Whether a number differs between any two places of any chains.
func varies(_ chains: [[Double]]) -> Bool {
  guard let first = chains.first(where: { !$0.isEmpty })?.first else { return false }
  return chains.contains { $0.contains { $0 != first } }
}
