public import IsingModels
public import RandomStreams

/// Independent replicas in the byte lanes of vectors, 64 at a time, on any graph whose couplings and
/// fields are small multiples of a common unit, with local fields of at most 127 units.
///
/// A sweep asks the spins in the order of their indices, in all replicas at once, and adds up each local
/// field from the neighbours' spins: couplings of equal size cost one load and one addition for 64
/// replicas. Decisions compare the field with noise of the replica's own temperature, from 32 random
/// bits for each replica and spin: probabilities are right to 2·10⁻⁶ of themselves and 2⁻³².
///
/// Metropolis' rule in a fixed order need not be ergodic: see ``SequentialSampler``.
///
/// Random numbers come from one stream of the key for each 64 replicas. Replica counts that are not a
/// multiple of 64 cost as much as the next one.
public struct IntegerLanes: TemperedReplicaSampler, LaneSampler {
  var lanes: LaneReplicas<ByteRows>

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
  /// - Returns: `nil` if couplings and fields have no common unit of which local fields are at most
  ///   127; ``RealLanes`` takes all models.
  public init?(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) {
    guard let scale = IntegerScale(model), scale.reach <= 127 else { return nil }
    lanes = LaneReplicas(
      model, ByteRows(model, scale), beta: beta, rule: rule, spins: spins, key: key)
  }

  /// E(s) of each chain, added up in whole units for 64 chains at a time. O(spins + bonds) vectors.
  public var energies: [Double] {
    let doubled = lanes.groups.flatMap { lanes.couplings.alignments($0.spins) }
    return doubled[..<replicaCount].map { -0.5 * lanes.couplings.unit * Double($0) }
  }
}
