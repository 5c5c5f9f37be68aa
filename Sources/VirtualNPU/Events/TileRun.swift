package import HardwareSpecs

/// How long one row of a value stays in a tile.
package struct TileRun: Equatable {
  /// Cycles from the row's entry to its result.
  package var latency: Int
  /// Cycles after its entry when the next row may enter.
  package var busy: Int

  /// How long a row stays.
  package init(latency: Int, busy: Int) {
    self.latency = latency
    self.busy = busy
  }
}

/// What a tile must know about the run it is part of.
package struct TileContext {
  /// The chip.
  package let chip: ChipSpec
  /// Fidelity, agents, samples and seed.
  package let settings: RunSettings
  /// The manufactured chip.
  package let die: Die
  /// Keys of the streams of this instruction on this text.
  package let streams: DrawStreams
  /// When the row enters, in seconds from the start of the text.
  package let start_s: Double
  /// The row's token.
  package let token: Int

  /// The context of one row.
  package init(
    chip: ChipSpec, settings: RunSettings, die: Die, streams: DrawStreams, start_s: Double,
    token: Int
  ) {
    self.chip = chip
    self.settings = settings
    self.die = die
    self.streams = streams
    self.start_s = start_s
    self.token = token
  }
}

/// Simulated events by kind: what the speed of the simulator is measured in.
package struct EventTally: Sendable, Equatable {
  /// Ticks of agents' clocks, each with its draw.
  package var draws: UInt64 = 0
  /// Planes pulsed on rows of crossbars.
  package var pulses: UInt64 = 0
  /// Conversions.
  package var conversions: UInt64 = 0
  /// Flits over links.
  package var flits: UInt64 = 0
  /// Flip messages between lattice agents.
  package var messages: UInt64 = 0

  package init() {}

  /// All events.
  package var total: UInt64 { draws + pulses + conversions + flits + messages }

  package static func += (left: inout EventTally, right: EventTally) {
    left.draws += right.draws
    left.pulses += right.pulses
    left.conversions += right.conversions
    left.flits += right.flits
    left.messages += right.messages
  }
}
