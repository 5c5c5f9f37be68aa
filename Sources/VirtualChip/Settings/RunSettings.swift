/// What a run of the machine may vary: none of it changes the program.
public struct RunSettings: Sendable, Equatable {
  /// The legal numbers of samples.
  public static let sampleRange = 1...65535

  /// Expectation, sampled or event.
  public var fidelity: Fidelity
  /// The dynamics of race tiles; gates have the same kind of clocks.
  public var attention: AttentionRoad
  /// Draws of an attention row, and firings of a gate: S in 1…65535.
  public var samples: Int
  /// Seed of all streams.
  public var seed: UInt64
  /// Wires of a lattice on which each token has a cell of its own; `nil` where tokens share the tiles of
  /// their heads.
  public var tokenWires: TokenWires?

  /// Creates settings.
  /// - Parameters:
  ///   - fidelity: how closely agents are followed.
  ///   - attention: the dynamics of race tiles, and with them the clocks of gates.
  ///   - samples: S, in `sampleRange`.
  ///   - seed: of all streams.
  /// - Precondition: `samples` is in `sampleRange`.
  public init(
    fidelity: Fidelity = .sampled, attention: AttentionRoad = .race, samples: Int = 256,
    seed: UInt64 = 0
  ) {
    precondition(
      Self.sampleRange.contains(samples), "samples: \(samples), expected \(Self.sampleRange)")
    self.fidelity = fidelity
    self.attention = attention
    self.samples = samples
    self.seed = seed
  }

  /// Settings of races between agents of a kind.
  /// - Parameters:
  ///   - fidelity: how closely agents are followed.
  ///   - draws: the kind of agents of races and gates.
  ///   - samples: S, in `sampleRange`.
  ///   - seed: of all streams.
  /// - Precondition: `samples` is in `sampleRange`.
  public init(
    fidelity: Fidelity = .sampled, draws: Draws, samples: Int = 256, seed: UInt64 = 0
  ) {
    self.init(
      fidelity: fidelity, attention: draws == .independent ? .race : .regularRace,
      samples: samples, seed: seed)
  }

  /// The kind of agents.
  public var draws: Draws { attention.road.draws }
}

extension RunSettings {
  /// Each setting by its name, for messages about runs that differ.
  var words: [String: String] {
    let attention = attention.words
    return [
      "fidelity": fidelity.word.rawValue, "draws": attention.draws.rawValue,
      "samples": "\(samples)", "seed": "\(seed)", "attention": attention.dynamics.rawValue,
      "race stop": attention.stop.rawValue, "race rate": attention.rate.rawValue,
      "one-hot penalty": "\(attention.penalty_nats ?? OneHotRoad.defaultPenalty_nats)",
      "die": "\(fidelity.die)",
      "token lattice": tokenWires?.name ?? "none",
    ]
  }
}
