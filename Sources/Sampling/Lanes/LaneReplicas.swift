internal import IsingModels
internal import RandomStreams

/// The couplings of a model as replicas in byte lanes read them.
protocol LaneCouplings: Sendable {
  /// Energy of one unit of the local field.
  var unit: Double { get }

  /// Attempts at all spins in the order of their indices, over and over; counts flips.
  func sweep(
    _ spins: inout LaneSpins, sweeps: Int, rule: UpdateRule, noise: LaneNoise,
    _ generator: inout VectorGenerator, _ counter: inout LaneCounter)
}

/// Replicas in byte lanes in groups of 64, each group with a generator and each replica with a
/// temperature of its own.
struct LaneReplicas<Couplings: LaneCouplings>: Sendable {
  /// 64 replicas.
  struct Group: Sendable {
    var spins: LaneSpins
    var generator: VectorGenerator
    var noise: LaneNoise
    /// Flips so far, by lane.
    var flips = [UInt64](repeating: 0, count: LaneSpins.width)

    /// Attempts at all spins, over and over.
    mutating func advance(sweeps: Int, couplings: Couplings, rule: UpdateRule) {
      var counter = LaneCounter()
      couplings.sweep(
        &spins, sweeps: sweeps, rule: rule, noise: noise, &generator, &counter)
      for lane in 0..<LaneSpins.width { flips[lane] += counter.total(lane) }
    }
  }

  let model: IsingModel
  let rule: UpdateRule
  let couplings: Couplings
  let replicaCount: Int
  private(set) var groups: [Group] = []
  private var sweeps: UInt64 = 0
  /// Inverse temperatures, one a replica.
  var betas: [Double] { didSet { setNoises() } }

  /// - Parameters:
  ///   - spins: for each replica one spin a site of the model, −1 or +1; at least one replica.
  ///   - key: names the random numbers: one stream for each 64 replicas.
  init(
    _ model: IsingModel, _ couplings: Couplings, beta: Double, rule: UpdateRule, spins: [[Int8]],
    key: StreamKey
  ) {
    SpinChecks.check(spins, model)
    self.model = model
    self.rule = rule
    self.couplings = couplings
    replicaCount = spins.count
    betas = Array(repeating: beta, count: spins.count)
    groups = (0..<(spins.count + LaneSpins.width - 1) / LaneSpins.width).map { group in
      Group(
        spins: LaneSpins(spins[replicas(of: group)]),
        generator: VectorGenerator(key, stream: UInt32(group)), noise: noise(of: group))
    }
  }

  /// The replicas of a group.
  private func replicas(of group: Int) -> Range<Int> {
    let first = group * LaneSpins.width
    return first..<min(first + LaneSpins.width, replicaCount)
  }

  private func noise(of group: Int) -> LaneNoise {
    LaneNoise(betas: betas[replicas(of: group)], unit: couplings.unit)
  }

  private mutating func setNoises() {
    precondition(betas.count == replicaCount, "\(betas.count) β for \(replicaCount) replicas")
    for group in groups.indices { groups[group].noise = noise(of: group) }
  }

  /// Attempts and flips of all replicas.
  var counts: UpdateCounts {
    var counts = UpdateCounts()
    counts.attempts = sweeps * UInt64(model.spinCount) * UInt64(replicaCount)
    for replica in 0..<replicaCount {
      counts.flips += groups[replica / LaneSpins.width].flips[replica % LaneSpins.width]
    }
    return counts
  }

  /// N attempts a sweep in every replica, 64 replicas after the other.
  mutating func advance(sweeps: Int) {
    for group in groups.indices {
      for part in LaneCounter.parts(of: sweeps, sites: model.spinCount) {
        groups[group].advance(sweeps: part, couplings: couplings, rule: rule)
      }
    }
    self.sweeps += UInt64(sweeps)
  }

  /// The spins of one replica.
  func spins(of replica: Int) -> [Int8] {
    precondition(replica < replicaCount, "replica \(replica) of \(replicaCount)")
    return groups[replica / LaneSpins.width].spins.spins(of: replica % LaneSpins.width)
  }

  /// Replica r goes on from the spins of replica `sources[r]`.
  mutating func select(_ sources: [Int]) {
    SpinChecks.check(sources: sources, replicaCount)
    var spins = groups.map(\.spins)
    LaneSpins.select(sources, in: &spins)
    for group in groups.indices { groups[group].spins = spins[group] }
  }
}
