public import IsingModels
public import RandomStreams

/// Population annealing (Hukushima and Iba, *AIP Conference Proceedings* 690, 200 (2003)): replicas
/// that are multiplied or dropped in proportion to e^{−Δβ E} at each step of β, then swept.
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
  /// Sweeps of each replica after a step of β.
  public var sweepsPerStep: Int
  /// What advances the replicas.
  public var engine: ReplicaFactory

  /// Anneals a population by a schedule, the automatic one of the model by default.
  /// - Precondition: population ≥ 1, sweepsPerStep ≥ 1.
  public init(
    _ model: IsingModel, schedule: BetaSchedule? = nil, population: Int = 256,
    sweepsPerStep: Int = 4, engine: @escaping ReplicaFactory = ReplicaEngines.automatic
  ) {
    precondition(
      population >= 1 && sweepsPerStep >= 1,
      "population of \(population), \(sweepsPerStep) sweeps a step")
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
    var best = BestRead(model, key: key)
    let steps = max(1, sweeps / sweepsPerStep)
    var energies = replicas.energies
    var (beta, done, isComplete) = (0.0, 0, true)
    for step in 0..<steps {
      let next = schedule.beta(sweep: step, of: steps)
      let resampling = Resampling(
        energies: energies, step: next - beta, uniform: words.uniform())
      replicas.select(resampling.sources)
      families = resampling.sources.map { families[$0] }
      beta = next
      replicas.beta = beta
      let length = step == steps - 1 ? sweeps - done : sweepsPerStep
      replicas.advance(sweeps: length)
      done += length
      energies = replicas.energies
      record.note(
        beta: beta, logRatio: resampling.logRatio, energies: energies,
        families: Set(families).count)
      best.note(replicas, energies)
      if !watch(BatchProgress(sweepsDone: done, bestEnergy: best.energy)) {
        isComplete = step == steps - 1
        break
      }
    }
    return (
      ReadBatch(
        reads: [best.descended(with: replicas, energies)], counts: replicas.counts,
        isComplete: isComplete), record
    )
  }
}
