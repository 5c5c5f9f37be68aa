import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import VirtualChip

/// Programs on chips of several dies.
@Suite("Several dies")
struct DiesTests {
  static let tokens = [3, 1, 4, 1, 5, 9, 2, 6]

  /// Dies of 18 linear tiles each, where a layer of the model takes 32.
  static func four(_ chip: inout ChipSpec) {
    chip.geometry.linearTiles = 72
    (chip.dies.rows, chip.dies.columns) = (2, 2)
  }

  /// The chip whose plan `DiesTests` of `HardwareSpecs` has in full: tiles 0 and 3 at (1, 1) and (0, 3) of die 0, tile 9
  /// at (5, 1) of die 1, tile 18 at (6, 5) of die 2, ports 44 and 45 next to each other on die 0.
  static func small(_ chip: inout ChipSpec) {
    four(&chip)
    (chip.geometry.linearTiles, chip.geometry.raceTiles) = (32, 2)
    (chip.geometry.gateAgents, chip.geometry.digitalLanes, chip.geometry.normUnits) = (16, 16, 2)
  }

  @Test func bitsThatCrossAreCountedApart() throws {
    // 3 tokens of fields, blocks of 4 and 2 elements: 0 → 9 crosses 4 links, one border; 3 → 18 crosses
    // 6 + 2 links and both borders.
    CountTests.expect(
      try CountTests.record(
        [.move(0, blockWidth: 4, bitsPerElement: 32, routes: [Route(0, 9), Route(3, 18)])],
        chip: Self.small),
      [
        (.network, .networkBitHop, .deterministic, 3 * (4 * 32 * 4 + 2 * 32 * 8)),
        (.network, .linkBit, .deterministic, 3 * (4 * 32 * 1 + 2 * 32 * 2)),
      ])
    // The header of codes, over the mean of the blocks, rounded up: 11 bits for each of two outliers, 40 for
    // each of two ranges, over 6 links and 2 borders.
    CountTests.expect(
      try CountTests.record(
        [
          .clamp(0, bits: 8, outlierChannels: 2, into: 1),
          .move(1, blockWidth: 4, bitsPerElement: 8, routes: [Route(0, 9), Route(3, 18)]),
        ], values: [CountTests.codes], chip: Self.small),
      [
        (.network, .networkBitHop, .deterministic, 3 * (4 * 8 * 4 + 2 * 8 * 8 + (22 + 80) * 6)),
        (.network, .linkBit, .deterministic, 3 * (4 * 8 * 1 + 2 * 8 * 2 + (22 + 80) * 2)),
      ])
    // Within a die nothing crosses.
    CountTests.expect(
      try CountTests.record(
        [.move(0, blockWidth: 6, bitsPerElement: 32, routes: [Route(0, 3)])], chip: Self.small),
      [(.network, .networkBitHop, .deterministic, 3 * 6 * 32 * 3)])
  }

  /// Ids go from the host port's die to the memory port's: with two dies in a row the ports are a die's side of 5 cells
  /// apart.
  @Test func idsCross() throws {
    let record = try CountTests.record([]) {
      Self.small(&$0)
      ($0.dies.rows, $0.dies.columns, $0.dies.memoryDie) = (1, 2, 1)
    }
    #expect(record.total[.networkBitHop] == 3 * 32 * 5)
    #expect(record.total[.linkBit] == 3 * 32)
  }

  @Test("one die's bits on four dies, at every fidelity", arguments: Fidelity.Word.allCases)
  func valuesStay(fidelity: Fidelity.Word) throws {
    let settings = RunSettings(fidelity: fidelity.fidelity(), samples: 16, seed: 5)
    let one = try Bench.machine(EventMachineTests.model) { $0.geometry.linearTiles = 72 }
    let several = try Bench.machine(EventMachineTests.model, chip: Self.four)
    let (expected, found) = try (
      one.run(tokens: Self.tokens, settings: settings),
      several.run(tokens: Self.tokens, settings: settings)
    )
    #expect(found.output.map(\.bitPattern) == expected.output.map(\.bitPattern))
    // Nothing but transport differs.
    for component in ChipComponent.allCases where component != .network {
      #expect(found.record.byComponent[component] == expected.record.byComponent[component])
    }
    #expect(expected.record.total[.linkBit] == 0)
    #expect(found.record.byComponent[.network]?.present == [.networkBitHop, .linkBit])
    #expect(found.record.total[.linkBit] < found.record.total[.networkBitHop])
    // What crosses is the program's, and no draw's.
    let expectation = try several.run(
      tokens: Self.tokens, settings: RunSettings(fidelity: .expectation, samples: 16))
    for action in [Action.linkBit, .networkBitHop] {
      #expect(expectation.record.total[action] == found.record.total[action])
    }
  }

  /// Cycles of one move of 192 bits from die to die, besides its fetch.
  private static func move(
    tokens: Int, _ routes: [Route], _ change: (inout ChipSpec) -> Void
  ) throws -> (event: Int, sampled: Int) {
    func cycles(_ moves: [any Instruction.Operation]) throws -> (event: Int, sampled: Int) {
      try ContentionTests.cycles(
        tokens: tokens,
        chip: {
          ($0.geometry.tileRows, $0.geometry.tileColumns) = (4, 4)
          small(&$0)
          $0.timing.flitBits = 8
          change(&$0)
        }, moves)
    }
    let fetch = try cycles([.barrier])
    let all = try cycles(
      [.barrier] + routes.map { .move(0, blockWidth: 6, bitsPerElement: 32, routes: [$0]) }
        + [.barrier])
    return (all.event - fetch.event, all.sampled - fetch.sampled)
  }

