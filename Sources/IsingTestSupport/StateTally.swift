internal import IsingModels
internal import SampleStatistics
internal import Sampling

/// How often a sampler was in each state, beside the exact law.
struct StateTally {
  let graph: ConformanceGraph
  let probabilities: [Double]
  var counts: [Int]
  /// Sweeps between two samples.
  let spacing: Int
  /// Whether all spins were −1 or +1.
  var areSpins = true

  /// Sweeps of the pilot run, and of the warm-up before it.
  static let pilot = 1024

  /// Warms up, measures the spacing, and samples.
  init<S: Sampler>(
    graph: ConformanceGraph, probabilities: [Double], of sampler: inout S, samples: Int
  ) {
    self.graph = graph
    let model = graph.model
    self.probabilities = probabilities
    self.samples = samples
    sampler.advance(sweeps: Self.pilot)
    var series = [[Double]](repeating: [], count: model.spinCount + 2)
    for _ in 0..<Self.pilot {
      sampler.advance(sweeps: 1)
      let spins = sampler.spins
      for (i, spin) in spins.enumerated() { series[i].append(Double(spin)) }
      series[model.spinCount].append(model.energy(of: spins))
      series[model.spinCount + 1].append(spins.reduce(0) { $0 + Double($1) })
    }
    spacing = Memory.spacing(of: series)
    counts = Array(repeating: 0, count: probabilities.count)
    for _ in 0..<samples {
      sampler.advance(sweeps: spacing)
      let spins = sampler.spins
      areSpins = areSpins && spins.count == model.spinCount && spins.allSatisfy { abs($0) == 1 }
      counts[Enumeration.state(of: spins)] += 1
    }
  }

  /// χ² of energies, of magnetisations, of all states where they are few, and the mean of each spin.
  func verdicts(named name: String, pooled: inout PooledGoodness) throws -> [Verdict] {
    var verdicts = [Verdict(passed: areSpins, description: "\(name): all spins are −1 or +1")]
    func test(_ what: String, _ bins: [Int]) throws {
      let size = (bins.max() ?? 0) + 1
      var found = [Int](repeating: 0, count: size)
      var expected = [Double](repeating: 0, count: size)
      for state in counts.indices {
        found[bins[state]] += counts[state]
        expected[bins[state]] += probabilities[state]
      }
      let impossible = zip(found, expected).contains { $0 > 0 && $1 == 0 }
      guard expected.filter({ $0 * Double(samples) >= 5 }).count >= 2 else {
        verdicts.append(
          Verdict(passed: !impossible, description: "\(name): \(what) of probability 0 absent"))
        return
      }
      let fit = try GoodnessOfFit(counts: found, probabilities: expected)
      pooled.add(fit)
      let verdict = fit.verdict()
      verdicts.append(
        Verdict(
          passed: verdict.passed,
          description: "\(name), \(what), a sample each \(spacing) sweeps: \(verdict)"))
    }
    try test("energies", energyBins())
    try test("magnetisations", counts.indices.map { $0.nonzeroBitCount })
    if counts.count <= 64 { try test("states", Array(counts.indices)) }
    for spin in 0..<graph.model.spinCount { verdicts.append(meanVerdict(spin, name)) }
    return verdicts
  }

  private let samples: Int

  /// Levels of equal energy, in order, joined until each bin holds 1/32 of the law.
  private func energyBins() -> [Int] {
    let energies = graph.exact.energies
    let order = energies.indices.sorted { energies[$0] < energies[$1] }
    var bins = [Int](repeating: 0, count: energies.count)
    var bin = 0
    var filled = 0.0
    for (position, state) in order.enumerated() {
      let isNewLevel =
        position > 0 && energies[state] - energies[order[position - 1]] > 1e-9
      if isNewLevel, filled >= 1.0 / 32 {
        bin += 1
        filled = 0
      }
      bins[state] = bin
      filled += probabilities[state]
    }
    return bins
  }

  private func meanVerdict(_ spin: Int, _ name: String) -> Verdict {
    var up = 0
    var expectedUp = 0.0
    for state in counts.indices where state >> spin & 1 == 1 {
      up += counts[state]
      expectedUp += probabilities[state]
    }
    let found = 2 * Double(up) / Double(samples) - 1
    let expected = 2 * expectedUp - 1
    let error = (max(0, 1 - expected * expected) / Double(samples)).squareRoot()
    let verdict =
      error < 1e-6
      ? compare(found, with: expected, standardError: 1e-9)
      : compare(found, with: expected, standardError: error)
    return Verdict(
      passed: verdict.passed, description: "\(name), mean of spin \(spin): \(verdict)")
  }
}

/// All χ² statistics of a trial together: a small error that is everywhere shows here.
struct PooledGoodness {
  private var statistic = 0.0
  private var degreesOfFreedom = 0

  mutating func add(_ fit: GoodnessOfFit) {
    statistic += fit.statistic
    degreesOfFreedom += fit.degreesOfFreedom
  }

  /// The sum, with variance four times that of independent statistics: energies and magnetisations of
  /// one graph are correlated, and 2 % of the correlation between samples is left.
  func verdict() throws -> Verdict? {
    guard degreesOfFreedom > 0 else { return nil }
    let verdict = compare(
      statistic, with: Double(degreesOfFreedom),
      standardError: 2 * (2 * Double(degreesOfFreedom)).squareRoot())
    return Verdict(passed: verdict.passed, description: "sum of all χ²: \(verdict)")
  }
}
