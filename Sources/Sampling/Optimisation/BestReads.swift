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

  /// The local minima below them.
  /// - Precondition: all replicas have been looked at.
  func descended(_ model: IsingModel, key: StreamKey) -> [Read] {
    var search = LocalSearch(model, key: key)
    return reads.map {
      let spins = search.descended($0!.spins)
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
