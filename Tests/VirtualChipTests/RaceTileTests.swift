import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("Race tiles, event by event")
struct RaceTileTests {
  static let tokens = 21
  static let shape = Instruction.RaceShape(
    heads: 4, keyValueHeads: 2, headSize: 20, causal: false, bits: 8)

  static func matrix(_ width: Int, _ seed: UInt64) -> Matrix {
    var numbers = SmallNumbers(seed: seed)
    return Matrix(
      rows: tokens, width: width,
      elements: (0..<(tokens * width)).map { _ in 1.5 * numbers.next() })
  }

  static let query = matrix(80, 1)
  static let key = matrix(40, 2)
  static let value = matrix(40, 3)

  /// Contexts of all queries.
  static func attend(
    _ bench: inout TileBench, beta: Float = 0.4
  ) -> (context: [Float], runs: [TileRun], writing: Int) {
    var tile = RaceTile(shape)
    let rules = RaceRules(
      shape, keys: tokens, road: bench.settings.attention.road, on: bench.chip)
    let writing = tile.accept(
      .write(keys: key, values: value, rules), in: bench.context(), record: &bench.record,
      events: &bench.events
    ).run.busy
    var context: [Float] = []
    var runs: [TileRun] = []
    for token in 0..<tokens {
      let row = Matrix(
        rows: 1, width: 80, elements: Array(query.elements[(token * 80)..<((token + 1) * 80)]))
      let result = tile.accept(
        .attend(query: row, keys: 0..<tokens, beta: beta, rules),
        in: bench.context(token: token), record: &bench.record, events: &bench.events)
      context += result.fields.elements
      runs.append(result.run)
    }
    return (context, runs, writing)
  }

  /// The same by the machine.
  static func machine(
    _ settings: RunSettings, _ bench: TileBench
  ) throws -> (context: [Float], record: InstructionRecord) {
    let rows = (0..<tokens).map { token in
      Array(query.elements[(token * 80)..<((token + 1) * 80)])
        + Array(key.elements[(token * 40)..<((token + 1) * 40)])
        + Array(value.elements[(token * 40)..<((token + 1) * 40)])
    }
    _ = rows
    let program = Bench.program(
      rows: rows.map { $0 }, chip: bench.chip,
      values: [
        .init(kind: .field, width: 80), .init(kind: .field, width: 40),
        .init(kind: .field, width: 40), .init(kind: .codes, width: 160),
        .init(kind: .field, width: 80),
      ],
      arrays: [
        part(0, 80, on: bench.chip), part(80, 40, on: bench.chip), part(120, 40, on: bench.chip),
      ],
      precision: Precision(activationBits: 12), setup: [.beta(factor: 0.4)],
      [
        .clamp(0, bits: 12, outlierChannels: 0, into: 4), .read(array: 0, codes: 4, into: 1),
        .read(array: 1, codes: 4, into: 2), .read(array: 2, codes: 4, into: 3), .barrier,
        .race(shape, query: 1, key: 2, value: 3, into: 5),
      ])
    let trace = try VirtualChip(program: program, chip: bench.chip)
      .trace(tokens: Array(0..<tokens), settings: settings)
    return (
      try #require(trace.fields[5]).elements, try #require(trace.execution.record.instructions.last)
    )
  }

  /// An identity that picks channels.
  private static func part(_ start: Int, _ size: Int, on chip: ChipSpec) -> CouplingArray {
    let geometry = chip.geometry
    let rowTiles = (160 + geometry.tileRows - 1) / geometry.tileRows
    let columnTiles = (size + geometry.tileColumns - 1) / geometry.tileColumns
    var codes = [Int16](repeating: 0, count: size * 160)
    for output in 0..<size { codes[output * 160 + start + output] = 1 }
    return CouplingArray(
      name: "part\(start)", layer: nil, inputs: 160, outputs: size, bits: 2, block: 160,
      codes: codes, scales: [Float](repeating: 1, count: size),
      fields: [Float](repeating: 0, count: size),
      placement: .init(
        rowTiles: rowTiles, columnTiles: columnTiles,
        tiles: Array(start..<(start + rowTiles * columnTiles)), resident: true, rounds: 1))
  }

