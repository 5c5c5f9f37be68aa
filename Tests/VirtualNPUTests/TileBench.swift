import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs
import RandomStreams
import VirtualNPU

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
    settings = RunSettings(fidelity: .event, draws: draws, samples: samples, seed: seed)
  }

  func context(token: Int = 0, start_s: Double = 0) -> TileContext {
    TileContext(
      chip: chip, settings: settings,
      die: Die(devices: chip.devices, seed: settings.seed, number: settings.die),
      streams: DrawStreams(settings: settings, text: 7, instruction: 3), start_s: start_s,
      token: token)
  }

  /// The gates of one row; the firings' shares are the outputs for fields of 1.
  mutating func gates(
    _ threshold: GateThreshold, _ x: [Float], token: Int = 0, start_s: Double = 0
  ) -> (fields: [Float], run: TileRun) {
    let result = GateTile.fire(
      threshold, Matrix(rows: 1, width: x.count, elements: x),
      in: context(token: token, start_s: start_s), record: &record, events: &events)
    return (result.fields.elements, result.run)
  }

  /// Counts of the agents of a row with given weights.
  mutating func race(
    weights: [Float], row: Int, start_s: Double = 0, firstAgent: Int = 0
  ) -> (counts: [Int], draws: RowDraws) {
    var padded = weights + [Float](repeating: 0, count: 64)
    let draws = padded.withUnsafeMutableBufferPointer {
      RowAgents.draw(
        $0, count: weights.count, row: row, law: RaceLaw(timing: chip.timing),
        in: context(start_s: start_s), firstAgent: firstAgent, events: &events)
    }
    return (padded.prefix(weights.count).map { Int($0) }, draws)
  }
}

/// Rows of a coded value, one at a time.
extension CodedMatrix {
  func row(_ row: Int) -> CodedMatrix {
    func part<Element>(_ values: [Element], _ size: Int) -> [Element] {
      values.isEmpty ? [] : Array(values[(row * size)..<((row + 1) * size)])
    }
    return CodedMatrix(
      rows: 1, width: width, bits: bits, outliers: outliers, codes8: part(codes8, width),
      codes16: part(codes16, width), scale: [scale[row]], zero: [zero[row]],
      outlierChannel: part(outlierChannel, outliers), outlierCode: part(outlierCode, outliers),
      outlierScale: [outlierScale[row]])
  }
}
