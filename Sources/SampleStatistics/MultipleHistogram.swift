internal import Foundation

/// Means at any β from runs at several β together (Ferrenberg and Swendsen, *Phys. Rev. Lett.* 63,
/// 1195 (1989); Shirts and Chodera, *J. Chem. Phys.* 129, 124105 (2008)).
///
/// With n_k effective samples at β_k and f_k = −ln Z(β_k), a sample of energy E has at β the weight
/// e^{−βE}/Σ_k n_k e^{f_k − β_k E}, and f_k is such that the weights at β_k add up to e^{−f_k}.
/// Equal energies are put together, and none are rounded to bins. Errors are those of a jackknife
/// that leaves out one block of each run and solves for f again.
public struct MultipleHistogram: Sendable {
  /// What was measured at one inverse temperature.
  public struct Run: Sendable {
    /// β.
    public let beta: Double
    /// E of all spins together, chains one after another.
    public let energies: [Double]
    /// Values by observable and time.
    public let observables: [[Double]]
    /// The largest τ_int of energy and observables that vary.
    public let tau: Double

    /// Takes one run.
    ///
    /// - Parameters:
    ///   - beta: finite.
    ///   - energies: E (not per spin) by chain and time, at least 8 values a chain.
    ///   - observables: values by observable, chain and time.
    /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch`, `.notFinite` or `.outOfRange`.
    public init(
      beta: Double, energies: [[Double]], observables: [[[Double]]] = []
    ) throws(StatisticsError) {
      try checkFinite(beta, "beta")
      let all = [energies] + observables
      try checkSeries(all, atLeast: Autocorrelation.smallestCount)
      var tau = 0.5
      for chains in all where varies(chains) {
        let centred = try CentredChains(chains, atLeast: Autocorrelation.smallestCount)
        let memory = try Autocorrelation(
          centred: centred.values, mean: centred.mean, fittedMeans: 1, plainLags: 128)
        tau = max(tau, memory.integratedTime)
      }
      self.beta = beta
      self.energies = energies.flatMap { $0 }
      self.observables = observables.map { $0.flatMap { $0 } }
      self.tau = tau
    }
  }

  /// β of the runs, ascending.
  public let betas: [Double]
  /// The largest τ_int of each run.
  public let taus: [Double]
  /// All energies seen, ascending.
  let levels: [Double]
  /// The weights from all data.
  let full: HistogramWeights
  /// The weights from all data but one block of each run, by block.
  let replicates: [HistogramWeights]
  /// Errors are this much larger than the jackknife's, for blocks that still correlate.
  let errorFactor: Double

  /// Joins runs.
  ///
  /// - Parameter runs: in any order, with as many observables each. Neighbouring β must see common
  ///   energies.
  /// - Throws: `StatisticsError.tooFewValues`, `.lengthMismatch`, `.noOverlap` where a run shares
  ///   less than one sample with the others, or `.noConvergence`.
  /// - Complexity: memory and time O(blocks · different energies · (runs² + observables)), with up
  ///   to 32 blocks, besides O(samples).
  public init(_ runs: [Run]) throws(StatisticsError) {
    guard let first = runs.first else { throw .tooFewValues(found: 0, needed: 1) }
    let runs = runs.sorted { $0.beta < $1.beta }
    for run in runs where run.observables.count != first.observables.count {
      throw .lengthMismatch(first: first.observables.count, second: run.observables.count)
    }
    betas = runs.map(\.beta)
    taus = runs.map(\.tau)
    levels = Array(Set(runs.flatMap(\.energies))).sorted()
    let place = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })

    // Independent values, at most all of them.
    let lengths = runs.map { run in
      let count = Double(run.energies.count)
      let length = count / (8 * run.tau)
      return length < count ? Int(length) : run.energies.count
    }
    let blocks = min(32, max(8, lengths.min() ?? 8))
    var total = HistogramSums(
      runs: runs.count, levels: levels.count, observables: first.observables.count)
    var parts = [HistogramSums](repeating: total, count: blocks)
    for (k, run) in runs.enumerated() {
      for (time, energy) in run.energies.enumerated() {
        let level = place[energy] ?? 0
        let values = run.observables.map { $0[time] }
        let weight = 1 / (2 * run.tau)
        total.add(run: k, energy: energy, level: level, values: values, weight: weight)
        parts[time * blocks / run.energies.count].add(
          run: k, energy: energy, level: level, values: values, weight: weight)
      }
    }
    full = try HistogramWeights(total, betas: betas, levels: levels, start: nil)
    var replicates: [HistogramWeights] = []
    for part in parts {
      replicates.append(
        try HistogramWeights(
          total.without(part), betas: betas, levels: levels, start: full.freeEnergies))
    }
    self.replicates = replicates
    errorFactor = runs.reduce(1) { factor, run in
      let captured = Blocks.capturedVariance(
        blockLength: Double(run.energies.count) / Double(blocks), integratedTime: run.tau)
      return max(factor, 1 / captured.squareRoot())
    }
  }

  /// −ln Z(β_k) + ln Z(β_0), by run in ascending β.
  public var freeEnergies: [Double] { full.freeEnergies }

  /// (Σw)²/Σw²: how many independent samples stand behind a mean at β. Below some hundred, neither
  /// value nor error can be trusted.
  public func effectiveSamples(at beta: Double) -> Double {
    full.effectiveSamples(at: beta, levels: levels)
  }

  /// A function of the means of the observables at β.
  ///
  /// - Parameters:
  ///   - beta: finite; inside or near the range of the runs.
  ///   - function: takes ⟨E⟩ and then ⟨O⟩, one an observable.
  /// - Throws: `StatisticsError.outOfRange`, or what the function throws.
  public func estimate(
    at beta: Double, _ function: ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> Estimate {
    let plain = try function(means(at: beta, without: nil))
    var values: [Double] = []
    for block in replicates.indices {
      values.append(try function(means(at: beta, without: block)))
    }
    let jackknife = try Jackknife(plain: plain, replicates: values)
    return Estimate(
      value: jackknife.value, error: jackknife.error * errorFactor,
      effectiveSamples: max(1, effectiveSamples(at: beta)))
  }

  /// ⟨E⟩ and ⟨O⟩ at β, from all data or without one block of each run.
  package func means(at beta: Double, without block: Int?) throws(StatisticsError) -> [Double] {
    try checkFinite(beta, "beta")
    return (block.map { replicates[$0] } ?? full).means(at: beta, levels: levels)
  }
}
