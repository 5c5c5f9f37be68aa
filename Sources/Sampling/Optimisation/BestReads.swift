internal import IsingModels
internal import RandomStreams

/// The best spins that each replica was seen with.
struct BestReads {
  private var reads: [Read?]

  init(count: Int) { reads = Array(repeating: nil, count: count) }

  /// The lowest energy seen.
  var lowestEnergy: Double? { reads.compactMap { $0?.energy }.min() }

  /// Looks at all replicas.
  mutating func note(_ replicas: any ReplicaSampler) {
    for (replica, energy) in replicas.energies.enumerated() {
      if let seen = reads[replica]?.energy, seen <= energy { continue }
      reads[replica] = Read(spins: replicas.spins(of: replica), energy: energy)
    }
  }

  /// Looks at the lowest replica, where there is no time to look at all of them.
  mutating func noteLowest(_ replicas: any ReplicaSampler) {
    let energies = replicas.energies
    guard let lowest = energies.indices.min(by: { energies[$0] < energies[$1] }) else { return }
    if let seen = reads[lowest]?.energy, seen <= energies[lowest] { return }
    reads[lowest] = Read(spins: replicas.spins(of: lowest), energy: energies[lowest])
  }

  /// Spins of all descents after a stop: some tenths of a second.
  private static let spinsAfterStop = 250_000

  /// The local minima below them.
  ///
  /// - Parameter isStopped: whether somebody waits: then of large models only those of the lowest reads, and
  ///   of those that were looked at.
  /// - Precondition: a replica has been looked at; all, unless `isStopped`.
  func descended(_ model: IsingModel, key: StreamKey, isStopped: Bool = false) -> [Read] {
    var search = LocalSearch(model, key: key)
    var reads = reads.compactMap(\.self)
    let most = max(1, Self.spinsAfterStop / model.spinCount)
    if isStopped, most < reads.count {
      reads = Array(reads.sorted { $0.energy < $1.energy }.prefix(most))
    }
    return reads.map {
      let spins = search.descended($0.spins)
      return Read(spins: spins, energy: model.energy(of: spins))
    }
  }
}

/// Random spins to begin with.
enum RandomStarts {
  /// Those of a batch: read r of batch k of R reads is the replica kR + r.
  static func spins(_ model: IsingModel, count: Int, key: StreamKey) -> [[Int8]] {
    (0..<count).map {
      InitialSpins.random.spins(
        count: model.spinCount, seed: key.seed,
        replica: key.replica &* UInt32(count) &+ UInt32($0))
    }
  }
}
