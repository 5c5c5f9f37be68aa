import IsingModels
import RandomStreams
import Sampling
import Testing

/// What holds for every optimiser.
@Suite struct OptimiserTests {
  @Test(arguments: OptimiserKind.allCases)
  func findsGroundStates(_ kind: OptimiserKind) {
    #expect(SmallInstance.all.count == 34)
    for instance in SmallInstance.all {
      let batch = kind.optimiser(instance.model)
        .batch(sweeps: 200, key: OptimiserModels.key(0)) { _ in true }
      #expect(batch.isComplete)
      let best = batch.reads.map(\.energy).min()!
      #expect(abs(best - instance.groundEnergy) < 1e-9, "\(kind), \(instance): \(best)")
    }
  }

  @Test(arguments: OptimiserKind.allCases)
  func readsAreLocalMinimaWithTheirEnergy(_ kind: OptimiserKind) throws {
    for seed in 0..<2 {
      let model = try OptimiserModels.random(spins: 150, bonds: 400, seed: UInt64(seed)) {
        seed == 0 ? 2 * Double($0.next() & 1) - 1 : $0.uniform() - 0.5
      }
      let optimiser = kind.optimiser(model)
      let batch = optimiser.batch(sweeps: 6, key: OptimiserModels.key(1)) { _ in true }
      #expect(batch.reads.count == optimiser.batchSize)
      for read in batch.reads {
        #expect(read.energy == model.energy(of: read.spins))
        #expect(OptimiserModels.cheapestFlip(model, read.spins) > -1e-12)
      }
    }
  }

  @Test(arguments: OptimiserKind.allCases)
  func batchesAreReproducibleAndDifferent(_ kind: OptimiserKind) throws {
    let model = try OptimiserModels.random(spins: 200, bonds: 600, seed: 3) {
      2 * Double($0.next() & 1) - 1
    }
    func reads(_ key: StreamKey) -> [Read] {
      kind.optimiser(model).batch(sweeps: 20, key: key) { _ in true }.reads
    }
    let first = reads(OptimiserModels.key(0))
    #expect(first == reads(OptimiserModels.key(0)))
    #expect(first != reads(OptimiserModels.key(1)))
    #expect(first != reads(OptimiserModels.key(0, seed: 6)))
    #expect(Set(first.map(\.spins)).count == first.count)
  }

  @Test(arguments: OptimiserKind.allCases)
  func stopsWhenTold(_ kind: OptimiserKind) throws {
    let model = try OptimiserModels.random(spins: 100, bonds: 300, seed: 4) { _ in -1 }
    var calls = 0
    var last = 0
    let batch = kind.optimiser(model).batch(sweeps: 1 << 40, key: OptimiserModels.key(0)) {
      calls += 1
      #expect($0.sweepsDone > last)
      last = $0.sweepsDone
      return calls < 3
    }
    #expect(calls == 3)
    #expect(!batch.isComplete)
    for read in batch.reads {
      #expect(read.energy == model.energy(of: read.spins))
      #expect(OptimiserModels.cheapestFlip(model, read.spins) >= 0)
    }
  }

  @Test(arguments: OptimiserKind.allCases)
  func progressReachesTheNumberOfSweeps(_ kind: OptimiserKind) throws {
    let model = try OptimiserModels.random(spins: 40, bonds: 100, seed: 4) { _ in -1 }
    for sweeps in [1, 2, 7, 50, 401] {
      var last = BatchProgress(sweepsDone: 0, bestEnergy: nil)
      let batch = kind.optimiser(model).batch(sweeps: sweeps, key: OptimiserModels.key(0)) {
        last = $0
        return true
      }
      #expect(last.sweepsDone == sweeps && batch.isComplete)
      #expect(batch.counts.attempts >= UInt64(sweeps * model.spinCount))
      if let best = last.bestEnergy { #expect(best >= batch.reads.map(\.energy).min()!) }
    }
  }

  @Test(arguments: OptimiserKind.allCases)
  func powersOfTwoScaleTheEnergyAlone(_ kind: OptimiserKind) throws {
    let model = try OptimiserModels.random(spins: 60, bonds: 200, seed: 8) {
      2 * Double($0.next() & 1) - 1
    }
    func reads(_ factor: Double) throws -> [Read] {
      kind.optimiser(try OptimiserModels.scaled(model, by: factor))
        .batch(sweeps: 20, key: OptimiserModels.key(0)) { _ in true }.reads
    }
    let plain = try reads(1)
    for factor in [0x1p-30, 0x1p20] {
      let scaled = try reads(factor)
      #expect(scaled.map(\.spins) == plain.map(\.spins))
      #expect(scaled.map(\.energy) == plain.map { $0.energy * factor })
    }
  }

  /// One strong pair in a weak rest: a schedule for the strong scale alone would leave the rest hot,
  /// one for the weak scale alone would quench the pair.
  @Test(arguments: OptimiserKind.allCases)
  func mixedScales(_ kind: OptimiserKind) throws {
    let instance = SmallInstance.all.first { $0.model.spinCount >= 16 }!
    for factor in [1e-6, 1e6] {
      let small = try OptimiserModels.scaled(instance.model, by: factor)
      let n = instance.model.spinCount
      let both = try IsingModel(
        spinCount: 2 * n,
        bonds: instance.model.bonds
          + small.bonds.map { Bond(Int($0.first) + n, Int($0.second) + n, $0.coupling) },
        fields: instance.model.fields + small.fields)
      let batch = kind.optimiser(both).batch(sweeps: 200, key: OptimiserModels.key(0)) { _ in
        true
      }
      let spins = batch.reads.min { $0.energy < $1.energy }!.spins
      let energy = instance.model.energy(of: Array(spins[..<n]))
      let weak = instance.model.energy(of: Array(spins[n...]))
      #expect(abs(energy - instance.groundEnergy) < 1e-9, "\(kind), \(factor): \(energy)")
      #expect(abs(weak - instance.groundEnergy) < 1e-9, "\(kind), \(factor): \(weak)")
    }
  }

  @Test(arguments: OptimiserKind.allCases)
  func modelsWithoutCouplings(_ kind: OptimiserKind) throws {
    let free = try IsingModel(spinCount: 3, bonds: [])
    #expect(
      kind.optimiser(free).batch(sweeps: 3, key: OptimiserModels.key(0)) { _ in true }
        .reads.allSatisfy { $0.energy == 0 })
    let field = try IsingModel(spinCount: 1, bonds: [], fields: [-2.5])
    #expect(
      kind.optimiser(field).batch(sweeps: 3, key: OptimiserModels.key(0)) { _ in true }
        .reads.allSatisfy { $0.spins == [-1] && $0.energy == -2.5 })
  }
}
