import IsingModels
import RandomStreams
import Sampling

/// The engines with replicas in lanes, by name.
enum LaneEngine: String, CaseIterable {
  case integer, real, reference

  /// Replicas of a model; real lanes where the model has no integers.
  func make(
    _ model: IsingModel, beta: Double, rule: UpdateRule, spins: [[Int8]], key: StreamKey
  ) -> any TemperedReplicaSampler {
    switch self {
    case .integer: ReplicaEngines.lanes(model, beta: beta, rule: rule, spins: spins, key: key)
    case .real: RealLanes(model, beta: beta, rule: rule, spins: spins, key: key)
    case .reference: ReferenceReplicas(model, beta: beta, rule: rule, spins: spins, key: key)
    }
  }

  /// Random spins of all replicas.
  static func start(_ model: IsingModel, _ count: Int) -> [[Int8]] {
    (0..<UInt32(count)).map {
      InitialSpins.random.spins(count: model.spinCount, seed: 5, replica: $0)
    }
  }
}

/// Replicas as one sampler that shows one after the other: after n sweeps, replica n modulo their number.
struct ReplicaRound: Sampler {
  var replicas: any TemperedReplicaSampler
  private var sweeps = 0

  init(_ replicas: any TemperedReplicaSampler) { self.replicas = replicas }

  private var shown: Int { sweeps % replicas.replicaCount }
  var model: IsingModel { replicas.model }
  var spins: [Int8] { replicas.spins(of: shown) }
  var energy: Double { replicas.energies[shown] }
  var beta: Double {
    get { replicas.beta }
    set { replicas.beta = newValue }
  }
  /// Attempts of one replica.
  var counts: UpdateCounts {
    var counts = replicas.counts
    counts.attempts /= UInt64(replicas.replicaCount)
    return counts
  }
  mutating func advance(sweeps: Int) {
    replicas.advance(sweeps: sweeps)
    self.sweeps += sweeps
  }
}
