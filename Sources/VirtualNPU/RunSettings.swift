/// How closely the machine follows each agent.
public enum Fidelity: String, Sendable, Codable, CaseIterable {
  /// Infinite samples: only quantisation, range and saturation remain; mean durations.
  case expectation
  /// Every draw with its exact law, by counts; durations drawn.
  case sampled
}

/// The kind of agent that draws.
public enum Draws: String, Sendable, Codable, CaseIterable {
  /// Poisson agents: independent draws, error O(1/√S).
  case independent
  /// Integrate-and-fire agents: regular clocks with a random phase, error O(1/S).
  case systematic
}

/// What a run of the machine may vary: none of it changes the program.
public struct RunSettings: Sendable, Equatable {
  /// The legal numbers of samples.
  public static let sampleRange = 1...65535

  /// Sampled or in expectation.
  public var fidelity: Fidelity
  /// The kind of agent.
  public var draws: Draws
  /// Draws of an attention row, and firings of a gate: S in 1…65535.
  public var samples: Int
  /// Seed of all streams.
  public var seed: UInt64

  /// Creates settings.
  /// - Precondition: `samples` is in `sampleRange`.
  public init(
    fidelity: Fidelity = .sampled, draws: Draws = .independent, samples: Int = 256,
    seed: UInt64 = 0
  ) {
    precondition(
      Self.sampleRange.contains(samples), "samples: \(samples), expected \(Self.sampleRange)")
    self.fidelity = fidelity
    self.draws = draws
    self.samples = samples
    self.seed = seed
  }

  /// Whether durations are mean values of the slowest of several agents.
  var needsMeanMaximum: Bool { fidelity == .expectation && draws == .independent }
}
