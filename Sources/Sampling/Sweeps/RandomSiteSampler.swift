public import IsingModels
public import RandomStreams

/// Asks spins that are drawn uniformly and independently.
///
/// Detailed balance with respect to e^{−βE} holds for each attempt, under both rules and at every β:
/// discrete time's picture of agents with independent clocks.
public struct RandomSiteSampler: Sampler, EngineSampler {
  var engine: SweepEngine

  /// How a spin decides.
  public var rule: UpdateRule { engine.rule }

  /// Starts from given spins.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .heatBath, spins: [Int8], key: StreamKey
  ) {
    engine = SweepEngine(model, beta: beta, rule: rule, spins: spins, key: key)
  }

  /// N attempts a sweep.
  public mutating func advance(sweeps: Int) {
    for _ in 0..<sweeps { engine.attemptAnywhere(model.spinCount) }
  }
}
