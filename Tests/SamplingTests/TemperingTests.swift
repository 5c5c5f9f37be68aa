import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// Parallel tempering seen from one temperature, as a sampler at that β.
private struct OneTemperature: Sampler {
  var tempering: ParallelTempering<RandomSiteSampler>
  let place: Int

  init(_ model: IsingModel, beta: Double, place: Int, spins: [Int8], key: StreamKey) throws {
    self.place = place
    tempering = try ParallelTempering(betas: Self.ladder(beta, place), key: key) { beta, key in
      RandomSiteSampler(model, beta: beta, spins: spins, key: key)
    }
  }

  /// Three temperatures, the given one at its place.
  static func ladder(_ beta: Double, _ place: Int) -> [Double] {
    (0..<3).map { beta * (1 + 0.3 * Double($0 - place)) }
  }

  var model: IsingModel { tempering.replicas[0].model }
  var spins: [Int8] { tempering.replica(at: place).spins }
  var energy: Double { tempering.energies[place] }
  var beta: Double {
    get { tempering.betas[place] }
    set {
      if newValue != beta { try? tempering.setBetas(Self.ladder(newValue, place)) }
    }
  }
  var counts: UpdateCounts {
    tempering.replicas.reduce(into: UpdateCounts()) { $0 += $1.counts }
  }
  mutating func advance(sweeps: Int) { tempering.advance(steps: sweeps) }
}

@Suite struct TemperingTests {
  private func spinGlass(
    _ betas: [Double], seed: UInt64 = 9
  ) throws -> ParallelTempering<SequentialSampler> {
    let model = try SamplingFixtures.torus(8, real: true)
    return try ParallelTempering(
      betas: betas, key: StreamKey(seed: seed, purpose: .spinUpdate, replica: 2)
    ) { beta, key in
      SequentialSampler(
        model, beta: beta,
        spins: InitialSpins.random.spins(count: 64, seed: seed, replica: key.replica), key: key)
    }
  }

  @Test(arguments: [0, 1, 2]) func eachTemperatureHasItsLaw(_ place: Int) throws {
    var suite = try SamplerConformance()
    suite.seed = UInt64(place)
    suite.samples = 1000
    suite.attemptsPerSweep = { 3 * $0 }
    let verdicts = try suite.verdicts {
      try OneTemperature($0, beta: $1, place: place, spins: $2, key: $3)
    }
    for verdict in verdicts { #expect(verdict.passed, "\(verdict)") }
  }

  @Test func threadsDoNotChangeBits() throws {
    var alone = try spinGlass(TemperingLadder.geometric(from: 0.2, to: 2, count: 7))
    var three = alone
    var many = alone
    alone.advance(steps: 50, sweepsPerStep: 2)
    three.advance(steps: 50, sweepsPerStep: 2, threads: 3)
    many.advance(steps: 50, sweepsPerStep: 2, threads: 16)
    for other in [three, many] {
      #expect(alone.replicas.map(\.spins) == other.replicas.map(\.spins))
      #expect(alone.replicaAt == other.replicaAt && alone.statistics == other.statistics)
    }
    #expect(Set(alone.replicas.map(\.spins)).count == 7)
    #expect(alone.replicaAt != Array(0..<7))
  }

  @Test func bookkeeping() throws {
    var tempering = try spinGlass([0.1, 0.2, 0.3, 0.4])
    tempering.advance(steps: 1000)
    #expect(tempering.statistics.attempts == [500, 500, 500])
    #expect(tempering.statistics.acceptance.allSatisfy { $0 > 0.3 && $0 < 1 })
    let trips = tempering.statistics.roundTrips.reduce(0, +)
    // Between two visits of the hot end lie at least 2 · 3 steps.
    #expect(trips > 20 && tempering.statistics.meanRoundTripSteps >= 6)
    #expect(tempering.statistics.meanRoundTripSteps * Double(trips) <= 4 * 1000)
    for (place, replica) in tempering.replicaAt.enumerated() {
      #expect(tempering.replicas[replica].beta == tempering.betas[place])
    }
    #expect(tempering.replicaAt.sorted() == [0, 1, 2, 3])
  }

  @Test func tuningEqualisesRefusals() throws {
    // One gap is far too wide.
    let start = [0.1, 0.15, 0.2, 0.25, 1.2]
    var tempering = try spinGlass(start)
    tempering.advance(steps: 1000)
    let before = tempering.statistics.acceptance
    try tempering.tune(rounds: 6, steps: 1000)
    tempering.advance(steps: 2000)
    let after = tempering.statistics.acceptance
    #expect(before.max()! - before.min()! > 0.5, "\(before)")
    #expect(after.max()! - after.min()! < 0.15, "\(after)")
    #expect(tempering.betas[0] == 0.1 && tempering.betas[4] == 1.2)
  }

  @Test func ladders() throws {
    let doubled = TemperingLadder.geometric(from: 0.5, to: 4, count: 4)
    for (found, expected) in zip(doubled, [0.5, 1, 2, 4]) { #expect(abs(found - expected) < 1e-14) }
    // Refusals ½, ¼, ¼ add up to 1; equal thirds lie at ⅓, ⅔.
    let equal = TemperingLadder.equalised([0, 3, 4, 5], acceptance: [0.5, 0.75, 0.75])
    for (found, expected) in zip(equal, [0, 2, 3 + 2.0 / 3, 5]) {
      #expect(abs(found - expected) < 1e-12, "\(equal)")
    }
    let finer = TemperingLadder.equalised([0, 1], acceptance: [0.2], count: 5)
    for (found, expected) in zip(finer, [0, 0.25, 0.5, 0.75, 1]) {
      #expect(abs(found - expected) < 1e-12, "\(finer)")
    }
    #expect(finer.count == 5)
  }

  @Test func badLadders() {
    for betas in [[1], [1, 1], [2, 1], [0, .nan], [0, .infinity]] {
      #expect(throws: SamplerError.self) { try spinGlass(betas) }
    }
  }
}
