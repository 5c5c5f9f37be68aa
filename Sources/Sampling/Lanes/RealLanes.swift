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
public struct RealLanes: TemperedReplicaSampler, LaneSampler {
  var lanes: LaneReplicas<FloatRows>

  /// How a spin decides.
  public var rule: UpdateRule { lanes.rule }

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
    lanes = LaneReplicas(model, FloatRows(model), beta: beta, rule: rule, spins: spins, key: key)
  }

  /// E(s) of each chain, added up in float64 for 64 chains at a time. O(spins + bonds) vectors.
  public var energies: [Double] {
    Array(lanes.groups.flatMap { $0.spins.energies(model) }[..<replicaCount])
  }
}
