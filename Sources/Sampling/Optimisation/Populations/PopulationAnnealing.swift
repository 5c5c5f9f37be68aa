public import IsingModels
public import RandomStreams

/// Population annealing (Hukushima and Iba, *AIP Conference Proceedings* 690, 200 (2003)): replicas
/// that have weights in proportion to e^{−Δβ E} at each step of β, and are swept. When the weights
/// differ so much that the effective number of replicas falls below 85 %, replicas are multiplied or
/// dropped in proportion to them.
///
/// The population is in equilibrium at every β as far as it is large enough, so that means over it are
/// thermal means, and the steps give the free energy.
public struct PopulationAnnealing: Optimiser {
  /// What is minimised.
  public let model: IsingModel
  /// One: replicas of a population are relatives, and only the best of them counts.
  public var batchSize: Int { 1 }
  /// Replicas.
  public let population: Int
  /// How β grows; a step from β = 0 to its beginning comes before it.
  public var schedule: BetaSchedule
  /// Sweeps of each replica after a step of β; nil for a number that makes at least 300 steps, as far
  /// as there are so many sweeps, and is at most 10, or less for very large models.
  public var sweepsPerStep: Int?
  /// What advances the replicas.
  public var engine: ReplicaFactory
  /// The parts of a model that falls apart, whose best are joined in the end; `nil` where it is one.
  var parts: SpinParts?

  /// Anneals a population by a schedule, the automatic one of the model by default.
  /// - Precondition: population ≥ 1, sweepsPerStep ≥ 1.
  public init(
    _ model: IsingModel, schedule: BetaSchedule? = nil, population: Int = 256,
    sweepsPerStep: Int? = nil, engine: @escaping ReplicaFactory = ReplicaEngines.commonBeta
  ) {
    precondition(
      population >= 1 && sweepsPerStep ?? 1 >= 1,
      "population of \(population), \(sweepsPerStep ?? 1) sweeps a step")
    self.model = model
    self.population = population
    self.schedule = schedule ?? .automatic(for: model)
    self.sweepsPerStep = sweepsPerStep
    self.engine = engine
  }

  /// The best of a population.
  public func batch(
    sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    anneal(sweeps: sweeps, key: key, watch: watch).batch
  }

  /// The best of a population, and what it measured on its way.
  /// - Parameters: as of ``Optimiser/batch(sweeps:key:watch:)``.
  public func anneal(
    sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool = { _ in true }
  ) -> (batch: ReadBatch, record: PopulationRecord) {
    var replicas = engine(
      model, 0, RandomStarts.spins(model, count: population, key: key), key)
    var words = WordSequence(key.stage(StageNumbers.exchange))
    var record = PopulationRecord(spinCount: model.spinCount)
    var families = Array(0..<population)
    var weights = PopulationWeights(count: population)
    var best = BestRead(model, key: key, parts: parts)
    let perStep = sweepsPerStep ?? automaticSweepsPerStep(sweeps)
    let steps = max(1, sweeps / perStep)
    var energies = replicas.energies
    var (beta, done, isComplete) = (0.0, 0, true)
    for step in 0..<steps {
      let next = schedule.beta(sweep: step, of: steps)
      let logRatio = weights.grow(energies: energies, step: next - beta)
      if let sources = weights.resampled(uniform: words.uniform()) {
        replicas.select(sources)
        families = sources.map { families[$0] }
      }
      beta = next
      replicas.beta = beta
      let length = step == steps - 1 ? sweeps - done : perStep
      replicas.advance(sweeps: length)
      done += length
      energies = replicas.energies
      record.note(
        beta: beta, logRatio: logRatio, meanEnergy: weights.mean(energies),
        families: Set(families).count)
      best.note(replicas, energies)
      if !watch(BatchProgress(sweepsDone: done, bestEnergy: best.energy)) {
        isComplete = step == steps - 1
        break
      }
    }
    return (
      ReadBatch(
        reads: [best.descended(with: replicas, energies, isStopped: !isComplete)],
        counts: replicas.counts,
        isComplete: isComplete), record
    )
  }

  private func automaticSweepsPerStep(_ sweeps: Int) -> Int {
    // Steps that take longer than about 0.1 s could not be stopped in time.
    let most = min(10, 200_000_000 / population / model.spinCount)
    return max(1, min(most, sweeps / 300))
  }
}
