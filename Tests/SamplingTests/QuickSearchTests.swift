import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// What there is in a few passes over a large model.
@Suite struct QuickSearchTests {
  /// A random graph of weights ±1 with six neighbours a spin in the mean.
  private static func model(_ spins: Int, seed: UInt64) throws -> IsingModel {
    var random = SplitMix(seed: seed)
    let bonds = (0..<(3 * spins)).map { _ in
      let i = Int.random(in: 0..<spins, using: &random)
      let j = (i + Int.random(in: 1..<spins, using: &random)) % spins
      return Bond(i, j, Bool.random(using: &random) ? 1 : -1)
    }
    return try IsingModel(spinCount: spins, bonds: bonds)
  }

  private static func key(_ seed: UInt64, _ purpose: StreamPurpose) -> StreamKey {
    StreamKey(seed: seed, purpose: purpose, replica: .max)
  }

  private func expectLocalMinimum(_ read: Read, of model: IsingModel) {
    #expect(read.energy == model.energy(of: read.spins))
    for spin in 0..<model.spinCount {
      #expect(model.localField(at: spin, of: read.spins) * Double(read.spins[spin]) >= 0)
    }
  }

  /// The difference is 0.042 N in the mean with a standard deviation of 0.018 N (twelve models, by a script of its
  /// own), so that of five models 0.01 N is four standard errors away.
  @Test func assignedSpinsDescendLower() throws {
    var difference = 0.0
    for seed in 1...5 as ClosedRange<UInt64> {
      let model = try Self.model(4000, seed: seed)
      let random = GreedyDescent.descend(
        model, from: InitialSpins.random.spins(count: 4000, seed: seed, replica: 0))
      let assigned = GreedyDescent.descend(
        model, from: QuickSearch.assigned(model, key: Self.key(seed, .initialState)))
      expectLocalMinimum(assigned, of: model)
      difference += (random.energy - assigned.energy) / (5 * 4000)
    }
    #expect(difference > 0.01, "\(difference) N")
  }

  /// Sweeps go on from a local minimum, and end in a lower one.
  @Test func aQuenchGoesLower() throws {
    let model = try Self.model(4000, seed: 3)
    let first = GreedyDescent.descend(
      model, from: QuickSearch.assigned(model, key: Self.key(3, .initialState)))
    // Eight sweeps gain more than twice as much, and here is time for hundreds.
    let read = QuickSearch.quench(
      model, from: first.spins, until: .now + .milliseconds(400), key: Self.key(3, .spinUpdate))
    #expect(read.energy < first.energy - 0.08 * 4000)
    expectLocalMinimum(read, of: model)
    let stopped = QuickSearch.quench(
      model, from: first.spins, until: .now - .seconds(1), key: Self.key(3, .spinUpdate))
    #expect(stopped.energy == first.energy)
  }

  /// Sizes whose squares leave float64, and none at all.
  @Test(arguments: [0, 1e-300, 1e200]) func extremeSizes(_ size: Double) throws {
    let model = try IsingModel(
      spinCount: 3, bonds: [Bond(0, 1, size), Bond(1, 2, -size)], fields: [0, 0, size])
    let spins = QuickSearch.assigned(model, key: Self.key(1, .initialState))
    let read = QuickSearch.quench(
      model, from: spins, until: .now + .milliseconds(5), key: Self.key(1, .spinUpdate))
    expectLocalMinimum(read, of: model)
  }
}
