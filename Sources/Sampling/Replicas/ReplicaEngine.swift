public import IsingModels
public import RandomStreams

/// Chooses the fastest engine that can hold replicas of a model.
public enum ReplicaEngine {
  /// Replicas that start from given spins: in integer lanes where couplings and fields are small
  /// multiples of a common unit, in float32 lanes elsewhere.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - rule: how a spin decides.
  ///   - beta: from 0 to infinity.
  ///   - spins: for each replica one spin a site of the model, −1 or +1; at least one replica. Multiples
  ///     of 64 fill the vectors.
  ///   - key: names the random numbers. Two engines with keys of different replicas, or seeds, are
  ///     independent.
  public static func make(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) -> any TemperedReplicaSampler {
    IntegerLanes(model, beta: beta, rule: rule, spins: spins, key: key)
      ?? RealLanes(model, beta: beta, rule: rule, spins: spins, key: key)
  }

  /// A number of replicas, at least 1, that start from random spins: those of `InitialSpins.random` for
  /// replica count · k + r of the key's seed, with k the key's own replica.
  public static func make(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, count: Int, key: StreamKey
  ) -> any TemperedReplicaSampler {
    let spins = (0..<UInt32(count)).map {
      InitialSpins.random.spins(
        count: model.spinCount, seed: key.seed, replica: key.replica &* UInt32(count) &+ $0)
    }
    return make(model, beta: beta, rule: rule, spins: spins, key: key)
  }
}
