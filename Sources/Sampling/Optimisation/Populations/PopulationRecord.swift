internal import RandomStreams

/// What a population measured at each β of its way.
public struct PopulationRecord: Sendable, Equatable {
  /// One step of β.
  public struct Step: Sendable, Equatable {
    /// The inverse temperature.
    public var beta: Double
    /// ln Z(β), with ln Z(0) = N ln 2; the free energy is −ln Z/β.
    public var logPartitionFunction: Double
    /// Mean of E over the population, after the sweeps of the step.
    public var meanEnergy: Double
    /// Replicas of the beginning that have descendants. A population whose families are few compared
    /// with its size is too small for its schedule.
    public var families: Int
  }

  /// The steps in their order.
  public private(set) var steps: [Step] = []
  private let spinCount: Int

  init(spinCount: Int) { self.spinCount = spinCount }

  mutating func note(beta: Double, logRatio: Double, energies: [Double], families: Int) {
    let before =
      steps.last?.logPartitionFunction ?? Double(spinCount) * DeterministicFunctions.log(2)
    steps.append(
      Step(
        beta: beta, logPartitionFunction: before + logRatio,
        meanEnergy: energies.reduce(0, +) / Double(energies.count), families: families))
  }
}
