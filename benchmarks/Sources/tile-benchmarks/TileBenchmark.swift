import BenchmarkSupport
import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import VirtualChip

/// Times each kind of tile at fidelity `event`, one thread: a program of one instruction on rows of
/// MiniLM's widths; prints a line a tile: its name, millions of events a second, milliseconds a row.
///
/// Events are agents' draws, planes pulsed on rows and conversions, as the record counts them; the
/// preset and the coding of the rows are timed with them.
@main
struct TileBenchmark {
  static let width = 384

  /// One tile at work: a chip, an instruction, and how agents draw.
  struct Case {
    var name: String
    var chip: ChipSpec
    var arrays: [CouplingArray] = []
    var operations: [any Instruction.Operation]
    var attention = AttentionRoad.race
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count <= 3, let runs = Int(arguments.count > 1 ? arguments[1] : "10"), runs > 0
    else {
      fail("usage: tile-benchmarks [RUNS [FIDELITY]]", status: 64)
    }
    guard let fidelity = Fidelity.Word(rawValue: arguments.count > 2 ? arguments[2] : "event")
    else {
      fail(
        "tile-benchmarks: found fidelity \(arguments[2]), expected one of "
          + Fidelity.Word.allCases.map(\.rawValue).joined(separator: ", "), status: 64)
    }
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    for example in crossbars(chip) + gates(chip) + races(chip) + [
      Case(name: "normalise", chip: chip, operations: [.normalise(0, epsilon: 1e-12, into: 3)])
    ] {
      let settings = RunSettings(
        fidelity: fidelity.fidelity(), attention: example.attention, samples: 64)
      let machine = try VirtualChip(
        program: program(example.operations, arrays: example.arrays, chip: example.chip),
        chip: example.chip)
      let tokens = Array(0..<20)
      let total = try machine.run(tokens: tokens, settings: settings).record.total
      // Steps of norms are no events: their operations are shown by their time alone.
      let events = total[.agentUpdate] + total[.clampWrite] + total[.adcConversion]
      let time = try seconds(runs) { try machine.run(tokens: tokens, settings: settings) }.min_s
      print(
        "\(example.name) "
          + String(format: "%.1f %.4f", Double(events) / time * 1e-6, time / 20 * 1e3))
    }
  }

  /// The chip with other figures.
  static func changed(_ chip: ChipSpec, _ change: (inout ChipSpec) -> Void) -> ChipSpec {
    var chip = chip
    change(&chip)
    return chip
  }

  static func crossbars(_ chip: ChipSpec) -> [Case] {
    func converters(_ bits: Int, _ change: (inout ChipDevices) -> Void = { _ in }) -> ChipSpec {
      changed(chip) {
        $0.timing.readOut = .converter(bits: bits, columnsPerConverter: 1)
        change(&$0.devices)
      }
    }
    return [
      ("read", chip), ("read-converters", converters(8)), ("read-6-bits", converters(6)),
      ("read-noise", converters(8) { $0.converterNoise = 0.5 }),
      ("read-variation", converters(6) { $0.couplingVariation = 0.1 }),
    ].map { name, chip in
      Case(
        name: name, chip: chip, arrays: [couplings(outputs: 1536)],
        operations: [
          .clamp(0, bits: 8, outlierChannels: 4, into: 1), .read(array: 0, codes: 1, into: 2),
        ])
    }
  }

  static func gates(_ chip: ChipSpec) -> [Case] {
    func gate(
      _ name: String, _ threshold: GateThreshold = .gaussian, attention: AttentionRoad = .race,
      _ change: (inout ChipDevices) -> Void = { _ in }
    ) -> Case {
      Case(
        name: name, chip: changed(chip) { change(&$0.devices) },
        operations: [.gate(threshold, 0, into: 3)], attention: attention)
    }
    return [
      gate("gate"), gate("gate-logistic", .logistic),
      gate("gate-systematic", attention: .regularRace),
      gate("gate-offsets-rates") {
        $0.offsetVariation = 0.1
        $0.rateVariation = 0.1
      },
      gate("gate-devices") {
        $0.offsetVariation = 0.1
        $0.fieldNoise = 0.1
      },
      gate("gate-noise-drift-retention") {
        $0.fieldNoise = 0.1
        $0.drift_perSecond = 0.1
        $0.retention_s = 1e-10
      },
    ]
  }

  /// Attention of 12 heads over the 20 rows by each road.
  static func races(_ chip: ChipSpec) -> [Case] {
    let heads = Instruction.RaceShape(
      heads: 12, keyValueHeads: 12, headSize: 32, causal: false, bits: 8)
    let race = Case(
      name: "race", chip: chip, operations: [.race(heads, query: 0, key: 0, value: 0, into: 3)])
    var (ramped, potts, kawasaki) = (race, race, race)
    (ramped.name, ramped.attention) = ("race-ramped", .rampedRace)
    (potts.name, potts.attention) = ("potts", .potts)
    (kawasaki.name, kawasaki.attention) = ("kawasaki", .kawasaki)
    return [race, ramped, potts, kawasaki]
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
      name: "tiles", chip: .init(name: chip.name, hash: chip.identity), precision: Precision(),
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
