public import IsingModels
public import RandomStreams

/// Makes replicas that begin at an inverse temperature from given spins, with the random numbers of a
/// key.
public typealias ReplicaFactory =
  @Sendable (_ model: IsingModel, _ beta: Double, _ spins: [[Int8]], _ key: StreamKey) ->
  any ReplicaSampler

/// Makes replicas with temperatures of their own.
public typealias TemperedReplicaFactory =
  @Sendable (_ model: IsingModel, _ beta: Double, _ spins: [[Int8]], _ key: StreamKey) ->
  any TemperedReplicaSampler

/// Chooses the fastest engine that can hold replicas of a model.
///
/// Replicas start from given spins, for each replica one spin a site of the model, −1 or +1; multiples
/// of 64 replicas fill the vectors. Two engines with keys of different replicas, or seeds, are
/// independent.
public enum ReplicaEngines {
  /// The fastest engine for a model and a number of replicas: bits for 64, 128, … or 512 replicas on
  /// graphs that these take, else `tempered`.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - beta: finite, from 0.
  ///   - rule: how a spin decides.
  ///   - spins: at least one list.
  ///   - key: names the random numbers.
  public static func sampler(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) -> any ReplicaSampler {
    if spins.count % 64 == 0, spins.count <= 512,
      let bits = try? BitSlicedReplicas(model, beta: beta, rule: rule, spins: spins, key: key)
    {
      return bits
    }
    return tempered(model, beta: beta, rule: rule, spins: spins, key: key)
  }

  /// The fastest engine for a model whose replicas may have different temperatures: dense rows where a
  /// quarter of all pairs is coupled, else `lanes`.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - beta: from 0.
  ///   - rule: how a spin decides.
  ///   - spins: at least one list.
  ///   - key: names the random numbers.
  public static func tempered(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) -> any TemperedReplicaSampler {
    let isDense =
      model.spinCount >= 256 && 8 * model.bonds.count > model.spinCount * model.spinCount
    return isDense
      ? DenseReplicas(model, beta: beta, rule: rule, spins: spins, key: key)
      : lanes(model, beta: beta, rule: rule, spins: spins, key: key)
  }

  /// Integer lanes where couplings and fields are small multiples of a common unit, float32 lanes
  /// elsewhere.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - beta: from 0 to infinity.
  ///   - rule: how a spin decides.
  ///   - spins: at least one list.
  ///   - key: names the random numbers.
  public static func lanes(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .metropolis, spins: [[Int8]],
    key: StreamKey
  ) -> any TemperedReplicaSampler {
    IntegerLanes(model, beta: beta, rule: rule, spins: spins, key: key)
      ?? RealLanes(model, beta: beta, rule: rule, spins: spins, key: key)
  }

  /// `sampler` by Metropolis' rule.
  public static let commonBeta: ReplicaFactory = { model, beta, spins, key in
    sampler(model, beta: beta, spins: spins, key: key)
  }

  /// `tempered` by Metropolis' rule.
  public static let automatic: TemperedReplicaFactory = { model, beta, spins, key in
    tempered(model, beta: beta, spins: spins, key: key)
  }

  /// One chain after the other.
  public static let reference: TemperedReplicaFactory = { model, beta, spins, key in
    ReferenceReplicas(model, beta: beta, spins: spins, key: key)
  }
}
