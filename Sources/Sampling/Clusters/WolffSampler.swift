public import IsingModels
public import RandomStreams

/// Flips one cluster at a time, grown from a random spin (Wolff, *Physical Review Letters* 62, 361
/// (1989)).
///
/// Couplings may have any sign. Fields act through a ghost spin; a cluster that takes in the
/// ghost leaves its spins as they are and flips all others, which is the same up to a flip of everything.
///
/// **A sweep is a fixed number of clusters,** `clustersPerSweep`. To stop once N spins have been
/// visited would tie the end of a sweep to the size of its last cluster, and so bias the states at the
/// ends of sweeps. ``calibrate(clusters:)`` chooses the number in the warm-up.
public struct WolffSampler: Sampler {
  /// What is sampled.
  public let model: IsingModel
  /// −1 or +1, one a spin.
  public private(set) var spins: [Int8]
  /// The inverse temperature.
  public var beta: Double {
    didSet { if beta != oldValue { setThresholds() } }
  }
  /// Attempts are spins that joined a cluster; flips are spins that changed.
  public private(set) var counts = UpdateCounts()
  /// Of all clusters since `resetStatistics()`. M² is estimated for models without fields only.
  public private(set) var statistics = ClusterStatistics()
  /// Clusters a sweep, at least 1.
  public var clustersPerSweep = 1 {
    didSet { precondition(clustersPerSweep >= 1, "\(clustersPerSweep) clusters a sweep") }
  }
  private let hasFields: Bool
  private var bonds: BondThresholds
  private var ghostBonds: BondThresholds
  private var words: WordSequence
  private var members: [Int32] = []
  /// The cluster that a spin joined last.
  private var joined: [UInt32]
  private var cluster: UInt32 = 0

  /// Starts from given spins.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(_ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    precondition(spins.allSatisfy { abs($0) == 1 }, "spins other than −1 and +1")
    self.model = model
    self.spins = spins
    self.beta = beta
    hasFields = model.fields.contains { $0 != 0 }
    joined = Array(repeating: 0, count: spins.count)
    words = WordSequence(key)
    bonds = BondThresholds(model.adjacency.couplings, beta: beta)
    ghostBonds = BondThresholds(model.fields, beta: beta)
  }

  private mutating func setThresholds() {
    bonds = BondThresholds(model.adjacency.couplings, beta: beta)
    ghostBonds = BondThresholds(model.fields, beta: beta)
  }

  /// Forgets the clusters so far.
  public mutating func resetStatistics() { statistics = ClusterStatistics() }

  /// Builds clusters and then sets `clustersPerSweep` so that their mean size times it is about N.
  /// The last part of the warm-up: clusters of spins that are still random are small, and would make
  /// the number far too large. The statistics begin anew.
  public mutating func calibrate(clusters: Int) {
    resetStatistics()
    for _ in 0..<clusters { flipCluster() }
    let size = statistics.meanSize
    clustersPerSweep = size > 0 ? max(1, Int((Double(model.spinCount) / size).rounded())) : 1
    resetStatistics()
  }

  /// `clustersPerSweep` clusters a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<(sweeps * clustersPerSweep) { flipCluster() }
  }

  private mutating func flipCluster() {
    let hasGhost = growCluster()
    counts.attempts += UInt64(members.count)
    statistics.clusters += 1
    statistics.spins += UInt64(members.count)
    if !hasFields {
      let sum = members.reduce(0) { $0 + Double(spins[Int($1)]) }
      statistics.squares += sum * sum * Double(spins.count) / Double(members.count)
      statistics.estimates += 1
    }
    if hasGhost {
      for spin in 0..<spins.count where joined[spin] != cluster { spins[spin] = -spins[spin] }
      counts.flips += UInt64(spins.count - members.count)
    } else {
      for member in members { spins[Int(member)] = -spins[Int(member)] }
      counts.flips += UInt64(members.count)
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
    join(words.index(below: UInt32(spins.count)))
    var next = 0
    while next < members.count {
      let spin = Int(members[next])
      next += 1
      let value = spins[spin]
      for k in model.adjacency.range(of: spin) {
        let neighbour = Int(model.adjacency.neighbours[k])
        if joined[neighbour] != cluster,
          bonds.isSet(k, equal: spins[neighbour] == value, &words)
        {
          join(neighbour)
        }
      }
      if hasFields, !hasGhost, ghostBonds.isSet(spin, equal: value == 1, &words) {
        hasGhost = true
        for other in 0..<spins.count
        where joined[other] != cluster && ghostBonds.isSet(other, equal: spins[other] == 1, &words)
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
