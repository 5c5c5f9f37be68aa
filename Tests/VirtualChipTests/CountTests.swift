import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import VirtualChip

/// Counts against numbers worked out by hand from the table in docs/machine.md.
@Suite("Counts of actions")
struct CountTests {
  /// Three tokens of width 6 on tiles of 4 × 4.
  static func record(
    _ operations: [any Instruction.Operation], values: [Program.ValueDeclaration] = [],
    arrays: [CouplingArray] = [], settings: RunSettings = RunSettings(fidelity: .expectation),
    chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> InstructionRecord {
    try execution(
      operations, values: values, arrays: arrays, settings: settings, chip: change
    ).record.instructions.last!
  }

  static func execution(
    _ operations: [any Instruction.Operation], values: [Program.ValueDeclaration] = [],
    arrays: [CouplingArray] = [], settings: RunSettings = RunSettings(fidelity: .expectation),
    chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> VirtualChip.Execution {
    let chip = try Bench.chip {
      $0.geometry.tileRows = 4
      $0.geometry.tileColumns = 4
      $0.geometry.raceTiles = 8
      $0.timing.normMethod = .twoPasses
      change(&$0)
    }
    let rows: [[Float]] = [[-3, 2, 0, -2, 3, 1], [0, -2, 3, 1, -1, -3], [3, 1, -1, -3, 2, 0]]
    let program = Bench.program(
      rows: rows, chip: chip, values: values, arrays: arrays, operations)
    return try VirtualChip(program: program, chip: chip)
      .run(tokens: [0, 1, 2], settings: settings)
  }

  static let field = Program.ValueDeclaration(kind: .field, width: 6)
  static let codes = Program.ValueDeclaration(kind: .codes, width: 6)

  static func expect(
    _ record: InstructionRecord, _ expected: [(ChipComponent, Action, ActionClass, UInt64)],
    _ location: SourceLocation = #_sourceLocation
  ) {
    for (component, action, kind, count) in expected {
      let found = record.counts[component]?[action, kind] ?? 0
      #expect(
        found == count, "\(record.name): \(action) on \(component)", sourceLocation: location)
    }
    let listed = expected.reduce(0) { $0 + $1.3 }
    let all = record.total.present.reduce(0) { $0 + record.total[$1] }
    #expect(all == listed, "\(record.name) counts something else", sourceLocation: location)
  }

  @Test func fetch() throws {
    Self.expect(
      try Self.record([]),
      [
        // Two tables of 16 bits; scale and add.
        (.memory, .onChipMemoryBit, .deterministic, 2 * 3 * 6 * 16),
        (.periphery, .digitalOperation, .deterministic, 2 * 2 * 3 * 6),
        (.host, .hostTransferBit, .deterministic, 3 * 32),
        // Ids go from the host's port to the memory's, which is next to it.
        (.network, .networkBitHop, .deterministic, 3 * 32 * 1),
      ])
  }

  @Test(arguments: [0, 2])
  func clamp(outliers: Int) throws {
    Self.expect(
      try Self.record(
        [.clamp(0, bits: 8, outlierChannels: outliers, into: 1)], values: [Self.codes]),
      [
        (.periphery, .digitalOperation, .deterministic, (outliers > 0 ? 5 : 4) * 18),
        (.periphery, .dacSet, .deterministic, outliers > 0 ? 6 : 3),
      ])
  }

  @Test func moveOfCodes() throws {
    // On the mesh of 42 × 42 tile 0 is at (0, 2), tile 1 at (1, 1) and tile 3 at (2, 1): blocks of 4 and 2
    // elements cross 3 and 2 links. Headers: (8 + 3) bits for each of two outliers, 32 + 8 for each of two
    // ranges, over the mean of 2.5 links, rounded up.
    Self.expect(
      try Self.record(
        [
          .clamp(0, bits: 8, outlierChannels: 2, into: 1),
          .move(1, blockWidth: 4, bitsPerElement: 8, routes: [Route(0, 3), Route(1, 0)]),
        ], values: [Self.codes]),
      [(.network, .networkBitHop, .deterministic, 3 * (4 * 8 * 3 + 2 * 8 * 2 + (22 + 80) * 3))])
  }

  @Test func moveOfFields() throws {
    Self.expect(
      try Self.record([
        .move(0, blockWidth: 4, bitsPerElement: 32, routes: [Route(0, 3), Route(1, 0)])
      ]),
      [(.network, .networkBitHop, .deterministic, 3 * (4 * 32 * 3 + 2 * 32 * 2))])
    // Operands of a race: each head's block has a code of its own.
    Self.expect(
      try Self.record([
        .move(0, blockWidth: 3, bitsPerElement: 8, routes: [Route(0, 3), Route(1, 0)])
      ]),
      [(.network, .networkBitHop, .deterministic, 3 * ((24 + 40) * 3 + (24 + 40) * 2))])
  }

  static let array = CouplingArray(
    name: "array", layer: nil, inputs: 6, outputs: 5, bits: 3, block: 6,
    codes: (0..<30).map { Int16($0 % 7 - 3) }, scales: [Float](repeating: 1, count: 5),
    fields: [Float](repeating: 0, count: 5),
    placement: .init(rowTiles: 2, columnTiles: 2, tiles: [0, 1, 2, 3], resident: true, rounds: 1))

  static func reading(
    outliers: Int, _ change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> InstructionRecord {
    try record(
      [
        .clamp(0, bits: 8, outlierChannels: outliers, into: 1),
        .read(array: 0, codes: 1, into: 2),
      ], values: [codes, .init(kind: .field, width: 5)], arrays: [array], chip: change)
  }

  @Test func read() throws {
    let record = try Self.reading(outliers: 0)
    Self.expect(
      record,
      [
        // 3 tokens × 6 inputs × 5 outputs × 3 coupling bits × 8 planes.
        (.linearTiles, .couplingEvaluation, .deterministic, 3 * 6 * 5 * 3 * 8),
        // Two columns of tiles have input agents of their own.
        (.linearTiles, .clampWrite, .deterministic, 3 * 6 * 8 * 2),
        // Each output's column in each of two row tiles, for each pair of planes.
        (.linearTiles, .counterStep, .deterministic, 3 * 5 * 2 * 8 * 3),
        // One partial sum an output; no move brings it down, so it takes one hop.
        (.linearTiles, .digitalOperation, .deterministic, 3 * 5),
        (.network, .networkBitHop, .deterministic, 3 * 5 * 32),
        (.periphery, .digitalOperation, .deterministic, 3 * 5 * 5),
      ])
    #expect(record.twin?.multiplierBits == 3 * 6 * 5 * 3 * 8)
  }

  @Test("sums that a move brings down the row tiles are counted there, on their way to the lanes")
  func sumsOnTheirWay() throws {
    // Columns of 4 and 1 outputs: tiles 0 and 1, then 2 and 3, then lanes. Lane tiles begin at
    // 1024 + 8 + 384.
    let routes = [Route(paths: [[0, 1, 1416]]), Route(paths: [[2, 3, 1417]])]
    let operations: [any Instruction.Operation] = [
      .clamp(0, bits: 8, outlierChannels: 1, into: 1), .read(array: 0, codes: 1, into: 2),
    ]
    let values = [Self.codes, .init(kind: .field, width: 5)]
    func record(_ more: [any Instruction.Operation]) throws -> ExecutionRecord {
      try Self.execution(operations + more, values: values, arrays: [Self.array]).record
    }
    let sums = Instruction.Move.move(2, blockWidth: 4, bitsPerElement: 64, routes: routes)
    let moved = try record([sums]).instructions
    #expect(moved[2].counts[.network] == nil)
    // The lanes are at (1, 0) and (4, 1): 2 links from tile 0 at (0, 2) to tile 1 at (1, 1) and 1 to the lanes;
    // 1 from tile 2 at (2, 0) to tile 3 at (2, 1) and 2 on. Two passes of 32 bits.
    Self.expect(
      moved[3], [(.network, .networkBitHop, .deterministic, 3 * 64 * (4 * (2 + 1) + 1 * (1 + 2)))])
    // A move that takes them elsewhere leaves them the hop between the row tiles.
    let elsewhere = Instruction.Move.move(
      2, blockWidth: 4, bitsPerElement: 64, routes: [Route(1, 1416), Route(3, 1417)])
    #expect(
      try record([elsewhere]).instructions[2].counts[.network]?[.networkBitHop]
        == 3 * 2 * 5 * 32)
  }

  @Test("outliers are a second pass of their rows alone")
  func readOutliers() throws {
    let record = try Self.reading(outliers: 1)
    Self.expect(
      record,
      [
        (.linearTiles, .couplingEvaluation, .deterministic, 3 * 7 * 5 * 3 * 8),
        (.linearTiles, .clampWrite, .deterministic, 3 * 7 * 8 * 2),
        // The outlier touches one row tile.
        (.linearTiles, .counterStep, .deterministic, 3 * 5 * 3 * 8 * 3),
        (.linearTiles, .digitalOperation, .deterministic, 2 * 3 * 5),
        (.network, .networkBitHop, .deterministic, 2 * 3 * 5 * 32),
        (.periphery, .digitalOperation, .deterministic, 3 * 5 * 7),
      ])
    #expect(record.twin?.multiplierBits == 3 * 7 * 5 * 3 * 8)
  }

  @Test("a converter converts what a counter counts, and adds it up")
  func readConverter() throws {
    let record = try Self.reading(outliers: 0) {
      $0.timing.readOut = .converter(bits: 3, columnsPerConverter: 2)
    }
    #expect(record.total[.adcConversion] == 3 * 5 * 2 * 8 * 3)
    #expect(record.total[.counterStep] == 3 * 5 * 2 * 8 * 3)
  }

  @Test func race() throws {
    // Two heads of 3; four columns hold all three tokens.
    let shape = Instruction.RaceShape(
      heads: 2, keyValueHeads: 2, headSize: 3, causal: false, bits: 4)
    let record = try Self.record(
      [.race(shape, query: 0, key: 0, value: 0, into: 1)], values: [Self.field],
      settings: RunSettings(fidelity: .expectation, draws: .systematic, samples: 60_000)
    ) {
      // No collisions, and every agent fires for certain: 3 rows are read in each of 6 races.
      $0.timing.raceLoad = 1e-12
      $0.timing.scoreRange_nats = 1
      $0.timing.scoreBits = 20
      $0.timing.arbitration_s = 1e-20
    }
    // The least share is above 1/60000 unless an agent is off.
    let read = record.total[.agentRead]
    #expect(read > 6 && read <= 18)
    Self.expect(
      record,
      [
        (.periphery, .digitalOperation, .deterministic, 4 * 18 + 7 * 18),
        (.raceTiles, .couplingWrite, .deterministic, 18 * 4),
        // Values are written and read; queries wait, written once and read once.
        (.memory, .onChipMemoryBit, .deterministic, 18 * 4 + read * 3 * 4 + 2 * 18 * 4),
        (.raceTiles, .couplingEvaluation, .deterministic, 6 * 3 * 3 * 16),
        (.raceTiles, .clampWrite, .deterministic, 6 * 3 * 4),
        (.raceTiles, .counterStep, .deterministic, 6 * 3 * 16),
        (.raceTiles, .dacSet, .deterministic, 6 * 3),
        // Scores 6 each, rates 2 each; products with values, and one division a channel.
        (
          .raceTiles, .digitalOperation, .deterministic,
          8 * 6 * 3 + (2 * read + 6) * 3
        ),
        (.raceTiles, .agentUpdate, .sampling, 6 * 60_000),
        (.raceTiles, .counterStep, .sampling, 6 * 60_000),
        (.raceTiles, .agentRead, .deterministic, read),
      ])
    // Scores and values: 2 · 6 · 3 products of 3, less those that stay digital operations.
    #expect(record.twin?.multiplierBits == (36 - read) * 3 * 16)
    #expect(record.twin?.tableLookups == 18 && record.twin?.divisions == 6)
  }

  @Test(
    "rates that are scaled by the row's sum pay an addition and a scaling an agent; ramps do without"
  )
  func scaledRates() throws {
    let shape = Instruction.RaceShape(
      heads: 2, keyValueHeads: 2, headSize: 3, causal: false, bits: 4)
    for (road, operations) in [
      (AttentionRoad.race, 2), (.regularRace, 2), (.raceWindow, 2), (.rampedRace, 0),
    ] as [(AttentionRoad, UInt64)] {
      let record = try Self.record(
        [.race(shape, query: 0, key: 0, value: 0, into: 1)], values: [Self.field],
        settings: RunSettings(fidelity: .expectation, attention: road, samples: 8))
      let found = record.counts[.raceTiles]?[.digitalOperation, .deterministic] ?? 0
      let read = record.total[.agentRead]
      // Six rows of three scores, 6 operations each, and the products with values.
      #expect(found == (6 + operations) * 6 * 3 + (2 * read + 6) * 3, "\(road)")
    }
  }

  @Test("keys of a long text fill several tiles, each with input agents")
  func longRace() throws {
    func clampWrites(columns: Int) throws -> UInt64 {
      let shape = Instruction.RaceShape(
        heads: 2, keyValueHeads: 2, headSize: 3, causal: false, bits: 4)
      return try Self.record(
        [.race(shape, query: 0, key: 0, value: 0, into: 1)], values: [Self.field]
      ) { $0.geometry.tileColumns = columns }.total[.clampWrite]
    }
    #expect(try clampWrites(columns: 2) == 2 * clampWrites(columns: 3))
  }

  @Test func gates() throws {
    func count(_ threshold: GateThreshold, _ draws: Draws) throws -> InstructionRecord {
      try Self.record(
        [.gate(threshold, 0, into: 1)], values: [Self.field],
        settings: RunSettings(fidelity: .expectation, draws: draws, samples: 10))
    }
    // Rows of −3…3: Φ adds up to half the gates if signs balance; the counts say exactly.
    let poisson = try count(.gaussian, .independent)
    let ones = poisson.total[.counterStep]
    Self.expect(
      poisson,
      [
        (.gateTiles, .dacSet, .deterministic, 18),
        (.gateTiles, .digitalOperation, .deterministic, 18),
        (.gateTiles, .agentUpdate, .sampling, 180), (.gateTiles, .counterStep, .sampling, ones),
      ])
    #expect(ones > 60 && ones < 120)
    let regular = try count(.gaussian, .systematic)
    #expect(regular.total[.agentUpdate, .sampling] == ones)
    let step = try count(.zeroTemperature, .independent)
    Self.expect(
      step,
      [
        (.gateTiles, .dacSet, .deterministic, 18),
        (.gateTiles, .digitalOperation, .deterministic, 18),
        (.gateTiles, .agentUpdate, .deterministic, 18),
      ])
    #expect(poisson.twin?.tableLookups == 18)
  }

  @Test func norm() throws {
    Self.expect(
      try Self.record([.normalise(0, epsilon: 1e-6, into: 1)], values: [Self.field]),
      [(.normUnits, .digitalOperation, .deterministic, 4 * 18)])
    let feedback = try Self.record(
      [.normalise(0, epsilon: 1e-6, into: 1)], values: [Self.field]
    ) { $0.timing.normMethod = .feedback }
    let steps = feedback.total[.dacSet] / 2
    Self.expect(
      feedback,
      [
        (.normUnits, .digitalOperation, .deterministic, 2 * 18 + 5 * 6 * steps),
        (.normUnits, .dacSet, .deterministic, 2 * steps),
      ])
  }

  @Test func periphery() throws {
    let pooled = Program.ValueDeclaration(kind: .field, width: 6, pooled: true)
    for (operation, values, count) in [
      (.pool(0, into: 1), [pooled], 18 + 6), (.unit(0, into: 1), [Self.field], 3 * 18),
    ] as [(any Instruction.Operation, [Program.ValueDeclaration], UInt64)] {
      Self.expect(
        try Self.record([operation], values: values),
        [(.periphery, .digitalOperation, .deterministic, count)])
    }
    Self.expect(
      try Self.record(
        [.accumulate(0, 0, gain: nil, shift: nil, into: 1)], values: [Self.field]),
      [
        (.periphery, .digitalOperation, .deterministic, 18),
        // The operand that was there first waits: 32 bits an element, written and read.
        (.memory, .onChipMemoryBit, .deterministic, 2 * 18 * 32),
      ])
    Self.expect(try Self.record([.send(0)]), [(.host, .hostTransferBit, .deterministic, 18 * 32)])
  }

  @Test func loads() throws {
    let load = try Self.record([.load(array: 0)], arrays: [Self.array]) {
      $0.memory.offChip_bitsPerSecond = 1e9
    }
    Self.expect(
      load,
      [
        (.linearTiles, .couplingWrite, .deterministic, 90),
        (.memory, .offChipMemoryBit, .deterministic, 90),
        // Tiles 0 to 3 hold 4 × 4, 2 × 4, 4 × 1 and 2 × 1 couplings of 3 bits. The memory's port is at (0, 0),
        // they are at (0, 2), (1, 1), (2, 0) and (2, 1).
        (.network, .networkBitHop, .deterministic, 48 * 2 + 24 * 2 + 12 * 2 + 6 * 3),
      ])
    Self.expect(
      try Self.record([.load(array: 0)], arrays: [Self.array]),
      [
        (.linearTiles, .couplingWrite, .deterministic, 90),
        (.host, .hostTransferBit, .deterministic, 90),
        // From the host's port at (0, 1).
        (.network, .networkBitHop, .deterministic, 48 * 1 + 24 * 1 + 12 * 3 + 6 * 2),
      ])
    Self.expect(
      try Self.record([.bias(array: 0)], arrays: [Self.array]),
      [(.memory, .onChipMemoryBit, .deterministic, 5 * 32)])
    Self.expect(
      try Self.record([.beta(factor: 1)]), [(.raceTiles, .dacSet, .deterministic, 8)])
  }

  /// What does not depend on draws: all of class D but the rows of values that were read.
  static func certain(_ record: ExecutionRecord) -> [String: UInt64] {
    var counts: [String: UInt64] = [:]
    for instruction in record.instructions {
      let read = instruction.total[.agentRead]
      for (component, all) in instruction.counts where read == 0 || component != .memory {
        for action in Action.allCases {
          if read > 0, action == .agentRead || action == .digitalOperation { continue }
          if component == .normUnits { continue }
          counts["\(instruction.name) \(component) \(action)"] = all[action, .deterministic]
        }
      }
    }
    return counts
  }

  @Test("deterministic counts are those of the expectation, and half as many for half the tokens")
  func invariants() throws {
    let machine = try Bench.machine(TinyModel(vocabulary: 20, positions: 16))
    func record(_ count: Int, _ settings: RunSettings) throws -> ExecutionRecord {
      try machine.run(tokens: Array(0..<count), settings: settings).record
    }
    let expectation = try record(16, RunSettings(fidelity: .expectation))
    for draws in Draws.allCases {
      let sampled = try record(16, RunSettings(draws: draws, samples: 32))
      let expected = try record(
        16, RunSettings(fidelity: .expectation, draws: draws, samples: 32))
      #expect(Self.certain(sampled) == Self.certain(expected))
      // Draws come within a few standard deviations.
      for action in [Action.agentUpdate, .agentRead] {
        let ratio = Double(sampled.total[action]) / Double(expected.total[action])
        #expect(abs(ratio - 1) < 0.05, "\(draws) \(action): \(ratio)")
      }
    }
    let half = try record(8, RunSettings(fidelity: .expectation))
    for (whole, part) in zip(expectation.instructions, half.instructions) {
      guard machine.program.instructions[whole.instruction].operation is Instruction.Read else {
        continue
      }
      for action in Action.allCases { #expect(whole.total[action] == 2 * part.total[action]) }
      #expect(whole.twin?.multiplierBits == part.twin.map { 2 * $0.multiplierBits })
    }
    #expect(expectation.total.total(of: .relaxation) == 0)
  }

  @Test("the largest settings overflow nothing")
  func largest() throws {
    let machine = try Bench.machine(
      TinyModel(vocabulary: 20, positions: 256),
      precision: Precision(weightBits: 12, activationBits: 12))
    for draws in Draws.allCases {
      for fidelity in Fidelity.Word.allCases {
        let record = try machine.run(
          tokens: (0..<256).map { $0 % 20 },
          settings: RunSettings(fidelity: fidelity.fidelity(), draws: draws, samples: 65535)
        ).record
        // 2 heads × 256 races of 65535 draws, some lost to collisions. Regular clocks run for the time
        // of that many, give or take one an agent.
        let least = draws == .systematic ? 1 - 256 / 65535.0 : 1
        let race = try #require(record.instructions.first { $0.name == "layer0.attention" })
        #expect(Double(race.total[.agentUpdate]) >= least * 512 * 65535)
        #expect(race.total[.agentUpdate] < 520 * 65535)
      }
    }
  }
}
