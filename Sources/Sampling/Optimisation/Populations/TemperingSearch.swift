public import IsingModels
public import RandomStreams

/// Parallel tempering as an optimiser (Hukushima and Nemoto, *Journal of the Physical Society of
/// Japan* 65, 1604 (1996)): replicas at a ladder of temperatures that they exchange, and the best spins
/// that any of them was seen with, which is nearly always one of the coldest.
///
/// The ladder stands where the automatic schedule spends its time, and moves in the first quarter of
/// a batch so that all exchanges are refused equally often.
public struct TemperingSearch: Optimiser {
  /// What is minimised.
  public let model: IsingModel
  /// Ladders that advance together: independent reads.
  public let batchSize: Int
  /// Inverse temperatures to begin with, ascending.
  public let betas: [Double]
  /// Sweeps between exchanges.
  public var sweepsPerExchange: Int
  /// What advances the replicas.
  public var engine: TemperedReplicaFactory

  /// A ladder along the automatic schedule of a model.
  /// - Precondition: temperatures ≥ 2, batchSize ≥ 1, sweepsPerExchange ≥ 1.
  public init(
    _ model: IsingModel, temperatures: Int = 32, batchSize: Int = 2, sweepsPerExchange: Int = 4,
    engine: @escaping TemperedReplicaFactory = ReplicaEngines.automatic
  ) {
    precondition(temperatures >= 2 && batchSize >= 1 && sweepsPerExchange >= 1)
    let schedule = BetaSchedule.automatic(for: model)
    // Colder than this nothing moves but spins that are free.
    betas = (0..<temperatures).map {
      schedule.beta(at: 0.05 + 0.55 * Double($0) / Double(temperatures - 1))
    }
    self.model = model
    self.batchSize = batchSize
    self.sweepsPerExchange = sweepsPerExchange
    self.engine = engine
  }

  /// A given ladder.
  /// - Throws: `SamplerError.outOfRange` for fewer than two inverse temperatures, or such that are
  ///   negative, not finite or not ascending.
  /// - Precondition: batchSize ≥ 1, sweepsPerExchange ≥ 1.
  public init(
    _ model: IsingModel, betas: [Double], batchSize: Int = 2, sweepsPerExchange: Int = 4,
    engine: @escaping TemperedReplicaFactory = ReplicaEngines.automatic
  ) throws(SamplerError) {
    precondition(batchSize >= 1 && sweepsPerExchange >= 1)
    guard betas.count >= 2 else {
      throw .outOfRange(
        parameter: "temperatures", value: Double(betas.count), range: "at least 2")
    }
    for (place, beta) in betas.enumerated() {
      guard beta.isFinite, beta >= 0, place == 0 || beta > betas[place - 1] else {
        throw .outOfRange(
          parameter: "β at place \(place)", value: beta,
          range: "finite numbers of at least 0 in ascending order")
      }
    }
    self.model = model
    self.betas = betas
    self.batchSize = batchSize
    self.sweepsPerExchange = sweepsPerExchange
    self.engine = engine
  }

  /// One read of each ladder.
  public func batch(
    sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    let rungs = betas.count
    let count = batchSize * rungs
    var replicas = engine(
      model, betas[0], RandomStarts.spins(model, count: count, key: key), key)
    var ladders = LadderSet(betas: betas, ladders: batchSize, key: key)
    replicas.betas = ladders.replicaBetas
    var best = (0..<batchSize).map { _ in Read?.none }
    var (done, isComplete) = (0, true)
    let moves = [sweeps / 16, sweeps / 8, sweeps / 4]
    while done < sweeps {
      let length = min(sweepsPerExchange, sweeps - done)
      replicas.advance(sweeps: length)
      done += length
      let energies = replicas.energies
      for ladder in 0..<batchSize {
        let range = ladder * rungs..<(ladder + 1) * rungs
        let lowest = range.min { energies[$0] < energies[$1] }!
        if best[ladder].map({ energies[lowest] < $0.energy }) ?? true {
          best[ladder] = Read(spins: replicas.spins(of: lowest), energy: energies[lowest])
        }
      }
      ladders.exchange(energies)
      if moves.contains(where: { done - length < $0 && $0 <= done }) { ladders.equalise() }
      replicas.betas = ladders.replicaBetas
      let lowest = best.compactMap { $0?.energy }.min()
      if !watch(BatchProgress(sweepsDone: done, bestEnergy: lowest)) {
        isComplete = done == sweeps
        break
      }
    }
    var search = LocalSearch(model, key: key)
    let reads = best.enumerated().map { ladder, seen in
      var read = seen!
      // After a stop nobody waits for the descents of large models.
      let looked = isComplete || model.spinCount < 1 << 12 ? rungs : 0
      for replica in ladder * rungs..<ladder * rungs + looked {
        let spins = search.descended(replicas.spins(of: replica))
        let energy = model.energy(of: spins)
        if energy < read.energy { read = Read(spins: spins, energy: energy) }
      }
      let spins = search.descended(read.spins)
      return Read(spins: spins, energy: model.energy(of: spins))
    }
    return ReadBatch(reads: reads, counts: replicas.counts, isComplete: isComplete)
  }
}
