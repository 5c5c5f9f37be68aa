public import IsingModels

/// Independent chains of one model that advance together, each with random numbers of its own.
///
/// A replica is a lane of the machine's vectors, or a bit of its words. Like a ``Sampler``, the whole is
/// a value, whose numbers come from the key that it was made with and from nothing else.
public protocol ReplicaSampler: Sendable {
  /// What is sampled.
  var model: IsingModel { get }
  /// Number of chains.
  var replicaCount: Int { get }
  /// The inverse temperature of all chains; setting it is cheap enough to be done before each sweep.
  var beta: Double { get set }
  /// All work since the sampler was made, over all chains.
  var counts: UpdateCounts { get }

  /// Goes on for a number of sweeps: N attempts each, in every chain.
  mutating func advance(sweeps: Int)

  /// E(s) of each chain. O(bonds) for all together unless the sampler keeps track of them.
  var energies: [Double] { get }

  /// Σ_i s_i of each chain.
  var magnetisations: [Int] { get }

  /// The spins of one chain, −1 or +1. O(N).
  func spins(of replica: Int) -> [Int8]

  /// Replica r goes on from the spins that replica `sources[r]` has now: resampling of populations.
  mutating func select(_ sources: [Int])
}

/// Chains that may have temperatures of their own.
public protocol TemperedReplicaSampler: ReplicaSampler {
  /// Inverse temperatures, one a chain; `beta` sets all to one value, and reads the first.
  var betas: [Double] { get set }
}

extension ReplicaSampler {
  /// E(s) of each chain, added up anew.
  public var energies: [Double] { (0..<replicaCount).map { model.energy(of: spins(of: $0)) } }

  /// Σ_i s_i of each chain, added up spin by spin.
  public var magnetisations: [Int] {
    (0..<replicaCount).map { spins(of: $0).reduce(0) { $0 + Int($1) } }
  }
}