  @Test("contexts agree in the mean with expectation", arguments: Draws.allCases)
  func mean(_ draws: Draws) throws {
    var bench = try TileBench(samples: 64, draws: draws) { $0.geometry.raceTiles = 4 }
    let exact = try Self.machine(
      RunSettings(fidelity: .expectation, draws: draws, samples: 64), bench
    ).context
    let runs = 60
    var sums = [Double](repeating: 0, count: exact.count)
    var squares = sums
    for seed in 0..<runs {
      bench.settings.seed = UInt64(seed)
      for (index, y) in Self.attend(&bench).context.enumerated() {
        sums[index] += Double(y)
        squares[index] += Double(y) * Double(y)
      }
    }
    // 1680 contexts: their normalised deviations together. The machine's operands passed a 12-bit code.
    var chi = 0.0
    for index in exact.indices {
      let mean = sums[index] / Double(runs)
      let variance = squares[index] / Double(runs) - mean * mean
      let error = (variance / Double(runs - 1)).squareRoot() + 4e-3
      chi += pow((mean - Double(exact[index])) / error, 2)
    }
    #expect(chi / Double(exact.count) < 1.1, "\(chi / Double(exact.count))")
  }

  @Test("counts are those of sampled races where they are determined", arguments: Draws.allCases)
  func counts(_ draws: Draws) throws {
    var bench = try TileBench(samples: 50, draws: draws) {
      $0.timing.readOut = .converter(bits: 6, columnsPerConverter: 2)
    }
    _ = Self.attend(&bench)
    let sampled = try Self.machine(RunSettings(draws: draws, samples: 50), bench).record
    let (event, counted) = (bench.record, sampled)
    for (component, actions) in counted.counts {
      for action in Action.allCases {
        let found = event.counts[component]?[action, .deterministic] ?? 0
        let expected = actions[action, .deterministic]
        switch (component, action) {
        case (.raceTiles, .agentRead), (.memory, .onChipMemoryBit), (.raceTiles, .digitalOperation):
          // Value rows that fired.
          #expect(abs(Double(found) - Double(expected)) < 0.03 * Double(expected), "\(action)")
        default: #expect(found == expected, "\(component) \(action)")
        }
      }
    }
    let updates = Double(event.total[.agentUpdate, .sampling])
    // One in a hundred is lost.
    let firings = Double(Self.tokens * 4 * 50)
    let verdict = compare(
      updates, with: Double(counted.total[.agentUpdate, .sampling]),
      standardError: (2 * 0.01 * firings).squareRoot()
        + (draws == .systematic ? 0.015 * firings : 0))
    #expect(verdict.passed, "\(verdict)")
    #expect(bench.events.pulses == event.counts[.raceTiles]?[.clampWrite])
    #expect(bench.events.conversions == event.counts[.raceTiles]?[.adcConversion])
    let twin = try #require(event.twin)
    let other = try #require(counted.twin)
    #expect(twin.tableLookups == other.tableLookups && twin.divisions == other.divisions)
    #expect(
      twin.multiplierBits + UInt64(event.total[.agentRead]) * 20 * 64
        == other.multiplierBits + UInt64(counted.total[.agentRead]) * 20 * 64)
  }

  @Test("a query takes the time of its planes, settling, slowest head and value rows")
  func times() throws {
    var bench = try TileBench(samples: 200, draws: .systematic) {
      $0.geometry.raceTiles = 4
      $0.timing.raceLoad = 0.001
    }
    let (_, runs, writing) = Self.attend(&bench)
    let timing = bench.chip.timing
    // Regular clocks: the window S τ/a, for two heads that share keys one after the other; 21 keys on
    // two tiles of 16 columns each.
    let window = Int((200 * 50e-12 / 0.001 * timing.clock_Hz).rounded(.up)) + 2
    let settling = Int((timing.betaSettling_s * timing.clock_Hz).rounded(.up)) + 2
    let busy = 2 * (settling + window)
    #expect(writing == 16 * timing.couplingRowCycles)
    #expect(runs.allSatisfy { $0.busy == busy })
    let scoring = 8 * timing.planeCycles + 4 + 8 + 2
    #expect(
      runs.allSatisfy { $0.latency > scoring + busy && $0.latency <= scoring + busy + Self.tokens })
  }

  @Test("converters that resolve the scores change nothing; others do")
  func converters() throws {
    func context(_ change: (inout ChipSpec) -> Void) throws -> [Float] {
      var bench = try TileBench(samples: 64, chip: change)
      return Self.attend(&bench).context
    }
    let counted = try context { _ in }
    #expect(
      try context { $0.timing.readOut = .converter(bits: 5, columnsPerConverter: 1) } == counted)
    // The path of pairs of planes with nothing to lose: noise far below half a count.
    #expect(
      try context {
        $0.timing.readOut = .converter(bits: 5, columnsPerConverter: 1)
        $0.devices.converterNoise = 1e-3
      } == counted)
    #expect(
      try context { $0.timing.readOut = .converter(bits: 3, columnsPerConverter: 1) } != counted)
    #expect(
      try context {
        $0.timing.readOut = .converter(bits: 5, columnsPerConverter: 1)
        $0.devices.couplingVariation = 0.3
      } != counted)
  }
}
