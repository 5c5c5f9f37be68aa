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
  /// The manufactured chip whose gains, temperature, slopes and offsets the laws of `expectation` and `sampled` follow
  /// in races and gates; `nil` for ideal devices. At fidelity `event` the fidelity names the die.
  public var lawDie: UInt32?
  /// Time since the chip was first calibrated, in seconds: drift goes on from there.
  public var age_s = 0.0
  /// How agents are calibrated; `nil` for not at all.
  public var trim: TrimSettings?
  /// Whether the program's `control` instructions act.
  public var steers = true
  /// Whether the entropies of all heads are kept (`VirtualChip.Execution.heads`).
  public var sensesEntropy = false

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

  /// The same settings on an ideal chip without thermostat and calibration.
  public var ideal: RunSettings {
    var ideal = self
    (ideal.lawDie, ideal.trim, ideal.age_s) = (nil, nil, 0)
    (ideal.steers, ideal.sensesEntropy) = (false, false)
    return ideal
  }

  /// The same settings on another manufactured chip.
  public func on(die: UInt32) -> RunSettings {
    var other = self
    if case .event = fidelity { other.fidelity = .event(die: die) } else { other.lawDie = die }
    return other
  }

  /// The manufactured chip.
  var die: UInt32 { lawDie ?? fidelity.die }

  /// Whether devices are followed: by agents, or by laws that know them.
  var followsDevices: Bool { lawDie != nil || fidelity.word == .event }

  /// The kind of agents.
  public var draws: Draws { attention.road.draws }
}

extension RunSettings {
  /// Each setting by its name, for messages about runs that differ.
  var words: [String: String] {
    let attention = attention.words
    var words = [
      "fidelity": fidelity.word.rawValue, "draws": attention.draws.rawValue,
      "samples": "\(samples)", "seed": "\(seed)", "attention": attention.dynamics.rawValue,
      "race stop": attention.stop.rawValue, "race rate": attention.rate.rawValue,
      "one-hot penalty": "\(attention.penalty_nats ?? OneHotRoad.defaultPenalty_nats)",
      "die": "\(fidelity.die)",
      "token lattice": tokenWires?.name ?? "none",
    ]
    // States of runs without these settings do not name them.
    if let lawDie { words["law die"] = "\(lawDie)" }
    if age_s != 0 { words["age"] = "\(age_s)" }
    if let trim { words["trim"] = "\(trim.mode.rawValue) \(trim.draws)" }
    if !steers { words["thermostat"] = "off" }
    return words
  }
}
