/// How replicas move among temperatures.
public struct TemperingStatistics: Sendable, Equatable {
  /// Steps since the beginning.
  public internal(set) var steps = 0
  /// Exchanges tried between temperatures i and i + 1.
  public internal(set) var attempts: [Int]
  /// Exchanges made between temperatures i and i + 1.
  public internal(set) var exchanges: [Int]
  /// Journeys of each replica from the hottest temperature to the coldest and back.
  public internal(set) var roundTrips: [Int]
  /// Steps that these journeys took, all together.
  public internal(set) var roundTripSteps = 0
  /// Which end a replica saw last.
  private var ends: [End]
  /// When a replica was last at the hottest temperature, before a visit to the coldest one.
  private var departures: [Int]

  private enum End: Sendable { case none, hot, cold }

  init(temperatures: Int) {
    attempts = Array(repeating: 0, count: temperatures - 1)
    exchanges = attempts
    roundTrips = Array(repeating: 0, count: temperatures)
    ends = Array(repeating: .none, count: temperatures)
    departures = Array(repeating: 0, count: temperatures)
  }

  /// The share of exchanges made between temperatures i and i + 1; NaN where none was tried.
  public var acceptance: [Double] {
    zip(exchanges, attempts).map { Double($0) / Double($1) }
  }

  /// The mean time of a journey in steps; infinite while there was none.
  public var meanRoundTripSteps: Double {
    let trips = roundTrips.reduce(0, +)
    return trips == 0 ? .infinity : Double(roundTripSteps) / Double(trips)
  }

  /// Notes where replicas are after a step.
  mutating func note(replicaAt: [Int]) {
    steps += 1
    let hot = replicaAt[0]
    if ends[hot] == .cold {
      roundTrips[hot] += 1
      roundTripSteps += steps - departures[hot]
    }
    ends[hot] = .hot
    departures[hot] = steps
    let cold = replicaAt[replicaAt.count - 1]
    if ends[cold] == .hot { ends[cold] = .cold }
  }
}
