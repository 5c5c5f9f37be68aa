internal import IsingModels
internal import RandomStreams

/// The best spins that any of several replicas was seen with.
struct BestRead: ~Copyable {
  private let model: IsingModel
  private var search: LocalSearch
  private var read: Read?
  /// The best of each part of a model that falls apart.
  private var bests: PartBests?

  init(_ model: IsingModel, key: StreamKey, parts: SpinParts? = nil) {
    self.model = model
    bests = parts.map { PartBests($0, tolerance: model.energyTolerance) }
    search = LocalSearch(model, key: key)
  }

  /// Its energy.
  var energy: Double? { read?.energy }

  /// Looks at replicas with their energies.
  mutating func note(_ replicas: any ReplicaSampler, _ energies: [Double]) {
    guard let lowest = energies.indices.min(by: { energies[$0] < energies[$1] }) else { return }
    if let read, read.energy <= energies[lowest] { return }
    read = Read(spins: replicas.spins(of: lowest), energy: energies[lowest])
  }

  /// Looks at one.
  mutating func note(_ candidate: Read) {
    if let read, read.energy <= candidate.energy { return }
    read = candidate
  }

  /// The lowest local minimum below the best and below the lowest replicas.
  ///
  /// - Parameter isStopped: whether somebody waits: then only the lowest replica is looked at.
  mutating func descended(
    with replicas: any ReplicaSampler, _ energies: [Double], isStopped: Bool
  ) -> Read {
    let order = energies.indices.sorted { (energies[$0], $0) < (energies[$1], $1) }
    for replica in order.prefix(isStopped ? 1 : 16) {
      let spins = search.descended(replicas.spins(of: replica))
      note(Read(spins: spins, energy: model.energy(of: spins)))
    }
    if bests != nil {
      for replica in order.prefix(64) { bests?.add(replicas.spins(of: replica)) }
      bests?.add(read!.spins)
      let spins = bests!.spins
      note(Read(spins: spins, energy: model.energy(of: spins)))
    }
    let spins = search.descended(read!.spins)
    return Read(spins: spins, energy: model.energy(of: spins))
  }
}
