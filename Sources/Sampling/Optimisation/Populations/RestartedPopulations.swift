public import IsingModels
public import RandomStreams

/// The default strategy where time is what is limited: population annealing again and again, each
/// round about twice as much work as the one before, with tabu walks from the best of each.
///
/// Early rounds give a good answer at once, and at any time half of the work went into rounds that are
/// as long as they could be. Rounds do not depend on when the whole will be stopped.
///
/// Where the time would not do for the first rounds, one chain is annealed by the clock in their place
/// (``ClockedAnnealing``).
public struct RestartedPopulations: ClockedOptimiser {
  /// What is minimised.
  public let model: IsingModel
  /// One: the best of all rounds.
  public var batchSize: Int { 1 }
  /// How β grows in a round.
  public var schedule: BetaSchedule
  /// Sweeps and replicas of the first round.
  public var firstRound: (sweeps: Int, population: Int) {
    // Not asked for before it is needed: of large models the answer takes long.
    givenRound ?? (128, BitSlicedReplicas.canHold(model) ? Self.largestPopulation : 64)
  }
  private let givenRound: (sweeps: Int, population: Int)?
  /// What advances the replicas.
  public var engine: ReplicaFactory

  /// Replicas grow to this number.
  static let largestPopulation = 512
  /// Spins of a whole population are not more than these, as far as it has grown.
  static let mostSpins = 1 << 24
  /// Populations grow when a round has so many sweeps.
  static let longRound = 4096

  /// Anneals by a schedule, the automatic one of the model by default. The first round has 128 sweeps by
  /// default, of 512 replicas where the model fits a bit each, of 64 else.
  public init(
    _ model: IsingModel, schedule: BetaSchedule? = nil,
    firstRound: (sweeps: Int, population: Int)? = nil,
    engine: @escaping ReplicaFactory = ReplicaEngines.commonBeta
  ) {
    precondition(firstRound.map { $0.sweeps >= 1 && $0.population >= 1 } ?? true)
    self.model = model
    self.schedule = schedule ?? .automatic(for: model)
    givenRound = firstRound
    self.engine = engine
  }

  /// The best of all rounds.
  ///
  /// - Parameters:
  ///   - sweeps: of all rounds together. The last round takes what is left, when that would not be
  ///     enough for another one; `Int.max` for rounds until `watch` ends them.
  ///   - key: names the random numbers.
  ///   - watch: as of ``Optimiser``; sweeps count through the rounds.
  public func batch(
    sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    var search = LocalSearch(model, key: key.stage(StageNumbers.walk))
    let parts = SpinParts(model)
    var bests = parts.map { PartBests($0, tolerance: model.energyTolerance) }
    var best: Read?
    var counts = UpdateCounts()
    var (done, isComplete) = (0, true)
    let firstRound = firstRound
    var (length, population) = firstRound
    var round: UInt16 = 0
    while done < sweeps, isComplete {
      let left = sweeps - done
      let size = left / 3 < length ? left : length
      var annealing = PopulationAnnealing(
        model, schedule: schedule, population: population, engine: engine)
      annealing.parts = parts
      let (batch, _) = annealing.anneal(sweeps: size, key: key.stage(round)) { progress in
        let lowest = [best?.energy, progress.bestEnergy].compactMap(\.self).min()
        isComplete = watch(
          BatchProgress(sweepsDone: done + progress.sweepsDone, bestEnergy: lowest))
        return isComplete
      }
      counts += batch.counts
      done += size
      var read = batch.reads[0]
      if isComplete {
        // About a tenth of the time: a step of a walk takes that of some hundred attempts.
        let steps = min(size * population, 1 << 24) / 1024 * model.spinCount / 2 + 1
        let lowest = min(best?.energy ?? .infinity, read.energy)
        read.spins = search.walked(read.spins, patience: steps, limit: steps) {
          isComplete = watch(BatchProgress(sweepsDone: done, bestEnergy: lowest))
          return isComplete
        }
        read.energy = model.energy(of: read.spins)
      }
      if bests != nil {
        bests?.add(read.spins)
        let spins = bests!.spins
        let energy = model.energy(of: spins)
        if energy < read.energy { read = Read(spins: spins, energy: energy) }
      }
      if best.map({ read.energy < $0.energy }) ?? true { best = read }
      // A round that was told to stop after its last sweeps has still come to its end.
      if done >= sweeps { isComplete = isComplete || batch.isComplete }
      if !isComplete { break }
      (length, population) = grown(length, population, from: firstRound)
      round = round < StageNumbers.choice - 1 ? round + 1 : 0
    }
    return ReadBatch(reads: [best!], counts: counts, isComplete: isComplete)
  }

  /// Rounds until a moment; one chain by the clock where there is no time for rounds.
  public func batch(
    until end: ContinuousClock.Instant, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    let left_s = (end - ContinuousClock.now) / .seconds(1)
    guard left_s < firstRounds_s else { return batch(sweeps: .max, key: key, watch: watch) }
    return ClockedAnnealing(model, schedule: schedule).batch(until: end, key: key, watch: watch)
  }

  /// The time from which rounds come further than one chain, about: that of the first three, measured at 2 000
  /// to 10 000 spins of degrees from 2 to 48. Populations of more spins leave the processor's caches.
  private var firstRounds_s: Double {
    let visits = 10 * Double(model.spinCount) + 0.5 * Double(model.bonds.count)
    return 2.9e-5 * visits * max(1, Double(model.spinCount) / 1e4).squareRoot()
  }

  /// Sweeps and replicas of the next round.
  private func grown(
    _ length: Int, _ population: Int, from firstRound: (sweeps: Int, population: Int)
  ) -> (Int, Int) {
    let isWide =
      population >= Self.largestPopulation
      || 2 * population * model.spinCount > Self.mostSpins
    // Long rounds grow in both directions in turn.
    if isWide || length < Self.longRound * population / firstRound.population {
      return (min(2 * length, 1 << 40), population)
    }
    return (length, 2 * population)
  }
}
