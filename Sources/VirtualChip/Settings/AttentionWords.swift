/// The kind of agent that draws.
public enum Draws: String, Sendable, Codable, CaseIterable {
  /// Poisson agents: independent draws, error O(1/√S).
  case independent
  /// Integrate-and-fire agents: regular clocks with a random phase, error O(1/S).
  case systematic
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

/// The words by which a command states the dynamics of attention, one option each.
public struct AttentionWords: Sendable, Equatable {
  /// What draws a key.
  public var dynamics: AttentionRoad.Word
  /// The kind of agents.
  public var draws: Draws
  /// When a race stops.
  public var stop: RaceStop
  /// How a race's rate is held.
  public var rate: RaceRate
  /// βA of one-hot groups in nats; `nil` where it is not stated.
  public var penalty_nats: Double?

  /// Creates words; by default those of a race between Poisson agents.
  /// - Parameters:
  ///   - dynamics: what draws a key.
  ///   - draws: the kind of agents.
  ///   - stop: when a race stops.
  ///   - rate: how a race's rate is held.
  ///   - penalty_nats: βA of one-hot groups.
  public init(
    _ dynamics: AttentionRoad.Word = .race, draws: Draws = .independent, stop: RaceStop = .count,
    rate: RaceRate = .scaled, penalty_nats: Double? = nil
  ) {
    self.dynamics = dynamics
    self.draws = draws
    self.stop = stop
    self.rate = rate
    self.penalty_nats = penalty_nats
  }

  /// The dynamics that the words name.
  /// - Throws: `SettingsError` where they contradict one another.
  public func road() throws(SettingsError) -> AttentionRoad {
    let problems = problems
    guard problems.isEmpty else { throw SettingsError(problems: problems) }
    let penalty_nats = penalty_nats ?? OneHotRoad.defaultPenalty_nats
    var named = self
    named.penalty_nats = dynamics == .oneHot ? penalty_nats : nil
    let roads = AttentionRoad.all(penalty_nats: penalty_nats)
    guard let road = roads.first(where: { $0.words == named }) else {
      throw SettingsError(problems: [
        "attention: found \(dynamics.rawValue) with draws \(draws.rawValue), stop \(stop.rawValue) and "
          + "rate \(rate.rawValue), expected words of one road"
      ])
    }
    return road
  }

  /// What is contradictory, one sentence each.
  private var problems: [String] {
    var found: [String] = []
    let penalties = OneHotRoad.penalties
    if let penalty_nats, !penalties.contains(penalty_nats) {
      found.append(
        "one-hot penalty: found \(penalty_nats), expected \(penalties.lowerBound) to "
          + "\(penalties.upperBound)")
    }
    if draws == .systematic, dynamics == .oneHot || dynamics == .kawasaki {
      found.append(
        "draws: found systematic, expected independent with attention \(dynamics.rawValue), "
          + "whose agents relax and have no phase")
    }
    if dynamics == .race, stop == .window, draws == .systematic {
      found.append(
        "race stop: found window with draws systematic, expected count: regular clocks always run "
          + "for the time in which S firings are expected")
    }
    if dynamics != .race, stop != .count || rate != .scaled {
      found.append(
        "race stop and rate: found \(stop.rawValue) and \(rate.rawValue), expected count "
          + "and scaled with attention \(dynamics.rawValue), which does not race")
    }
    if dynamics == .race, rate == .ramped, stop == .window || draws == .systematic {
      let other = stop == .window ? "stop window" : "draws systematic"
      found.append(
        "race rate: found ramped with \(other), expected scaled: a ramp starts again with each draw"
      )
    }
    return found
  }
}

/// Words that contradict one another.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// One sentence each.
  public var problems: [String]

  /// All of them in a line.
  public var description: String { problems.joined(separator: "; ") }
}

extension AttentionRoad {
  /// The words that name it.
  public var words: AttentionWords { road.words }
}
