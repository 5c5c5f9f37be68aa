import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import ModelCompiler
import Testing
import VirtualChip

@Suite("Times")
struct TimeTests {
  @Test("a token enters when it has left the instruction before and the one ahead left room")
  func pipeline() {
    var group = PipelineGroup()
    group.append(0, StageTime(latency: 10, initiation: 2))
    group.append(1, StageTime(latency: 5, initiations: [4, 1, 7]))
    group.append(2, StageTime(latency: 3, initiation: 4))
    #expect(group.duration(tokens: 1) == 18)
    // Exits of the three tokens: 10, 12, 14; 15, 16, 23, for latencies of 5, 2 and 8; 18, 22, 26.
    #expect(group.duration(tokens: 3) == 26)
    // What handles one row for all tokens holds up none of them.
    group.append(3, .once(100))
    #expect(group.duration(tokens: 3) == 126)
    #expect(PipelineGroup().duration(tokens: 5) == 0)
  }

  @Test("instructions of a group share the lanes of the periphery")
  func lanes() {
    var group = PipelineGroup()
    group.append(0, StageTime(latency: 3, initiation: 3), lanes: 3)
    group.append(1, StageTime(latency: 2, initiation: 2), lanes: 2)
    #expect(group.duration(tokens: 2) == 5 + 5)
    group.append(2, StageTime(latency: 1, initiation: 9))
    #expect(group.duration(tokens: 2) == 6 + 9)
  }

  @Test("instructions of a group share the links of the mesh")
  func links() {
    var group = PipelineGroup(linkCycles: 7)
    group.append(0, StageTime(latency: 3, initiation: 3), lanes: 3, on: [4])
    group.append(1, StageTime(latency: 2, initiation: 2), lanes: 2, on: [4, 5])
    #expect(group.duration(tokens: 3) == 5 + 2 * 7)
    #expect(group.twin.duration(tokens: 3) == 5 + 2 * 7)
    // Lanes of tile 4 have 3 + 2 operations a token.
    var wide = PipelineGroup(linkCycles: 4)
    wide.append(0, StageTime(latency: 3, initiation: 3), lanes: 3, on: [4])
    wide.append(1, StageTime(latency: 2, initiation: 2), lanes: 2, on: [4, 5])
    #expect(wide.duration(tokens: 3) == 5 + 2 * 5)
  }

  @Test("the twin's times replace the machine's")
  func twin() {
    var group = PipelineGroup()
    var stage = StageTime(latency: 100, initiations: [50, 60])
    stage.twin = (latency: 7, initiation: 3)
    group.append(0, stage)
    group.append(1, StageTime(latency: 10, initiation: 2))
    #expect(group.duration(tokens: 2) == 110 + 60)
    #expect(group.twin.duration(tokens: 2) == 17 + 3)
  }

  /// The timeline of a program on tokens 0 ..< `tokens` whose rows are alike.
  static func timeline(
    tokens: Int, width: Int = 6, values: [Program.ValueDeclaration] = [],
    arrays: [CouplingArray] = [], settings: RunSettings = RunSettings(fidelity: .expectation),
    chip change: (inout ChipSpec) -> Void = { _ in }, _ operations: [any Instruction.Operation]
  ) throws -> ExecutionRecord {
    let chip = try Bench.chip {
      $0.geometry.tileRows = 4
      $0.geometry.tileColumns = 4
      change(&$0)
    }
    let rows = (0..<tokens).map { row -> [Float] in
      (0..<width).map { Float(($0 + row) % 5) - 2 }
    }
    let program = Bench.program(
      rows: rows, chip: chip, values: values, arrays: arrays, [.barrier] + operations)
    return try VirtualChip(program: program, chip: chip)
      .run(tokens: Array(0..<tokens), settings: settings).record
  }

  static func cycles(of instruction: Int, _ record: ExecutionRecord) throws -> UInt64 {
    try #require(record.timeline.spans.first { $0.instruction == instruction }).cycles
  }

  static func array(rounds: Int = 1, bits: Int = 3) -> CouplingArray {
    CouplingArray(
      name: "array", layer: nil, inputs: 6, outputs: 5, bits: bits, block: 6,
      codes: [Int16](repeating: 1, count: 30), scales: [Float](repeating: 1, count: 5),
      fields: [Float](repeating: 0, count: 5),
      placement: .init(
        rowTiles: 2, columnTiles: 2, tiles: [0, 1, 2, 3], resident: rounds == 1, rounds: rounds))
  }

