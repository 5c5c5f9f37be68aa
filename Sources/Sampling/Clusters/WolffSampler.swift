public import IsingModels
public import RandomStreams

/// Flips one cluster at a time, grown from a random spin (Wolff, *Physical Review Letters* 62, 361
/// (1989)).
///
/// Couplings may have any sign. Fields act through a ghost spin; a cluster that takes in the
/// ghost leaves its spins as they are and flips all others, which is the same up to a flip of everything.
/// Attempts are spins that joined a cluster; flips are spins that changed.
///
/// **A sweep is a fixed number of clusters,** `clustersPerSweep`. To stop once N spins have been
/// visited would tie the end of a sweep to the size of its last cluster, and so bias the states at the
/// ends of sweeps. ``calibrate(clusters:)`` chooses the number in the warm-up.
public struct WolffSampler: Sampler, ClusterSampler {
  var state: ClusterState
  /// Clusters a sweep, at least 1.
  public var clustersPerSweep = 1 {
    didSet { precondition(clustersPerSweep >= 1, "\(clustersPerSweep) clusters a sweep") }
  }
  private let hasFields: Bool
  private var members: [Int32] = []
  /// The cluster that a spin joined last.
  private var joined: [UInt32]
  private var cluster: UInt32 = 0

  /// Of all clusters since `resetStatistics()`. M² is estimated for models without fields only.
  public var statistics: ClusterStatistics { state.statistics }

  /// Starts from given spins.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(_ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey) {
    state = ClusterState(
      model, couplings: model.adjacency.couplings, beta: beta, spins: spins, key: key)
    hasFields = model.fields.contains { $0 != 0 }
    joined = Array(repeating: 0, count: spins.count)
  }

  /// Forgets the clusters so far.
  public mutating func resetStatistics() { state.statistics = ClusterStatistics() }

  /// Builds clusters and then sets `clustersPerSweep` so that their mean size times it is about N.
  /// The last part of the warm-up: clusters of spins that are still random are small, and would make
  /// the number far too large. The statistics begin anew.
  public mutating func calibrate(clusters: Int) {
    resetStatistics()
    for _ in 0..<clusters { flipCluster() }
    let size = state.statistics.meanSize
    clustersPerSweep = size > 0 ? max(1, Int((Double(model.spinCount) / size).rounded())) : 1
    resetStatistics()
  }

  /// `clustersPerSweep` clusters a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<(sweeps * clustersPerSweep) { flipCluster() }
  }

  private mutating func flipCluster() {
    let hasGhost = growCluster()
    state.counts.attempts += UInt64(members.count)
    state.statistics.clusters += 1
    state.statistics.spins += UInt64(members.count)
    if !hasFields {
      let sum = members.reduce(0) { $0 + Double(state.spins[Int($1)]) }
      state.statistics.squares += sum * sum * Double(state.spins.count) / Double(members.count)
      state.statistics.estimates += 1
    }
    if hasGhost {
      for spin in 0..<state.spins.count where joined[spin] != cluster {
        state.spins[spin] = -state.spins[spin]
      }
      state.counts.flips += UInt64(state.spins.count - members.count)
    } else {
      for member in members { state.spins[Int(member)] = -state.spins[Int(member)] }
      state.counts.flips += UInt64(members.count)
    }
  }

  /// Fills `members`.
  /// - Returns: whether the ghost is one of them.
  private mutating func growCluster() -> Bool {
    cluster &+= 1
    if cluster == 0 {
      joined = Array(repeating: 0, count: joined.count)
      cluster = 1
    }
    members.removeAll(keepingCapacity: true)
    var hasGhost = false
    join(state.words.index(below: UInt32(state.spins.count)))
    var next = 0
    while next < members.count {
      let spin = Int(members[next])
      next += 1
      let value = state.spins[spin]
      for k in state.model.adjacency.range(of: spin) {
        let neighbour = Int(state.model.adjacency.neighbours[k])
        if joined[neighbour] != cluster,
          state.bonds.isSet(k, equal: state.spins[neighbour] == value, &state.words)
        {
          join(neighbour)
        }
      }
      if hasFields, !hasGhost, state.ghostBonds.isSet(spin, equal: value == 1, &state.words) {
        hasGhost = true
        for other in 0..<state.spins.count
        where joined[other] != cluster
          && state.ghostBonds.isSet(other, equal: state.spins[other] == 1, &state.words)
        {
          join(other)
        }
      }
    }
    return hasGhost
  }

  private mutating func join(_ spin: Int) {
    joined[spin] = cluster
    members.append(Int32(truncatingIfNeeded: spin))
  }
}
