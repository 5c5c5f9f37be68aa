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
  package let streams: InstructionStreams
  /// When the row enters, in seconds from the start of the text.
  package let start_s: Double
  /// The row's token.
  package let token: Int

  /// The context of one row.
  package init(
    chip: ChipSpec, settings: RunSettings, die: Die, streams: InstructionStreams, start_s: Double,
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