  static func reading(
    tokens: Int, outliers: Int = 0, rounds: Int = 1,
    _ change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> UInt64 {
    let record = try timeline(
      tokens: tokens, values: [.init(kind: .codes, width: 6), .init(kind: .field, width: 5)],
      arrays: [array(rounds: rounds)], chip: change,
      [
        .clamp(0, bits: 8, outlierChannels: outliers, into: 1),
        .read(array: 0, codes: 1, into: 2),
      ])
    return try cycles(of: 3, record)
  }

  @Test("bit-planes, depth of the tree, coupling bits and the way down the row tiles")
  func read() throws {
    // 8 planes + ⌈log2 4⌉ + 3 bits + 2, and one further row tile at 2 + 1.
    #expect(try Self.reading(tokens: 1) == 8 + 2 + 3 + 2 + 3)
    #expect(try Self.reading(tokens: 4) == 8 + 2 + 3 + 2 + 3 + 3 * 8)
    // Outliers are a second pass; a plane may take longer.
    #expect(try Self.reading(tokens: 2, outliers: 1) == 16 + 10 + 16)
    #expect(try Self.reading(tokens: 2) { $0.timing.planeCycles = 3 } == 24 + 10 + 24)
    // Four columns of three coupling bits share a converter.
    #expect(
      try Self.reading(tokens: 2) {
        $0.timing.readOut = .converter(bits: 8, columnsPerConverter: 4)
      } == 96 + 10 + 96)
    // In two rounds every token enters twice.
    #expect(try Self.reading(tokens: 2, rounds: 2) == 16 + 10 + 16)
  }

  @Test("loads write row by row or wait for the bits, and hide behind a long computation")
  func loads() throws {
    func load(
      _ bandwidth: Double, shadow: Bool = false, before: [any Instruction.Operation] = []
    ) throws -> UInt64 {
      let record = try Self.timeline(
        tokens: 1, values: [Self.field], arrays: [Self.array()],
        chip: {
          $0.memory.offChip_bitsPerSecond = bandwidth
          $0.timing.shadowLoad = shadow
          $0.timing.gateRate_Hz = 1e9
        }, before + [.load(array: 0), .barrier])
      return try Self.cycles(of: 2 + before.count, record)
    }
    // 4 rows of 10 cycles; 90 bits at 1 Gb/s take 90.
    #expect(try load(1e12) == 40)
    #expect(try load(1e9) == 90)
    // Only the few cycles of `fetch` lie before it.
    let hidden = try load(1e9, shadow: true)
    #expect(hidden < 90 && hidden > 80)
    // Gates of 256 firings take longer than the load.
    #expect(try load(1e9, shadow: true, before: [.gate(.gaussian, 0, into: 1), .barrier]) == 0)
  }

  static let field = Program.ValueDeclaration(kind: .field, width: 6)

  @Test("regular gates take S firings, in rounds of the agents that there are")
  func gates() throws {
    func gates(agents: Int, tokens: Int = 1) throws -> UInt64 {
      let record = try Self.timeline(
        tokens: tokens, values: [Self.field],
        settings: RunSettings(fidelity: .expectation, draws: .systematic, samples: 100),
        chip: { $0.geometry.gateAgents = agents }, [.gate(.gaussian, 0, into: 1)])
      return try Self.cycles(of: 2, record)
    }
    // 10 ns settling and 100 firings of 1 ns, each with two cycles of synchroniser.
    #expect(try gates(agents: 6) == 114)
    #expect(try gates(agents: 4) == 2 * 114)
    #expect(try gates(agents: 6, tokens: 3) == 3 * 114)
  }

