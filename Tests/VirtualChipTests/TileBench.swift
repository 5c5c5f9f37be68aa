import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs
import RandomStreams
import VirtualChip

/// One tile at fidelity `event`, a row at a time.
struct TileBench {
  var chip: ChipSpec
  var settings: RunSettings
  var record = InstructionRecord(instruction: 0, name: "tile", layer: nil)
  var events = EventTally()

  init(
    samples: Int = 64, draws: Draws = .independent, seed: UInt64 = 1,
    chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws {
    chip = try Bench.chip(change)
    settings = RunSettings(fidelity: .event(die: 0), draws: draws, samples: samples, seed: seed)
  }

  func context(token: Int = 0, start_s: Double = 0) -> TileContext {
    TileContext(
      chip: chip, settings: settings,
      die: Die(devices: chip.devices, seed: settings.seed, number: settings.fidelity.die),
      streams: InstructionStreams(seed: settings.seed, text: 7, instruction: 3), start_s: start_s,
      token: token)
  }

  /// The gates of one row; the firings' shares are the outputs for fields of 1.
  mutating func gates(
    _ threshold: GateThreshold, _ x: [Float], token: Int = 0, start_s: Double = 0
  ) -> (fields: [Float], run: TileRun) {
    var tile = GateTile()
    let result = tile.accept(
      .init(threshold: threshold, fields: Matrix(rows: 1, width: x.count, elements: x)),
      in: context(token: token, start_s: start_s), record: &record, events: &events)
    return (result.fields.elements, result.run)
  }

  /// One row of codes through an array.
  mutating func read(_ prepared: PreparedArray, _ codes: CodedMatrix, token: Int = 0) {
    let context = context(token: token)
    var tile = CrossbarTile()
    _ = tile.accept(
      .init(array: prepared, codes: codes), in: context, record: &record, events: &events)
  }

  /// One row through a norm unit.
  mutating func settle(_ row: Matrix, token: Int) {
    let context = context(token: token)
    var tile = NormTile()
    _ = tile.accept(
      .init(fields: row, epsilon: 1e-12), in: context, record: &record, events: &events)
  }

  /// Counts of the agents of a row with given weights.
  mutating func race(
    weights: [Float], row: Int, start_s: Double = 0, firstAgent: Int = 0
  ) -> (counts: [Int], draws: RowOutcome) {
    var padded = weights + [Float](repeating: 0, count: 64)
    var counts = padded.mutableSpan
    let draws = settings.attention.road.simulate(
      &counts, count: weights.count, row: row, firstAgent: firstAgent,
      in: context(start_s: start_s), events: &events)
    return (padded.prefix(weights.count).map { Int($0) }, draws)
  }
}
