public import IsingModels
public import RandomStreams

/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi, *Science* 220, 671 (1983)): sweeps of
/// Metropolis' rule while β grows linearly.
public struct SimulatedAnnealing: Optimiser {
  /// What is minimised.
  public let model: IsingModel
  /// Reads that a batch makes together.
  public let batchSize: Int
  /// The first and the last inverse temperature.
  public var betas: ClosedRange<Double>

  /// Anneals between two inverse temperatures.
  public init(_ model: IsingModel, betas: ClosedRange<Double>, batchSize: Int = 64) {
    self.model = model
    self.betas = betas
    self.batchSize = batchSize
  }

  /// One batch of independent reads.
  public func batch(sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool) -> ReadBatch {
    let start = (0..<batchSize).map {
      InitialSpins.random.spins(
        count: model.spinCount, seed: key.seed,
        replica: key.replica &* UInt32(batchSize) &+ UInt32($0))
    }
    var replicas = ReferenceReplicas(model, beta: betas.lowerBound, spins: start, key: key)
    var isComplete = true
    for sweep in 0..<sweeps {
      let share = sweeps == 1 ? 1 : Double(sweep) / Double(sweeps - 1)
      replicas.beta = betas.lowerBound + share * (betas.upperBound - betas.lowerBound)
      replicas.advance(sweeps: 1)
      if !watch(BatchProgress(sweepsDone: sweep + 1, bestEnergy: nil)) {
        isComplete = false
        break
      }
    }
    let energies = replicas.energies
    return ReadBatch(
      reads: (0..<batchSize).map { Read(spins: replicas.spins(of: $0), energy: energies[$0]) },
      counts: replicas.counts, isComplete: isComplete)
  }
}
