public import Sampling

/// How long and at which temperatures systems are sampled, and what is measured.
public struct SamplingPlan: Sendable {
  /// Inverse temperatures, ascending.
  public var betas: [Double]
  /// Whether temperatures were stated, rather than their inverses: reports tell what was stated.
  public var statesTemperatures: Bool
  /// Whether the warm-up moves temperatures until all exchanges are as likely.
  public var placesTemperatures: Bool
  /// Measured sweeps of each replica.
  public var sweeps: Int
  /// Sweeps before the first measurement.
  public var warmUp: Int
  /// Sweeps from one measurement to the next.
  public var measureEvery: Int
  /// Independent chains at each temperature.
  public var replicas: Int
  /// Where chains begin; `nil` for up where that is a ground state, else random.
  public var start: InitialSpins?
  /// Whether to measure correlations in space.
  public var measuresCorrelations: Bool
  /// Whether replicas are compared site by site.
  public var measuresOverlaps: Bool
  /// Whether the last states of all systems are kept, of large ones too.
  public var keepsStates: Bool
  /// Whether somebody watches the chains, one at a time.
  public var isWatched: Bool
  /// Seed of all streams.
  public var seed: UInt64

  /// A plan; what it measures beside energy and order parameter is set afterwards.
  public init(
    betas: [Double], sweeps: Int = 10_000, warmUp: Int = 1000, measureEvery: Int = 1,
    replicas: Int = 4, start: InitialSpins? = nil, seed: UInt64 = 0
  ) {
    self.betas = betas
    statesTemperatures = false
    placesTemperatures = false
    self.sweeps = sweeps
    self.warmUp = warmUp
    self.measureEvery = measureEvery
    self.replicas = replicas
    self.start = start
    measuresCorrelations = false
    measuresOverlaps = false
    keepsStates = false
    isWatched = false
    self.seed = seed
  }

  /// Measurements of a chain.
  public var measurements: Int { sweeps / measureEvery }

  /// Where a replica of a system begins.
  func spins(_ system: LatticeSystem, replica: UInt32) -> [Int8] {
    (start ?? system.defaultStart).spins(count: system.siteCount, seed: seed, replica: replica)
  }
}
