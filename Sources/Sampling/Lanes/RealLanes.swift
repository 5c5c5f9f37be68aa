public import IsingModels
public import RandomStreams

/// Independent replicas in the lanes of vectors of floats, 64 at a time, on any graph.
///
/// A sweep asks the spins in the order of their indices, in all replicas at once, and adds up each local
/// field in float32 from the neighbours' spins. Decisions compare the field with noise of the replica's
/// own temperature (probabilities are right to 2·10⁻⁶ of themselves and 2⁻³²), from 32 random bits for each
/// replica and spin. What is sampled is the model with couplings rounded to float32, and a field has an
/// error of some roundings, 6·10⁻⁸ of its largest partial sum each. ``energies`` are those of the
/// model itself.
///
/// Metropolis' rule in a fixed order need not be ergodic: see ``SequentialSampler``.
///
/// Random numbers come from one stream of the key for each 64 replicas. Replica counts that are not a
/// multiple of 64 cost as much as the next one.
public struct RealLanes: TemperedReplicaSampler {
  /// What is sampled.
  public let model: IsingModel
  /// How a spin decides.
  public let rule: UpdateRule
  /// Number of chains.
  public let replicaCount: Int
  private let rows: FloatRows
  private var groups: [RealLaneGroup]
  private var noises: [FloatNoise] = []
  private var sweeps: UInt64 = 0

  private static let width = LaneSpins.width

  /// Inverse temperatures from 0 to infinity, one a chain.
  public var betas: [Double] { didSet { setNoises() } }

  /// The inverse temperature of all chains, from 0 to infinity.
  public var beta: Double {
    get { betas[0] }
    set { betas = Array(repeating: newValue, count: replicaCount) }
  }

  /// Starts from given spins.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - rule: how a spin decides.
  ///   - beta: from 0 to infinity.
  ///   - spins: for each replica one spin a site of the model, −1 or +1; at least one replica.
  ///   - key: names the random numbers.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) {
    LaneChecks.check(spins, model)
    self.model = model
    self.rule = rule
    replicaCount = spins.count
    rows = FloatRows(model)
    groups = stride(from: 0, to: spins.count, by: Self.width).enumerated().map { index, first in
      RealLaneGroup(
        spins: spins[first..<min(first + Self.width, spins.count)],
        generator: VectorGenerator(key, stream: UInt32(index)))
    }
    betas = Array(repeating: beta, count: spins.count)
    setNoises()
  }

  private mutating func setNoises() {
    precondition(betas.count == replicaCount, "\(betas.count) β for \(replicaCount) replicas")
    noises = groups.indices.map { group in
      let first = group * Self.width
      return FloatNoise(
        betas: betas[first..<min(first + Self.width, replicaCount)], unit: rows.unit)
    }
  }

  /// Attempts and flips of all chains.
  public var counts: UpdateCounts {
    var counts = UpdateCounts()
    counts.attempts = sweeps * UInt64(model.spinCount) * UInt64(replicaCount)
    for replica in 0..<replicaCount {
      counts.flips += groups[replica / Self.width].flips[replica % Self.width]
    }
    return counts
  }

  /// N attempts a sweep in every chain, 64 chains after the other.
  public mutating func advance(sweeps: Int) {
    for group in groups.indices {
      for part in LaneCounter.parts(of: sweeps, sites: model.spinCount) {
        groups[group].advance(sweeps: part, rows: rows, noise: noises[group], rule: rule)
      }
    }
    self.sweeps += UInt64(sweeps)
  }

  /// E(s) of each chain, added up in float64 for 64 chains at a time. O(spins + bonds) vectors.
  public var energies: [Double] {
    Array(groups.flatMap { $0.spins.energies(model) }[..<replicaCount])
  }

  /// The spins of one chain.
  public func spins(of replica: Int) -> [Int8] {
    precondition(replica < replicaCount, "replica \(replica) of \(replicaCount)")
    return groups[replica / Self.width].spins.spins(of: replica % Self.width)
  }

  /// Replica r goes on from the spins of replica `sources[r]`, with its own random numbers and its own
  /// temperature. O(spins · replicas).
  public mutating func select(_ sources: [Int]) {
    LaneChecks.check(sources: sources, replicaCount)
    var spins = groups.map(\.spins)
    LaneSpins.select(sources, in: &spins)
    for group in groups.indices { groups[group].spins = spins[group] }
  }
}