  @Test("Poisson gates and races take the mean maximum on average")
  func drawnDurations() throws {
    let shape = Instruction.RaceShape(
      heads: 3, keyValueHeads: 3, headSize: 2, causal: false, bits: 4)
    for operation: any Instruction.Operation in [
      .gate(.gaussian, 0, into: 1), .race(shape, query: 0, key: 0, value: 0, into: 1),
    ] {
      func total(_ fidelity: Fidelity.Word, seed: UInt64) throws -> Double {
        Double(
          try Self.cycles(
            of: 2,
            Self.timeline(
              tokens: 20, values: [Self.field],
              settings: RunSettings(fidelity: fidelity.fidelity(), samples: 50, seed: seed),
              [operation])))
      }
      let runs = 40
      let times = try (0..<runs).map { try total(.sampled, seed: UInt64($0)) }
      let mean = times.reduce(0, +) / Double(runs)
      let variance = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs - 1)
      let expected = try total(.expectation, seed: 0)
      // Rounding up to cycles adds at most one a token.
      let bound = 4.5 * (variance / Double(runs)).squareRoot() + 20
      #expect(abs(mean - expected) <= bound, "\(operation.mnemonic): \(mean), \(expected)")
      #expect(variance > 0)
    }
  }

  @Test("races take turns where tiles or keys are shared, and rows of keys are written first")
  func races() throws {
    func race(
      heads: Int = 3, keyValueHeads: Int = 3, raceTiles: Int = 8, tokens: Int = 1,
      maximumRate_Hz: Double = 1e12
    ) throws -> UInt64 {
      let shape = Instruction.RaceShape(
        heads: heads, keyValueHeads: keyValueHeads, headSize: 2, causal: false, bits: 4)
      let record = try Self.timeline(
        tokens: tokens,
        values: [.init(kind: .field, width: 2 * keyValueHeads), Self.field],
        settings: RunSettings(fidelity: .expectation, draws: .systematic, samples: 100),
        chip: {
          $0.geometry.raceTiles = raceTiles
          $0.timing.maximumRate_Hz = maximumRate_Hz
        }, [.race(shape, query: 0, key: 0, value: 0, into: 2)])
      return try Self.cycles(of: 2, record)
    }
    // One key row of 10 cycles; scoring 4 + 2 + 4 + 2; settling 12; 100 draws of 5 ns and 2; one
    // row of values.
    let scoring: UInt64 = 4 + 2 + 4 + 2
    #expect(try race() == 10 + scoring + (12 + 502) + 1)
    // Three heads on two tiles: two rounds of loads and races.
    #expect(try race(raceTiles: 2) == 20 + scoring + 2 * (12 + 502) + 1)
    // The window is the same for an agent at a tenth of the rate: it fires ten times.
    #expect(try race(maximumRate_Hz: 0.02e9) == 10 + scoring + (12 + 502) + 1)
    // Two tokens: two rows of keys, and a second race.
    let two = try race(tokens: 2)
    #expect(two > 20 + scoring + 2 * (12 + 502) && two < 20 + scoring + 2 * (12 + 510))
  }

  @Test("tables off the chip, ids over the host link")
  func fetch() throws {
    func fetch(host: Double, tokens: Int) throws -> UInt64 {
      let record = try Self.timeline(
        tokens: tokens, chip: { $0.memory.host_bitsPerSecond = host }, [.barrier])
      return try Self.cycles(of: 0, record)
    }
    // The id, a hop of 2 cycles to the memory's port, then a cycle of the lanes.
    #expect(try fetch(host: 1e12, tokens: 1) == 1 + 2 + 1)
    // 32 bits at 8 Gb/s take 4 cycles, once a token.
    #expect(try fetch(host: 8e9, tokens: 3) == 4 + 2 + 1 + 2 * 4)
  }

  @Test("what follows the mean over tokens takes one row's time")
  func pooled() throws {
    func total(tokens: Int) throws -> UInt64 {
      let record = try Self.timeline(
        tokens: tokens,
        values: [.init(kind: .field, width: 6, pooled: true)] + [
          .init(kind: .field, width: 6, pooled: true)
        ], [.pool(0, into: 1), .barrier, .unit(1, into: 2), .send(2)])
      return try Self.cycles(of: 4, record) + Self.cycles(of: 5, record)
    }
    #expect(try total(tokens: 1) == total(tokens: 9))
  }

  @Test("norms settle in parallel units")
  func norms() throws {
    func norm(_ method: NormMethod, units: Int, tokens: Int) throws -> (UInt64, UInt64) {
      let record = try Self.timeline(
        tokens: tokens, values: [Self.field],
        chip: {
          $0.timing.normMethod = method
          $0.geometry.normUnits = units
          $0.geometry.digitalLanes = 4
        }, [.normalise(0, epsilon: 1e-6, into: 1)])
      return (try Self.cycles(of: 2, record), record.total[.dacSet] / 2)
    }
    // 4 · 6 operations on 4 lanes and a tree of ⌈log2 6⌉.
    #expect(try norm(.twoPasses, units: 1, tokens: 1).0 == 6 + 3)
    #expect(try norm(.twoPasses, units: 1, tokens: 3).0 == 6 + 3 + 12)
    let (cycles, steps) = try norm(.feedback, units: 1, tokens: 1)
    // Steps of 5 · 6 operations, then 2 · 6 to apply.
    #expect(cycles == 8 * steps + 3 + 3)
    let (all, allSteps) = try norm(.feedback, units: 1, tokens: 4)
    #expect(all == 8 * allSteps + 4 * 3 + 3)
    #expect(try norm(.feedback, units: 64, tokens: 4).0 < all)
  }
}
