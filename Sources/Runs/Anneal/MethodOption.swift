import Foundation

/// A number that only some methods take.
public enum MethodOption: String, CaseIterable, Sendable {
  /// The first inverse temperature.
  case betaStart = "beta-start"
  /// The last inverse temperature.
  case betaEnd = "beta-end"
  /// Temperatures of a ladder.
  case temperatures
  /// Sweeps between exchanges of temperatures.
  case exchangeEvery = "exchange-every"
  /// Replicas of a population.
  case population
  /// Sweeps after each step of β.
  case sweepsPerStep = "sweeps-per-step"
  /// Δt of an integration step.
  case timeStep = "time-step"
  /// Strength of couplings against the particles' own potential.
  case strength
  /// Growth of the particles' momenta.
  case heating
  /// Second-harmonic locking at the end.
  case locking
  /// Temperature of the phases' noise in the beginning.
  case noise

  /// What it may be.
  var range: ClosedRange<Double> {
    switch self {
    case .betaStart, .betaEnd: 0...1e12
    case .temperatures: 2...1024
    case .exchangeEvery, .sweepsPerStep: 1...1e6
    case .population: 2...1e6
    case .timeStep: 1e-6...10
    case .strength, .heating, .locking, .noise: 0...100
    }
  }

  /// Refuses numbers out of range; NaN is in none.
  ///
  /// - Throws: `RunFailure` of kind `.usage`.
  func check(_ value: Double) throws(RunFailure) {
    guard !range.contains(value) else { return }
    throw RunFailure(
      .usage,
      String(
        format: "%@: found %g, expected %g to %g", rawValue, value, range.lowerBound,
        range.upperBound))
  }
}

/// How the temperature of a method falls.
enum ScheduleName: String, CaseIterable, Sendable {
  /// From the model's couplings and fields.
  case automatic
  /// β grows by equal steps.
  case linear
  /// β grows by equal factors.
  case geometric
}

/// Which method, with the options of all methods; an option that the method does not have is refused.
public struct MethodRequest: Sendable {
  /// Its name; `nil` for the default.
  public var name: String?
  /// Name of the schedule; `nil` for the default.
  public var schedule: String?
  /// The numbers that were given.
  public var numbers: [MethodOption: Double]

  /// Creates a request.
  public init(name: String?, schedule: String? = nil, numbers: [MethodOption: Double] = [:]) {
    self.name = name
    self.schedule = schedule
    self.numbers = numbers
  }
}
