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
  /// The fastest engine for a model.
  public static let automatic: TemperedReplicaFactory = { model, beta, spins, key in
    IntegerLanes(model, beta: beta, spins: spins, key: key)
      ?? reference(model, beta, spins, key)
  }

  /// One chain after the other.
  public static let reference: TemperedReplicaFactory = { model, beta, spins, key in
    ReferenceReplicas(model, beta: beta, spins: spins, key: key)
  }
}