  @Test("a flit from die to die takes the link's latency and keeps it as long as its lanes need")
  func oneLink() throws {
    let n = 10
    // 24 flits of 8 bits over 4 hops of 2 cycles; a lane of 1 Gbit/s needs 8 cycles a flit, its latency is 2.
    let wide = try Self.move(tokens: n, [Route(0, 9)]) { _ in }
    #expect(wide.sampled == 4 * 2 + 2 + 24 + (n - 1) * 24 && wide.event == wide.sampled)
    let narrow = try Self.move(tokens: n, [Route(0, 9)]) {
      ($0.dies.linkLanes, $0.dies.linkRate_bitsPerSecond) = (1, 1e9)
    }
    // The last flit's first bit leaves 8 cycles behind that of the one before it; 7 cycles later it is through.
    #expect(narrow.sampled == 4 * 2 + 2 + 7 + (n * 24 - 1) * 8 + 1)
    #expect(narrow.event == narrow.sampled)
    let far = try Self.move(tokens: n, [Route(0, 9)]) { $0.dies.linkLatency_s = 30e-9 }
    #expect(far.sampled == wide.sampled + 28 && far.event == far.sampled)
    // A buffer of 4 flits is too small for 33 cycles there and back.
    let small = try Self.move(tokens: n, [Route(0, 9)]) {
      ($0.dies.linkLatency_s, $0.dies.linkBufferFlits) = (30e-9, 4)
    }
    #expect(small.sampled > 2 * far.sampled)
    #expect(abs(Double(small.event) / Double(small.sampled) - 1) < 0.02)
  }

  @Test("two moves over one border share its link")
  func sharedLink() throws {
    let n = 10
    func cycles(_ second: Route) throws -> (event: Int, sampled: Int) {
      try Self.move(tokens: n, [Route(0, 9), second]) {
        ($0.dies.linkLanes, $0.dies.linkRate_bitsPerSecond) = (1, 4e9)
      }
    }
    // The way back has lanes of its own.
    let apart = try cycles(Route(9, 0))
    let shared = try cycles(Route(0, 9))
    #expect(shared.event >= 2 * n * 24 * 2 && Double(shared.event) > 1.6 * Double(apart.event))
    #expect(Double(shared.sampled) > 1.6 * Double(apart.sampled))
  }

  @Test("couplings for another die come no faster than their link lets them")
  func loads() throws {
    func seconds(_ lanes: Int) throws -> Double {
      try Bench.machine(EventMachineTests.model) {
        Self.four(&$0)
        ($0.dies.linkLanes, $0.dies.linkRate_bitsPerSecond) = (lanes, 1e8)
      }.start().timeline.duration_s
    }
    #expect(try seconds(1) > 2 * seconds(64))
    let start = try Bench.machine(EventMachineTests.model, chip: Self.four).start()
    #expect(start.total[.linkBit] > 0)
  }

  @Test("a narrow link bounds the texts a second, and is named")
  func throughput() throws {
    func found(_ lanes: Int) throws -> Throughput {
      let chip = try Bench.chip {
        ($0.geometry.tileRows, $0.geometry.tileColumns) = (4, 4)
        Self.small(&$0)
        ($0.dies.linkLanes, $0.dies.linkRate_bitsPerSecond) = (lanes, 1e9)
      }
      let rows = (0..<4).map { row in (0..<6).map { Float(($0 + row) % 5) - 2 } }
      let program = Bench.program(
        rows: rows, chip: chip,
        [
          .barrier, .move(0, blockWidth: 6, bitsPerElement: 32, routes: [Route(0, 9)]), .barrier,
          .send(0),
        ])
      return try VirtualChip(program: program, chip: chip).throughput(
        of: [[0, 1, 2, 3]], settings: RunSettings(fidelity: .expectation))
    }
    // 192 bits are two flits of 128; each keeps one lane of 1 Gbit/s for 128 ns. Four tokens.
    let narrow = try found(1)
    let bound = 1 / (4 * 2 * 128e-9)
    #expect(narrow.bottleneck == "links between dies" && narrow.busyShare > 0.99)
    #expect(narrow.texts_perSecond <= bound * (1 + 1e-9) && narrow.texts_perSecond > 0.99 * bound)
    let wide = try found(128)
    #expect(wide.texts_perSecond > 2 * narrow.texts_perSecond)
    #expect(wide.bottleneck != "links between dies")
  }

  @Test("a lattice program lies on one die")
  func lattices() throws {
    let chip = try SpecLibrary.chip("digital-pbit-four-dies")
    #expect(chip.dieLatticeAgents == 16_384)
    func faults(_ agents: Int) -> [Fault] {
      Program(name: "agents", agents: .init(count: agents)).faults(on: chip)
    }
    #expect(faults(16_384).isEmpty)
    #expect("\(faults(16_385))".contains("a die of digital-pbit-four-dies has 16384"))
  }
}
