public import IsingModels
public import RandomStreams
public enum ReplicaEngine {
  public static func make(_ model: IsingModel, beta: Double, rule: UpdateRule, spins: [[Int8]], key: StreamKey) throws -> any ReplicaSampler {
    ReferenceReplicas(model, beta: beta, rule: rule, spins: spins, key: key)
  }
}
