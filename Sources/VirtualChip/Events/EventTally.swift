/// Simulated events by kind: what the speed of the simulator is measured in.
public struct EventTally: Sendable, Equatable, Codable {
  /// Ticks of agents' clocks, each with its draw.
  public var draws: UInt64 = 0
  /// Planes pulsed on rows of crossbars.
  public var pulses: UInt64 = 0
  /// Conversions.
  public var conversions: UInt64 = 0
  /// Flits over links.
  public var flits: UInt64 = 0
  /// Flip messages between lattice agents.
  public var messages: UInt64 = 0

  /// Nothing yet.
  public init() {}

  /// All events.
  public var total: UInt64 { draws + pulses + conversions + flits + messages }

  /// Adds the events of another run.
  public static func += (left: inout EventTally, right: EventTally) {
    left.draws += right.draws
    left.pulses += right.pulses
    left.conversions += right.conversions
    left.flits += right.flits
    left.messages += right.messages
  }
}
