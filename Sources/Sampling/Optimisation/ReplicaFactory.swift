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

/// Which engine advances the replicas of an optimiser.
public enum ReplicaEngines {
  /// The fastest engine for a model whose replicas may have different temperatures: dense rows where a
  /// quarter of all pairs is coupled, else lanes of integers or of real numbers.
  public static let automatic: TemperedReplicaFactory = { model, beta, spins, key in
    tempered(model, beta: beta, rule: .metropolis, spins: spins, key: key)
  }

  private static func tempered(
    _ model: IsingModel, beta: Double, rule: UpdateRule, spins: [[Int8]], key: StreamKey
  ) -> any TemperedReplicaSampler {
    isDense(model)
      ? DenseReplicas(model, beta: beta, rule: rule, spins: spins, key: key)
      : ReplicaEngine.make(model, beta: beta, rule: rule, spins: spins, key: key)
  }

  /// The fastest engine for a model and a number of replicas: bits for 64, 128, … or 512 replicas on
  /// graphs that these take, else dense rows, integers or real numbers.
  ///
  /// - Parameters:
  ///   - model: what is minimised.
  ///   - beta: finite, from 0.
  ///   - rule: how a spin decides.
  ///   - spins: for each replica one spin a site of the model.
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

  /// The fastest engine for replicas at one temperature, by Metropolis' rule: see `sampler`.
  public static let commonBeta: ReplicaFactory = { model, beta, spins, key in
    sampler(model, beta: beta, spins: spins, key: key)
  }

  /// One chain after the other.
  public static let reference: TemperedReplicaFactory = { model, beta, spins, key in
    ReferenceReplicas(model, beta: beta, spins: spins, key: key)
  }

  /// Whether replicas of a model can be bits.
  static func takesBits(_ model: IsingModel) -> Bool {
    (try? BitSlicedReplicas(
      model, beta: 0, replicaCount: 64, start: .up,
      key: StreamKey(seed: 0, purpose: .spinUpdate))) != nil
  }

  private static func isDense(_ model: IsingModel) -> Bool {
    model.spinCount >= 256 && 8 * model.bonds.count > model.spinCount * model.spinCount
  }
}
