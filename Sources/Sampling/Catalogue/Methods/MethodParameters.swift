extension Parameter {
  /// How β grows.
  static let schedule = Parameter("schedule", .words(ScheduleForm.allCases.map(\.rawValue)))
  /// The first inverse temperature.
  static let betaStart = Parameter("beta-start", .between(0...1e12))
  /// The last inverse temperature.
  static let betaEnd = Parameter("beta-end", .between(0...1e12))
  /// Temperatures of a ladder.
  static let temperatures = Parameter("temperatures", .between(2...1024))
  /// Sweeps between exchanges of temperatures.
  static let exchangeEvery = Parameter("exchange-every", .between(1...1e6))
  /// Replicas of a population.
  static let population = Parameter("population", .between(2...1e6))
  /// Sweeps after each step of β.
  static let sweepsPerStep = Parameter("sweeps-per-step", .between(1...1e6))
  /// Δt of an integration step.
  static let timeStep = Parameter("time-step", .between(1e-6...10))
  /// Strength of couplings against the particles' own potential.
  static let strength = Parameter("strength", .between(0...100))
  /// Growth of the particles' momenta.
  static let heating = Parameter("heating", .between(0...100))
  /// Second-harmonic locking at the end.
  static let locking = Parameter("locking", .between(0...100))
  /// Temperature of the phases' noise in the beginning.
  static let noise = Parameter("noise", .between(0...100))
}

/// How the temperature of a method falls.
enum ScheduleForm: String, CaseIterable, Sendable {
  /// From the model's couplings and fields.
  case automatic
  /// β grows by equal steps.
  case linear
  /// β grows by equal factors.
  case geometric
}
