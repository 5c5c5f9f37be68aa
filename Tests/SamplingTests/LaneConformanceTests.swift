import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// Replicas in lanes on every small graph against the exact law.
@Suite struct LaneConformanceTests {
  /// 67 replicas: more than one vector, lanes that nobody asked for, and a prime number, so that every
  /// lane is looked at whatever the number of sweeps between two samples.
  @Test(arguments: [LaneEngine.integer, .real], UpdateRule.allCases)
  func law(_ engine: LaneEngine, _ rule: UpdateRule) throws {
    var suite = try SamplerConformance()
    // In a fixed order, Metropolis' rule is not ergodic on rings (see `SweepTests`).
    if rule == .metropolis { suite.graphs.removeAll { $0.name.hasPrefix("ring") } }
    let verdicts = try suite.verdicts { model, beta, _, key in
      ReplicaRound(
        engine.make(
          model, beta: beta, rule: rule, spins: LaneEngine.start(model, 67), key: key))
    }
    for verdict in verdicts { #expect(verdict.passed, "\(verdict)") }
  }

  /// Each lane at a temperature of its own has the exact mean energy of that temperature.
  @Test(arguments: LaneEngine.allCases, UpdateRule.allCases)
  func temperatures(_ engine: LaneEngine, _ rule: UpdateRule) throws {
    let graphs = try ConformanceGraph.all()
    for name in ["4 × 4 torus, J = ±1, h = ±1/2", "sparse, Gaussian J and h"] {
      let graph = try #require(graphs.first { $0.name == name })
      let count = 100
      let betas = (0..<count).map { 0.008 * Double($0) }
      var replicas = engine.make(
        graph.model, beta: 1, rule: rule, spins: LaneEngine.start(graph.model, count),
        key: StreamKey(seed: 8, purpose: .spinUpdate))
      replicas.betas = betas
      replicas.advance(sweeps: 200)
      // Means over blocks of 50 sweeps are nearly independent: no mode lasts longer than a few sweeps.
      let blocks = engine == .reference ? 20 : 100
      var sums = [Double](repeating: 0, count: count)
      var squares = sums
      for _ in 0..<blocks {
        var block = [Double](repeating: 0, count: count)
        for _ in 0..<50 {
          replicas.advance(sweeps: 1)
          for (replica, energy) in replicas.energies.enumerated() { block[replica] += energy / 50 }
        }
        for replica in 0..<count {
          sums[replica] += block[replica]
          squares[replica] += block[replica] * block[replica]
        }
      }
      // Student's t with 19 degrees of freedom is beyond 6.5 as rarely as a normal number beyond 4.5.
      var deviations = 0.0
      for replica in 0..<count {
        let mean = sums[replica] / Double(blocks)
        let variance = max(0, squares[replica] / Double(blocks) - mean * mean)
        let exact = graph.exact.averages(beta: betas[replica]).energy
        let error = (variance / Double(blocks - 1)).squareRoot()
        // At β = 0 Metropolis' rule flips every spin in every sweep.
        if replica == 0 && rule == .metropolis { continue }
        let verdict = compare(
          mean, with: exact, standardError: error, within: engine == .reference ? 6.5 : 4.9)
        #expect(verdict.passed, "\(name), \(engine), β = \(betas[replica]): \(verdict)")
        deviations += (mean - exact) / error
      }
      // A small bias in all lanes shows in the mean over lanes.
      let verdict = compare(
        deviations / Double(count), with: 0, standardError: 1.2 / Double(count).squareRoot())
      #expect(verdict.passed, "\(name), \(engine), all lanes: \(verdict)")
    }
  }

  /// Var(mean of the replicas)·R/Var(one replica): 1 for independent replicas.
  private func designEffect(_ energies: [[Double]]) -> Double {
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
    let count = energies[0].count
    let single = (0..<count).reduce(0.0) { sum, replica in
      sum + variance(energies.map { $0[replica] }) / Double(count)
    }
    let means = energies.map { $0.reduce(0, +) / Double(count) }
    return variance(means) * Double(count) / single
  }

  @Test(arguments: [LaneEngine.integer, .real], UpdateRule.allCases)
  func replicasAreIndependent(_ engine: LaneEngine, _ rule: UpdateRule) throws {
    let model = try Lattice.periodicSquare(rows: 8, columns: 8).model()
    var replicas = engine.make(
      model, beta: 0.3, rule: rule, spins: LaneEngine.start(model, 128),
      key: StreamKey(seed: 9, purpose: .spinUpdate))
    replicas.advance(sweeps: 100)
    let times = 1000
    let energies = (0..<times).map { _ in
      // Several times the memory of the energy at this temperature.
      replicas.advance(sweeps: 20)
      return replicas.energies
    }
    let verdict = compare(
      designEffect(energies), with: 1, standardError: (2 / Double(times)).squareRoot())
    #expect(verdict.passed, "\(verdict)")
    // Replicas that share their numbers are one replica.
    let shared = designEffect(energies.map { Array(repeating: $0[0], count: 128) })
    #expect(abs(shared - 128) < 1e-6)
  }
}
