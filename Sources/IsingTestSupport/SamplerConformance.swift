public import IsingModels
public import RandomStreams
public import Sampling

/// Tries a sampler on all small graphs against the exact law.
///
/// For each graph one sampler is made and led through the graph's temperatures by setting `beta`, so
/// that a change of temperature is part of the trial. At each temperature, a pilot run measures how
/// long the slowest of E, M and the single spins remembers (`Memory`); then `samples` states are taken
/// four such times apart, where a mode that decays exponentially has e⁻⁴ = 2 % of its correlation
/// left. The test statistics of independent samples then hold to 4 %.
///
/// ```swift
/// for verdict in try SamplerConformance().verdicts({ model, beta, spins, key in
///   MySampler(model, beta: beta, spins: spins, key: key)
/// }) {
///   #expect(verdict.passed, "\(verdict)")
/// }
/// ```
public struct SamplerConformance: Sendable {
  /// What is sampled.
  public var graphs: [ConformanceGraph]
  /// States taken at each temperature.
  public var samples = 4000
  /// Seed of initial spins and of keys.
  public var seed: UInt64 = 1
  /// Attempts that a sweep must count, by number of spins; `nil` where a sweep promises no number.
  public var attemptsPerSweep: (@Sendable (_ spinCount: Int) -> Int)? = { $0 }
  /// Whether 3 sweeps and then 4 must give the spins of 7 sweeps.
  public var sweepsAdd = true
  /// The exact law: the probability of each state, by state (`Enumeration`), for a chain that began
  /// with the given spins. Boltzmann's where it is `nil`.
  public var law: (@Sendable (IsingModel, _ beta: Double, _ start: [Int8]) throws -> [Double])?

  /// All graphs, Boltzmann's law, N attempts a sweep.
  public init() throws { graphs = try ConformanceGraph.all() }

  /// Makes samplers and tests them.
  ///
  /// - Parameter make: the sampler of a model at an inverse temperature from given spins and key.
  /// - Returns: the outcome of each check, named with its graph and temperature.
  public func verdicts<S: Sampler>(
    _ make: (IsingModel, _ beta: Double, [Int8], StreamKey) throws -> S
  ) throws -> [Verdict] {
    var verdicts: [Verdict] = []
    var pooled = PooledGoodness()
    for (index, graph) in graphs.enumerated() {
      let replica = UInt32(index)
      let key = StreamKey(seed: seed, purpose: .spinUpdate, replica: replica)
      let start = InitialSpins.random.spins(
        count: graph.model.spinCount, seed: seed, replica: replica)
      var sampler = try make(graph.model, graph.betas[0], start, key)
      verdicts += mechanics(try make(graph.model, graph.betas[0], start, key), graph.name)
      for beta in graph.betas {
        sampler.beta = beta
        let probabilities =
          try law?(graph.model, beta, start) ?? graph.exact.probabilities(beta: beta)
        let where_ = "\(graph.name), β = \(beta)"
        let tally = StateTally(
          graph: graph, probabilities: probabilities, of: &sampler, samples: samples)
        verdicts += try tally.verdicts(named: where_, pooled: &pooled)
      }
    }
    return verdicts + (try pooled.verdict().map { [$0] } ?? [])
  }

  /// Same key, same spins; copies are independent values; sweeps add up; attempts are counted.
  private func mechanics<S: Sampler>(_ sampler: S, _ name: String) -> [Verdict] {
    var whole = sampler
    var parts = sampler
    whole.advance(sweeps: 7)
    parts.advance(sweeps: sweepsAdd ? 3 : 7)
    if sweepsAdd { parts.advance(sweeps: 4) }
    var found = [
      Verdict(
        passed: whole.spins == parts.spins && whole.counts == parts.counts,
        description: "\(name): the same key gives the same spins and counts")
    ]
    let attempts = whole.counts.attempts - sampler.counts.attempts
    if let expected = attemptsPerSweep?(sampler.model.spinCount) {
      found.append(
        Verdict(
          passed: attempts == 7 * UInt64(expected),
          description: "\(name): found \(attempts) attempts in 7 sweeps of \(expected)"))
    }
    let energy = sampler.model.energy(of: whole.spins)
    found.append(
      Verdict(
        passed: abs(whole.energy - energy) <= 1e-9 * max(1, abs(energy)),
        description: "\(name): found energy \(whole.energy), expected \(energy)"))
    return found
  }
}
