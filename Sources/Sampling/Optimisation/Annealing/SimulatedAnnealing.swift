public import IsingModels
public import RandomStreams

/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi, *Science* 220, 671 (1983)): sweeps of
/// Metropolis' rule while β grows, then descent to a local minimum.
public struct SimulatedAnnealing: Optimiser {
  /// What is minimised.
  public let model: IsingModel
  /// Reads that a batch makes together.
  public let batchSize: Int
  /// How β grows.
  public var schedule: BetaSchedule
  /// What advances the reads.
  public var engine: ReplicaFactory

  /// Models of fewer spins are looked at in no time.
  private static let quickSpins = 1 << 14

  /// Anneals by a schedule, the automatic one of the model by default.
  /// - Precondition: batchSize ≥ 1.
  public init(
    _ model: IsingModel, schedule: BetaSchedule? = nil, batchSize: Int = 64,
    engine: @escaping ReplicaFactory = ReplicaEngines.commonBeta
  ) {
    precondition(batchSize >= 1, "batch of \(batchSize)")
    self.model = model
    self.batchSize = batchSize
    self.schedule = schedule ?? .automatic(for: model)
    self.engine = engine
  }

  /// One batch of independent reads.
  public func batch(
    sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    var replicas = engine(
      model, schedule.first, RandomStarts.spins(model, count: batchSize, key: key), key)
    var best = BestReads(count: batchSize)
    let pieces = AnnealPieces(sweeps: sweeps, attemptsPerSweep: model.spinCount * batchSize)
    var isComplete = true
    for piece in pieces {
      replicas.beta = schedule.beta(sweep: piece.middle, of: sweeps)
      replicas.advance(sweeps: piece.count)
      if piece.isLate { best.note(replicas) }
      if !watch(BatchProgress(sweepsDone: piece.end, bestEnergy: best.lowestEnergy)) {
        isComplete = piece.end == sweeps
        break
      }
    }
    if isComplete || model.spinCount < Self.quickSpins {
      best.note(replicas)
    } else {
      best.noteLowest(replicas)
    }
    return ReadBatch(
      reads: best.descended(model, key: key, isStopped: !isComplete), counts: replicas.counts,
      isComplete: isComplete)
  }
}
