import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import Testing
import VirtualChip

/// Where rows compete for what all share, the schedule and the execution differ.
@Suite("Contention")
struct ContentionTests {
  /// Cycles of operations on rows of six fields, by execution and by schedule.
  static func cycles(
    tokens: Int, chip change: (inout ChipSpec) -> Void, values: [Program.ValueDeclaration] = [],
    _ operations: [any Instruction.Operation]
  ) throws -> (event: Int, sampled: Int) {
    let chip = try Bench.chip(change)
    let rows = (0..<tokens).map { row in (0..<6).map { Float(($0 + row) % 5) - 2 } }
    let program = Bench.program(rows: rows, chip: chip, values: values, operations)
    let machine = try VirtualChip(program: program, chip: chip)
    func cycles(_ fidelity: Fidelity.Word) throws -> Int {
      Int(
        try machine.run(
          tokens: Array(0..<tokens), settings: RunSettings(fidelity: fidelity.fidelity())
        )
        .record.timeline.totalCycles)
    }
    return (try cycles(.event), try cycles(.sampled))
  }

  @Test("two moves over one link: every token crosses it twice")
  func link() throws {
    let n = 10
    func moves(_ second: Route) throws -> (event: Int, sampled: Int) {
      try Self.cycles(
        tokens: n, chip: { $0.timing.flitBits = 8 },
        [
          .barrier, .move(0, blockWidth: 6, bitsPerElement: 32, routes: [Route(0, 6)]),
          .move(0, blockWidth: 6, bitsPerElement: 32, routes: [second]), .barrier,
        ])
    }
    // Tiles 0 and 6 are at (1, 1) and (4, 1). 6 · 32 bits are 24 flits; 3 hops of 2 cycles; `fetch` before the barrier.
    let fetch = try Self.cycles(tokens: n, chip: { $0.timing.flitBits = 8 }, [.barrier])
    #expect(fetch.event == fetch.sampled)
    // Back on the other links: nobody meets.
    let apart = try moves(Route(6, 0))
    #expect(apart.sampled - fetch.sampled == 2 * (6 + 24) + (n - 1) * 24)
    #expect(apart.event == apart.sampled)
    // The same links: 2 · 24 flits a token, and the last token's second move still has its way to go. The
    // schedule lets the first token pass alone.
    let shared = try moves(Route(0, 6))
    #expect(shared.sampled - fetch.sampled == 2 * (6 + 24) + (n - 1) * 2 * 24)
    let links = shared.event - fetch.event
    #expect(links >= 2 * n * 24 && links <= 2 * n * 24 + 2 * (6 + 24), "\(links)")
    #expect(Double(shared.event) > 1.6 * Double(apart.event))
  }

  @Test("sums of two arrays run down the same row tiles: their flits take turns, at a stop as well")
  func sums() throws {
    let n = 10
    func sums(_ second: Route) throws -> (event: Int, sampled: Int) {
      try Self.cycles(
        tokens: n, chip: { $0.timing.flitBits = 16 },
        [
          .barrier,
          .move(0, blockWidth: 6, bitsPerElement: 64, routes: [Route(paths: [[4, 6, 7]])]),
          .move(0, blockWidth: 6, bitsPerElement: 64, routes: [second]), .barrier,
        ])
    }
    let fetch = try Self.cycles(tokens: n, chip: { $0.timing.flitBits = 16 }, [.barrier])
    // Tiles 4, 6 and 7 are at (3, 1), (4, 1) and (4, 2); tiles 0, 1 and 2 at (1, 1), (1, 0) and (2, 0).
    let apart = try sums(Route(paths: [[0, 1, 2]]))
    #expect(apart.sampled - fetch.sampled == 2 * (4 + 24) + (n - 1) * 24)
    // A stop hands flits on as they come, a cycle later at most.
    #expect(apart.event >= apart.sampled && apart.event <= apart.sampled + 4)
    let shared = try sums(Route(paths: [[4, 6, 7]]))
    let links = shared.event - fetch.event
    #expect(links >= 2 * n * 24 && links <= 2 * n * 24 + 2 * (4 + 24) + 4, "\(links)")
  }

  @Test("lanes of one tile serve one instruction after the other, those of two tiles both at once")
  func laneTiles() throws {
    let n = 40
    func units(_ first: Int, _ second: Int) throws -> (event: Int, sampled: Int) {
      try Self.cycles(
        tokens: n, chip: { _ in },
        values: [.init(kind: .field, width: 6), .init(kind: .field, width: 6)],
        [
          .move(0, blockWidth: 6, bitsPerElement: 32, routes: [Route(0, first)]), .barrier,
          .unit(0, into: 1),
          .move(1, blockWidth: 6, bitsPerElement: 32, routes: [Route(first, second)]),
          .unit(1, into: 2), .barrier,
        ])
    }
    // Lane tiles begin at 1024 + 64 + 96. An element has a lane: a row of `unit` takes 3 cycles, and 40 rows of
    // two of them 240 on one tile, but 120 and the way on two.
    let same = try units(1184, 1184)
    let apart = try units(1184, 1185)
    #expect(same.event - apart.event > 3 * n - 30 && same.event - apart.event <= 3 * n)
    #expect(same.sampled - apart.sampled > 3 * n - 30 && same.sampled - apart.sampled <= 3 * n)
  }

  @Test("two fetches share the host link: each id waits for the ids before it")
  func host() throws {
    let n = 12
    // 32 bits at 1 Gb/s take 32 cycles, the hop to the memory's port 2, the lanes 1.
    let found = try Self.cycles(
      tokens: n, chip: { $0.memory.host_bitsPerSecond = 1e9 },
      values: [.init(kind: .field, width: 6)], [.fetch(tables: [0, 1], into: 1), .barrier])
    #expect(found.sampled == 2 * (32 + 2 + 1) + (n - 1) * 32)
    #expect(found.event == 2 * n * 32 + 2 + 1)
  }

  @Test("few lanes: the first token does not wait for the others, as the schedule has it")
  func lanes() throws {
    // All rows go to the one tile of lanes and back; with a flit a packet they do not meet on the way, and norms
    // in two passes do not keep their units, which have as few adders, for long.
    let machine = try Bench.machine(EventMachineTests.model) {
      $0.geometry.digitalLanes = 8
      $0.timing.flitBits = 4096
      $0.timing.normMethod = .twoPasses
    }
    func cycles(_ fidelity: Fidelity.Word) throws -> Double {
      try EventMachineTests.cycles(
        machine, fidelity, draws: .systematic, samples: 16, tokens: EventMachineTests.tokens,
        runs: 3)
    }
    let ratio = try cycles(.event) / cycles(.sampled)
    #expect(ratio < 0.97 && ratio > 0.85, "\(ratio)")
  }

  @Test("a whole model on narrow links")
  func narrowMesh() throws {
    let machine = try Bench.machine(EventMachineTests.model) {
      $0.timing.flitBits = 4
      $0.geometry.digitalLanes = 1 << 20
    }
    func cycles(_ fidelity: Fidelity.Word) throws -> Double {
      try EventMachineTests.cycles(
        machine, fidelity, draws: .systematic, samples: 16, tokens: EventMachineTests.tokens,
        runs: 3)
    }
    let ratio = try cycles(.event) / cycles(.sampled)

    #expect(ratio > 1.01, "\(ratio)")
  }
}
