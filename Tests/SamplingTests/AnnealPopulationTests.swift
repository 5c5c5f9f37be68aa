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

  /// Detailed balance: min(1, e^{(β₁ − β₀)(E of the colder − E of the hotter)}), in each ladder.
  @Test func exchangesHaveTheirProbability() {
    let ladders = 200
    for gap in [-1.0, 0, 0.3, 1.5, 1e9] {
      var set = LadderSet(betas: [0.5, 1.5], ladders: ladders, key: OptimiserModels.key(0))
      // Replica 2k begins on the hot rung; its energy is higher by the gap whatever its rung is.
      let energies = (0..<2 * ladders).map { $0 % 2 == 0 ? gap : 0 }
      let rounds = 200
      var exchanges = 0
      var tries = 0
      for _ in 0..<rounds {
        let before = set.replicaBetas
        set.exchange(energies)
        for ladder in 0..<ladders where before[2 * ladder] < 1 {
          tries += 1
          if set.replicaBetas[2 * ladder] > 1 { exchanges += 1 }
        }
        set = LadderSet(
          betas: [0.5, 1.5], ladders: ladders, key: OptimiserModels.key(UInt32(tries)))
      }
      let expected = min(1, 1 / (gap < 0 ? 1 : exponential(gap)))
      let share = Double(exchanges) / Double(tries)
      let error = (expected * (1 - expected) / Double(tries)).squareRoot()
      #expect(abs(share - expected) <= 4.5 * error, "\(gap): \(share), \(expected) ± \(error)")
    }
  }

  private func exponential(_ x: Double) -> Double {
    (0..<60).reversed().reduce(1.0) { sum, k in 1 + sum * min(x, 50) / Double(k + 1) }
  }

  /// Pairs alternate: with equal energies all exchanges happen, so that a replica moves a rung a step.
  @Test func replicasWanderAlongTheLadder() {
    var set = LadderSet(betas: [1, 2, 3, 4], ladders: 2, key: OptimiserModels.key(0))
    var places: [Double] = []
    for _ in 0..<5 {
      places.append(set.replicaBetas[4])
      set.exchange(Array(repeating: 1, count: 8))
    }
    #expect(places == [1, 2, 3, 4, 4])
    set.equalise()
    #expect(set.betas.first == 1 && set.betas.last == 4)
    #expect(set.replicaBetas.sorted() == set.betas.flatMap { [$0, $0] })
  }
}
