/// The dynamics by which race tiles draw keys from softmax. What cannot go together has no case.
public enum AttentionRoad: Sendable, Equatable {
  /// Poisson agents with rates e^{score}, held at the race's load: the first to fire, S times.
  case race
  /// The same, but each draw starts at a low rate, which grows as e^{γt}.
  case rampedRace
  /// The same at constant rates, for the time in which S firings are expected.
  case raceWindow
  /// Agents with regular clocks, for the time in which S firings are expected.
  case regularRace
  /// S heat-bath updates of a Potts agent with a state for each key.
  case potts
  /// The same with a comb of uniform numbers.
  case pottsComb
  /// A group of spins coupled by a penalty for any number of ones but one: βA in nats, in
  /// `OneHotRoad.penalties`.
  case oneHot(penalty_nats: Double)
  /// A particle that hops between keys by pair heat bath: the number of ones is conserved.
  case kawasaki

  /// Its law and its agents.
  package var road: any Road {
    switch self {
    case .race: ScaledRace()
    case .rampedRace: RampedRace()
    case .raceWindow: WindowRace()
    case .regularRace: RegularRace()
    case .potts: PottsRoad()
    case .pottsComb: PottsCombRoad()
    case .oneHot(let penalty): OneHotRoad(penalty_nats: penalty)
    case .kawasaki: KawasakiRoad()
    }
  }

  /// All of them.
  /// - Parameter penalty_nats: βA of the one-hot group.
  package static func all(penalty_nats: Double) -> [AttentionRoad] {
    [
      .race, .rampedRace, .raceWindow, .regularRace, .potts, .pottsComb,
      .oneHot(penalty_nats: penalty_nats), .kawasaki,
    ]
  }

  /// The word by which a command names the dynamics; further options tell those of one word apart.
  public enum Word: String, Sendable, Codable, CaseIterable {
    /// Agents with rates e^{score}: the first to fire.
    case race
    /// One heat-bath update of a Potts agent with a state for each key.
    case potts
    /// A group of spins coupled by a penalty for any number of ones but one.
    case oneHot = "one-hot"
    /// A particle that hops between keys by pair heat bath: the number of ones is conserved.
    case kawasaki
  }
}
