import IsingModels
import RandomStreams
import Sampling
import Testing

@Suite struct AnnealPopulationTests {
  /// Populations of a small glass against enumeration. The error is that of the means over
  /// independent populations, measured by their scatter.
  @Test(arguments: [true, false]) func measuresFreeEnergyAndMeanEnergy(_ isFast: Bool) throws {
    let instance = SmallInstance.all.first { $0.model.spinCount >= 16 }!
    let target = instance.thermal[2]
    #expect(target.beta == 1)
    let populations = 24
    let annealing = PopulationAnnealing(
      instance.model, schedule: try .linear(from: 0.02, to: 1), population: 256,
      sweepsPerStep: 2,
      engine: isFast ? ReplicaEngines.automatic : ReplicaEngines.reference)
    let ends = (0..<populations).map {
      annealing.anneal(sweeps: 100, key: OptimiserModels.key(UInt32($0))).record.steps.last!
    }
    #expect(ends[0].beta == 1)
    #expect(ends.allSatisfy { (5...256).contains($0.families) })
    func check(_ values: [Double], _ exact: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      let variance =
        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
      let error = (variance / Double(values.count)).squareRoot()
      // Student's t with 23 degrees of freedom: 4.4 is one in 5000.
      #expect(abs(mean - exact) < 4.4 * error, "\(mean) ± \(error), \(exact)")
      #expect(error < 0.01 * abs(exact))
    }
    check(ends.map(\.logPartitionFunction), target.logZ)
    check(ends.map(\.meanEnergy), target.energy)
  }

  /// Without steps of β nothing is resampled: each replica is its own family.
  @Test func constantBetaKeepsFamilies() throws {
    let model = try OptimiserModels.random(spins: 30, bonds: 60, seed: 1) { _ in 1 }
    var annealing = PopulationAnnealing(
      model, schedule: try .linear(from: 0, to: 0), population: 40, sweepsPerStep: 1)
    let record = annealing.anneal(sweeps: 5, key: OptimiserModels.key(0)).record
    #expect(record.steps.map(\.families) == Array(repeating: 40, count: 5))
    annealing.schedule = try .linear(from: 5, to: 5)
    let cold = annealing.anneal(sweeps: 5, key: OptimiserModels.key(0)).record
    #expect(cold.steps[0].families < 5)
    // ln Z ≥ −β E₀, with equality in the limit of strong coupling to one state.
    #expect(cold.steps.map(\.logPartitionFunction).max()! <= 5 * 60 + 30)
  }

  @Test func ladderRefusals() throws {
    let model = try OptimiserModels.random(spins: 30, bonds: 60, seed: 1) { _ in 1 }
    for betas in [[], [1], [2, 1], [1, 1], [-1, 1], [0, .infinity], [.nan, 1]] as [[Double]] {
      #expect(throws: SamplerError.self) { try TemperingSearch(model, betas: betas) }
    }
  }

  /// Exchanges must leave the law of each rung as it is, else the ladder would find minima no sooner
  /// than independent chains: on a hard small instance the cold rung alone seldom does.
  @Test func exchangesHelp() throws {
    let model = try OptimiserModels.random(spins: 400, bonds: 1200, seed: 6) {
      2 * Double($0.next() & 1) - 1
    }
    func mean(_ exchangeEvery: Int) throws -> Double {
      let search = TemperingSearch(
        model, temperatures: 32, batchSize: 8, sweepsPerExchange: exchangeEvery)
      let reads = search.batch(sweeps: 300, key: OptimiserModels.key(0)) { _ in true }.reads
      return reads.reduce(0) { $0 + $1.energy } / 8
    }
    #expect(try mean(3) < mean(300))
  }
}
