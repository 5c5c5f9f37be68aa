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
    isDense(model)
      ? DenseReplicas(model, beta: beta, spins: spins, key: key)
      : ReplicaEngine.make(model, beta: beta, spins: spins, key: key)
  }

  /// The fastest engine for a model and a number of replicas: bits for 256 replicas or more on graphs
  /// that these take, else as `automatic`.
  public static let commonBeta: ReplicaFactory = { model, beta, spins, key in
    if spins.count >= 256, spins.count % 64 == 0, spins.count <= 512,
      let bits = try? BitSlicedReplicas(model, beta: beta, spins: spins, key: key)
    {
      return bits
    }
    return automatic(model, beta, spins, key)
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
