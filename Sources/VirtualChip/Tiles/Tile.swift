package import ByteFormats
package import ExecutionRecords
package import HardwareSpecs

/// A tile as fidelity `event` has it: rows, or commands, enter one after the other.
///
/// The session hands over a row when the tile is free, and takes the result and the times from it. A model
/// of a tile in hardware is another conformer (`ChipTiles`).
package protocol Tile<Input> {
  /// What enters.
  associatedtype Input

  /// Takes a row or a command.
  ///
  /// - Parameters:
  ///   - input: what enters.
  ///   - context: the run.
  ///   - record: receives the actions.
  ///   - events: receives what was simulated.
  mutating func accept(
    _ input: Input, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> TileResult

  /// All that it needs to go on between two inputs; nothing for one that keeps nothing between them, or is
  /// given it again.
  var stateBytes: [UInt8] { get }

  /// Goes on where another one had these `stateBytes`.
  mutating func restore(_ bytes: [UInt8]) throws(ByteReader.Damaged)
}

extension Tile {
  /// Nothing.
  package var stateBytes: [UInt8] { [] }

  /// Takes nothing.
  package mutating func restore(_ bytes: [UInt8]) throws(ByteReader.Damaged) {
    guard bytes.isEmpty else { throw ByteReader.Damaged() }
  }
}

/// What a tile gives for a row.
package struct TileResult {
  /// One row; none for a command without a result.
  package var fields: Matrix
  /// How long it stayed.
  package var run: TileRun

  /// A result.
  package init(fields: Matrix, run: TileRun) {
    self.fields = fields
    self.run = run
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
  /// Keeps the counts of the heads of races; `nil` where nobody asks for them.
  var watch: RaceWatch?

  /// Time since the chip was first calibrated.
  var age_s: Double { settings.age_s + start_s }

  /// The context of one row.
  package init(
    chip: ChipSpec, settings: RunSettings, die: Die, streams: InstructionStreams,
    start_s: Double, token: Int
  ) {
    self.chip = chip
    self.settings = settings
    self.die = die
    self.streams = streams
    self.start_s = start_s
    self.token = token
  }
}
