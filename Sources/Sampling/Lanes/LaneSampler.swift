internal import IsingModels

/// A sampler whose replicas lie in byte lanes.
protocol LaneSampler: TemperedReplicaSampler {
  associatedtype Couplings: LaneCouplings
  var lanes: LaneReplicas<Couplings> { get set }
}

extension LaneSampler {
  /// What is sampled.
  public var model: IsingModel { lanes.model }
  /// Number of chains.
  public var replicaCount: Int { lanes.replicaCount }

  /// Inverse temperatures from 0 to infinity, one a chain.
  public var betas: [Double] {
    get { lanes.betas }
    set { lanes.betas = newValue }
  }

  /// The inverse temperature of all chains, from 0 to infinity.
  public var beta: Double {
    get { betas[0] }
    set { betas = Array(repeating: newValue, count: replicaCount) }
  }

  /// Attempts and flips of all chains.
  public var counts: UpdateCounts { lanes.counts }

  /// N attempts a sweep in every chain, 64 chains after the other.
  public mutating func advance(sweeps: Int) { lanes.advance(sweeps: sweeps) }

  /// The spins of one chain.
  public func spins(of replica: Int) -> [Int8] { lanes.spins(of: replica) }

  /// Replica r goes on from the spins of replica `sources[r]`, with its own random numbers and its own
  /// temperature. O(spins · replicas).
  public mutating func select(_ sources: [Int]) { lanes.select(sources) }
}
