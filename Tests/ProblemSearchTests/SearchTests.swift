import IsingModels
import ProblemSearch
import Sampling
import Synchronization
import Testing

@Suite struct SearchTests {
  /// A small glass that is not solved at once.
  private static func model() throws -> IsingModel {
    try Lattice(LatticeDescription(.square, sizes: [8])).model(
      couplings: .plusMinus(1, probabilityOfPlus: 0.5), seed: 4)
  }

  private static func search(
    reads: Int? = 100, lengths: BatchLengths = .constant(10), stopEnergy: Double? = nil,
    deadline: ContinuousClock.Instant? = nil, threads: Int = 1
  ) throws -> BatchSearch {
    BatchSearch(
      optimiser: SimulatedAnnealing(try model(), batchSize: 16), lengths: lengths, reads: reads,
      deadline: deadline, stopEnergy: stopEnergy, seed: 3, threads: threads, began: .now)
  }

  private static func tally(samples: Int = 0) -> ReadTally {
    ReadTally(
      bestStates: BestStates(tolerance: 0, isFlipSymmetric: true), mostSamples: samples)
  }

  @Test(arguments: [2, 5]) func readsDoNotDependOnThreads(_ threads: Int) throws {
    let one = try Self.search().perform(tally: Self.tally(samples: 20))
    let many = try Self.search(threads: threads).perform(tally: Self.tally(samples: 20))
    #expect(one.tally.reads == 100 && one.tally.batches == 7 && one.stop == .reads)
    #expect(many.tally.objectives == one.tally.objectives && many.stop == .reads)
    #expect(many.tally.counts == one.tally.counts)
    #expect(many.tally.samples.map(\.read) == one.tally.samples.map(\.read))
    #expect(many.tally.best?.read == one.tally.best?.read && many.threads == threads)
    #expect(one.trace.map(\.energy) == one.trace.map(\.energy).sorted(by: >))
    // Reads beyond the hundred are dropped, but were seen.
    let lowest = try #require(one.trace.last?.energy)
    let best = try #require(one.tally.best?.read.energy)
    #expect(lowest <= best)
  }

  @Test func aTargetEndsTheSearch() throws {
    let best = try #require(try Self.search().perform(tally: Self.tally()).tally.best)
    let found = try Self.search(reads: nil, stopEnergy: best.read.energy, threads: 3)
      .perform(tally: Self.tally())
    let energy = try #require(found.tally.best?.read.energy)
    #expect(found.stop == .target && energy <= best.read.energy)
  }

  @Test func theFirstBatchIsMadeWhateverTheTime() throws {
    let found = try Self.search(reads: nil, lengths: .growing, deadline: .now)
      .perform(tally: Self.tally())
    #expect(found.stop == .seconds && found.tally.batches == 1 && found.tally.reads >= 1)
  }

  private final class Watcher: SearchWatcher {
    let sweeps = Atomic(0)
    let energies = Mutex<[Double]>([])
    func advance(by sweeps: Int) { self.sweeps.wrappingAdd(sweeps, ordering: .relaxed) }
    func note(energy: Double) { energies.withLock { $0.append(energy) } }
  }

  @Test func aWatcherHearsAllSweepsAndRecords() throws {
    let watcher = Watcher()
    let found = try Self.search().perform(tally: Self.tally(), watcher: watcher)
    #expect(watcher.sweeps.load(ordering: .relaxed) == 7 * 10)
    #expect(watcher.energies.withLock { $0 } == found.trace.map(\.energy))
  }

  @Test func problemsThatCannotBeSolvedAreRefused() throws {
    let cut = IsingProblem(kind: .maximumCut, model: try Self.model())
    #expect(throws: Never.self) { try cut.check(file: "a", kind: .maximumCut) }
    #expect(throws: ProblemError.kind(file: "a", found: .maximumCut, expected: .qubo)) {
      try cut.check(file: "a", kind: .qubo)
    }
    let large = IsingProblem(
      kind: .ising, model: try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 1e201)]))
    #expect(throws: ProblemError.size(file: "a", found: 1e201)) {
      try large.check(file: "a", kind: nil)
    }
  }
}
