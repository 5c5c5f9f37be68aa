import BenchmarkSupport
import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import VirtualNPU

/// Times each kind of tile at fidelity `event`, one thread: a program of one instruction on rows of
/// MiniLM's widths; prints a line a tile: its name, millions of events a second, milliseconds a row.
///
/// Events are agents' draws, planes pulsed on rows and conversions, as the record counts them; the
/// preset and the coding of the rows are timed with them.
@main
struct TileBenchmark {
  static let width = 384

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count <= 3, let runs = Int(arguments.count > 1 ? arguments[1] : "10"), runs > 0
    else {
      fail("usage: tile-benchmarks [RUNS [FIDELITY]]", status: 64)
    }
    guard let fidelity = Fidelity.Word(rawValue: arguments.count > 2 ? arguments[2] : "event") else {
      fail(
        "tile-benchmarks: found fidelity \(arguments[2]), expected one of "
          + Fidelity.Word.allCases.map(\.rawValue).joined(separator: ", "), status: 64)
    }
    let settings = RunSettings(fidelity: fidelity.fidelity(), samples: 64)
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    var converters = chip
    converters.timing.readOut = .converter(bits: 8, columnsPerConverter: 1)
    var noisy = converters
    noisy.devices.converterNoise = 0.5
    var varied = chip
    varied.devices.offsetVariation = 0.1
    varied.devices.fieldNoise = 0.1
    let array = couplings(outputs: 1536)
    let coding: [any Instruction.Operation] = [
      .clamp(0, bits: 8, outlierChannels: 4, into: 1), .read(array: 0, codes: 1, into: 2),
    ]
    let heads = Instruction.RaceShape(
      heads: 12, keyValueHeads: 12, headSize: 32, causal: false, bits: 8)
    let cases: [(String, ChipSpec, [CouplingArray], [any Instruction.Operation])] = [
      ("read", chip, [array], coding), ("read-converters", converters, [array], coding),
      ("read-noise", noisy, [array], coding),
      ("gate", chip, [], [.gate(.gaussian, 0, into: 3)]),
      ("gate-devices", varied, [], [.gate(.gaussian, 0, into: 3)]),
      ("race", chip, [], [.race(heads, query: 0, key: 0, value: 0, into: 3)]),
      ("normalise", chip, [], [.normalise(0, epsilon: 1e-12, into: 3)]),
    ]
    for (name, chip, arrays, operations) in cases {
      let machine = try VirtualNPU(
        program: program(operations, arrays: arrays, chip: chip), chip: chip)
      let tokens = Array(0..<20)
      let total = try machine.run(tokens: tokens, settings: settings).record.total
      // Steps of norms are no events: their operations are shown by their time alone.
      let events = total[.agentUpdate] + total[.clampWrite] + total[.adcConversion]
      let time = try seconds(runs) { try machine.run(tokens: tokens, settings: settings) }.min_s
      print(
        "\(name) \(String(format: "%.1f %.4f", Double(events) / time * 1e-6, time / 20 * 1e3))")
    }
  }

  /// Fetches 20 rows, then does `operations`: values 0 and 3 are fields, 1 codes, 2 the wide fields of
  /// an array.
  static func program(
    _ operations: [any Instruction.Operation], arrays: [CouplingArray], chip: ChipSpec
  ) -> Program {
    let table = PresetTable(
      name: "rows", index: .token, rows: 20, width: width, bits: 16,
      codes: (0..<(20 * width)).map { Int16(truncatingIfNeeded: ($0 * 7919) % 60_013 - 30_006) },
      scales: [Float](repeating: 1e-4, count: 20), onChip: true)
    return Program(
      model: "tiles", chip: chip.name, chipHash: chip.hash, precision: Precision(),
      maximumTokens: 20,
      values: [
        .init(kind: .field, width: width), .init(kind: .codes, width: width),
        .init(kind: .field, width: 1536), .init(kind: .field, width: width),
      ], arrays: arrays, tables: [table], vectors: [], setup: [],
      instructions: ([.fetch(tables: [0], into: 0)] + operations).map {
        Instruction(name: $0.mnemonic, layer: nil, operation: $0)
      })
  }

  /// A scale for each tile.
  static func couplings(outputs: Int) -> CouplingArray {
    CouplingArray(
      name: "couplings", layer: nil, inputs: width, outputs: outputs, bits: 8, block: 128,
      codes: (0..<(width * outputs)).map { Int16(($0 * 104_729) % 255 - 127) },
      scales: [Float](repeating: 0.01, count: 3 * outputs),
      fields: [Float](repeating: 0, count: outputs),
      placement: .init(
        rowTiles: 3, columnTiles: outputs / 128, tiles: Array(0..<(3 * outputs / 128)),
        resident: true, rounds: 1))
  }
}
