import IsingModels
import RandomStreams
import Sampling
import Testing

@Suite struct ClockedAnnealingTests {
  private static func glass() throws -> IsingModel {
    try Lattice(LatticeDescription(.square, sizes: [40])).model(
      couplings: .plusMinus(1, probabilityOfPlus: 0.5), seed: 4)
  }

  private static let key = StreamKey(seed: 3, purpose: .spinUpdate)

  /// Parts one after the other are a sweep: the same bits.
  @Test(arguments: [1, 2, 3, 7]) func partsOfASweepAreTheSweep(_ parts: Int) throws {
    for model in [
      try Self.glass(),
      try Lattice(LatticeDescription(.square, sizes: [40])).model(
        couplings: .gaussian(mean: 0, deviation: 1), seed: 4),
    ] {
      let start = InitialSpins.random.spins(count: model.spinCount, seed: 1, replica: 0)
      var whole = SequentialSampler(model, beta: 0.7, spins: start, key: Self.key)
      var split = whole
      for _ in 0..<5 {
        whole.advance(sweeps: 1)
        for part in 0..<parts { split.advance(part: part, of: parts) }
      }
      #expect(whole.spins == split.spins && whole.counts == split.counts)
    }
  }

  /// The schedule fits the time, however short, and a stop hands in what there is.
  @Test func anAnnealByTheClockIsBetterThanADescent() throws {
    let model = try Self.glass()
    let method = ClockedAnnealing(model)
    let descent = GreedyDescent.descend(
      model, from: InitialSpins.random.spins(count: model.spinCount, seed: 3, replica: 0))
    let batch = method.batch(until: .now + .milliseconds(300), key: Self.key) { _ in true }
    #expect(!batch.isComplete && batch.reads.count == 1)
    let energy = batch.reads[0].energy
    #expect(energy == model.energy(of: batch.reads[0].spins) && energy < descent.energy)
    let stopped = method.batch(until: .now + .seconds(1000), key: Self.key) { _ in false }
    let again = GreedyDescent.descend(model, from: stopped.reads[0].spins)
    #expect(stopped.reads.count == 1 && again == stopped.reads[0])
  }

  @Test(arguments: [0, 1]) func oneHotSetsAreKept(_ seed: UInt64) throws {
    // Rows and columns of a square of 6; one permutation costs nothing, all else 1 a place.
    let n = 6
    let planted = [3, 0, 5, 1, 4, 2]
    var bonds: [Bond] = []
    var fields = [Double](repeating: 0, count: n * n)
    let penalty = 1000.0
    func pair(_ a: Int, _ b: Int) {
      bonds.append(Bond(min(a, b), max(a, b), -penalty / 2))
      fields[a] -= penalty / 2
      fields[b] -= penalty / 2
    }
    for i in 0..<n {
      for j in 0..<n {
        // −2A + cost, of which E has −h (2x − 1).
        fields[i * n + j] += penalty - (planted[i] == j ? 0 : 0.5)
        for k in 0..<j { pair(i * n + k, i * n + j) }
        for k in 0..<i { pair(k * n + j, i * n + j) }
      }
    }
    let model = try IsingModel(spinCount: n * n, bonds: bonds, fields: fields)
    let groups = try #require(OneHotGroups(model))
    let method = OneHotAnnealing(model, groups)
    let batch = method.batch(
      sweeps: 200, key: StreamKey(seed: seed, purpose: .spinUpdate)
    ) { _ in true }
    #expect(batch.isComplete && batch.reads.count == method.batchSize)
    let best = try #require(batch.reads.min { $0.energy < $1.energy })
    #expect(best.energy == model.energy(of: best.spins))
    let found = (0..<n).map { row in (0..<n).filter { best.spins[row * n + $0] > 0 } }
    #expect(found == planted.map { [$0] })
  }
}
