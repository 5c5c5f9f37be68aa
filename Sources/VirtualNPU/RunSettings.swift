import HardwareSpecs

/// How closely the machine follows each agent.
public enum Fidelity: String, Sendable, Codable, CaseIterable {
  /// Infinite samples: only quantisation, range and saturation remain; mean durations.
  case expectation
  /// Every draw with its exact law, by counts; durations drawn.
  case sampled
  /// Every agent clock, delay, message and flit, one after the other: the truth for the other two.
  case event
}

/// The kind of agent that draws.
public enum Draws: String, Sendable, Codable, CaseIterable {
  /// Poisson agents: independent draws, error O(1/√S).
  case independent
  /// Integrate-and-fire agents: regular clocks with a random phase, error O(1/S).
  case systematic
}

/// The dynamics by which a race tile draws a key from softmax.
public enum AttentionRoad: String, Sendable, Codable, CaseIterable {
  /// Agents with rates e^{score}: the first to fire.
  case race
  /// One heat-bath update of a Potts agent with a state for each key.
  case potts
  /// A group of spins coupled by a penalty for any number of ones but one.
  case oneHot = "one-hot"
  /// A particle that hops between keys by pair heat bath: the number of ones is conserved.
  case kawasaki
}

/// When a race tile stops counting.
public enum RaceStop: String, Sendable, Codable, CaseIterable {
  /// After S counted firings: multinomial counts.
  case count
  /// After the time in which S firings are expected: Poisson counts; an empty window is drawn again.
  case window
}

/// How the rate of a race is held at its load.
public enum RaceRate: String, Sendable, Codable, CaseIterable {
  /// r₀ is scaled so that the agents together fire at the rate load / arbitration time.
  case scaled
  /// Each draw starts at a low r₀, which grows as e^{γt} with γ = load / arbitration time.
  case ramped
}

/// What a run of the machine may vary: none of it changes the program.
public struct RunSettings: Sendable, Equatable {
  /// The legal numbers of samples.
  public static let sampleRange = 1...65535
  /// The legal penalties of one-hot groups, in nats: weaker ones are broken more often than kept, and
  /// e^{16} periods of a clock are a millisecond at a gigahertz.
  public static let penaltyRange = 0.5...16.0

  /// Expectation, sampled or event.
  public var fidelity: Fidelity
  /// The kind of agent.
  public var draws: Draws
  /// Draws of an attention row, and firings of a gate: S in 1…65535.
  public var samples: Int
  /// Seed of all streams.
  public var seed: UInt64
  /// The dynamics of race tiles.
  public var attention = AttentionRoad.race
  /// When a race stops.
  public var raceStop = RaceStop.count
  /// How a race's rate is held.
  public var raceRate = RaceRate.scaled
  /// βA of the penalty of one-hot groups, in nats.
  public var oneHotPenalty = 6.0
  /// Wires of a lattice on which each token has a cell of its own; `nil` where tokens share the tiles of
  /// their heads.
  public var tokenWires: TokenWires?
  /// Which manufactured chip: the number of the draw of its variation.
  public var die: UInt32 = 0

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

  /// The least λ_max/γ of ramped races whose law is known: above it two agents in a hundred saturate before
  /// it fires, even if it has all the weight, since the hazard that has passed is exponential.
  static let leastRampHeadroom = 4.0

  /// Refuses what has no law by counts on a chip.
  func check(against timing: ChipTiming) throws(MachineError) {
    guard fidelity != .event, attention == .race, raceRate == .ramped else { return }
    let growth_Hz = timing.raceLoad / timing.arbitration_s
    guard timing.maximumRate_Hz < Self.leastRampHeadroom * growth_Hz else { return }
    throw .unusableSettings(
      reason:
        "race rate ramped: found a maximum rate of \(timing.maximumRate_Hz) Hz, expected at least "
        + "\(Self.leastRampHeadroom * growth_Hz) Hz, four times load / arbitration: agents would saturate "
        + "before they fire, which only fidelity event follows")
  }

  /// What is contradictory about these settings, one sentence each; empty if they are sound.
  public var problems: [String] {
    var found: [String] = []
    if !Self.penaltyRange.contains(oneHotPenalty) {
      found.append(
        "one-hot penalty: found \(oneHotPenalty), expected \(Self.penaltyRange.lowerBound) to "
          + "\(Self.penaltyRange.upperBound)")
    }
    if draws == .systematic, attention == .oneHot || attention == .kawasaki {
      found.append(
        "draws: found systematic, expected independent with attention \(attention.rawValue), "
          + "whose agents relax and have no phase")
    }
    if attention == .race, raceStop == .window, draws == .systematic {
      found.append(
        "race stop: found window with draws systematic, expected count: regular clocks always run "
          + "for the time in which S firings are expected")
    }
    if attention != .race, raceStop != .count || raceRate != .scaled {
      found.append(
        "race stop and rate: found \(raceStop.rawValue) and \(raceRate.rawValue), expected count "
          + "and scaled with attention \(attention.rawValue), which does not race")
    }
    if attention == .race, raceRate == .ramped, raceStop == .window || draws == .systematic {
      let other = raceStop == .window ? "stop window" : "draws systematic"
      found.append(
        "race rate: found ramped with \(other), expected scaled: a ramp starts again with each draw"
      )
    }
    return found
  }
}

extension RunSettings {
  /// Each setting by its name, for messages about runs that differ.
  var words: [String: String] {
    [
      "fidelity": fidelity.rawValue, "draws": draws.rawValue, "samples": "\(samples)",
      "seed": "\(seed)", "attention": attention.rawValue, "race stop": raceStop.rawValue,
      "race rate": raceRate.rawValue, "one-hot penalty": "\(oneHotPenalty)", "die": "\(die)",
      "token lattice": tokenWires?.name ?? "none",
    ]
  }
}
