import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualNPU

/// Events a second of each tile, one thread: `make check-statistics` prints them.
@Suite("Speed of tiles", .serialized, .enabled(if: SlowTests.areEnabled))
struct TileSpeedTests {
  static func report(
    _ name: String, events: UInt64, work: String = "", seconds: Double
  ) {
    print(
      "\(name): \(events) events in \(String(format: "%.3f", seconds)) s, "
        + "\(String(format: "%.1f", Double(events) / seconds * 1e-6)) million a second \(work)")
  }

  static func timed(_ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<3 {
      // The processor's time: other processes do not count.
      let start = clock()
      try body()
      best = min(best, Double(clock() - start) * 1e-6)
    }
    return best
  }

  static func reads(_ name: String, _ change: (inout ChipSpec) -> Void) throws {
    let example = CrossbarTileTests.Case(
      inputs: 384, outputs: 1536, outliers: 4, block: 128, tile: 128)
    let array = CrossbarTileTests.array(example)
    var bench = try TileBench {
      $0.geometry.tileRows = 128
      $0.geometry.tileColumns = 128
      change(&$0)
    }
    let prepared = try PreparedArray(array, activationBits: 8)
    var numbers = SmallNumbers(state: 1)
    let rows: [[Float]] = [(0..<384).map { _ in numbers.next() }]
    let program = Bench.program(
      rows: rows, chip: bench.chip, values: [.init(kind: .codes, width: 384)],
      [.clamp(0, bits: 8, outlierChannels: 4, into: 1)])
    let codes = try #require(
      try VirtualNPU(program: program, chip: bench.chip)
        .trace(tokens: [0], settings: RunSettings(fidelity: .expectation)).codes[1])
    let rounds = 40
    bench.read(prepared, codes)
    let seconds = timed {
      bench.events = EventTally()
      for token in 0..<rounds { bench.read(prepared, codes, token: token) }
    }
    let sums = rounds * 1536 * 6 * 64
    report(
      name, events: bench.events.total,
      work: "(\(String(format: "%.0f", Double(sums) / seconds * 1e-6)) million column sums)",
      seconds: seconds)
  }

  @Test func crossbars() throws {
    try Self.reads("crossbar, counters") { _ in }
    try Self.reads("crossbar, converters of 6 bits") {
      $0.timing.readOut = .converter(bits: 6, columnsPerConverter: 1)
    }
    try Self.reads("crossbar, converters with noise") {
      $0.timing.readOut = .converter(bits: 6, columnsPerConverter: 1)
      $0.devices.converterNoise = 0.5
    }
    try Self.reads("crossbar, couplings that vary") {
      $0.timing.readOut = .converter(bits: 6, columnsPerConverter: 1)
      $0.devices.couplingVariation = 0.1
    }
  }

  static func gates(
    _ name: String, _ threshold: GateThreshold = .gaussian, draws: Draws = .independent,
    _ change: (inout ChipSpec) -> Void = { _ in }
  ) throws {
    var bench = try TileBench(samples: 64, draws: draws, chip: change)
    let x = (0..<1536).map { Float($0 % 97) / 24 - 2 }
    let seconds = timed {
      bench.events = EventTally()
      for token in 0..<120 { _ = bench.gates(threshold, x, token: token) }
    }
    report(name, events: bench.events.total, seconds: seconds)
  }

  @Test func gates() throws {
    try Self.gates("gates, Gaussian")
    try Self.gates("gates, logistic", .logistic)
    try Self.gates("gates, integrate-and-fire", draws: .systematic)
    try Self.gates("gates with offsets and rates") {
      $0.devices.offsetVariation = 0.1
      $0.devices.rateVariation = 0.1
    }
    try Self.gates("gates with noise, drift and retention") {
      $0.devices.fieldNoise = 0.1
      $0.devices.drift_perSecond = 0.1
      $0.devices.retention_s = 1e-10
    }
  }

  @Test func races() throws {
    for attention in [AttentionRoad.race, .rampedRace] {
      var bench = try TileBench(samples: 64)
      bench.settings.attention = attention
      let weights = (0..<20).map { exp(-Float($0) / 3) }
      let seconds = Self.timed {
        bench.events = EventTally()
        for row in 0..<1440 { _ = bench.race(weights: weights, row: row) }
      }
      Self.report("races, \(attention)", events: bench.events.total, seconds: seconds)
    }
  }

  @Test func norms() throws {
    var bench = try TileBench()
    var numbers = SmallNumbers(state: 1)
    let row = Matrix(rows: 1, width: 384, elements: (0..<384).map { _ in 3 * numbers.next() })
    let seconds = Self.timed {
      bench.record.counts = [:]
      for token in 0..<260 {
        bench.settle(row, token: token)
      }
    }
    print(
      "norms: \(bench.record.total[.dacSet] / 2) steps of 384 elements in "
        + "\(String(format: "%.4f", seconds)) s")
  }
}
