import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels
import VirtualChip

/// Texts that overlap, simulated.
@Suite("Throughput")
struct ThroughputTests {
  static let tokens = [3, 1, 4, 1, 5, 9, 2, 6]
  static let settings = RunSettings(fidelity: .expectation, samples: 256)

  static func machine(raceTiles: Int) throws -> VirtualChip {
    try Bench.machine(EventMachineTests.model) { $0.geometry.raceTiles = raceTiles }
  }

  @Test(
    "texts one after the other are slower, and race tiles are what two layers of four heads wait for"
  )
  func raceTiles() throws {
    var found: [Throughput] = []
    for raceTiles in [4, 8, 16] {
      let machine = try Self.machine(raceTiles: raceTiles)
      let overlapped = try machine.throughput(of: [Self.tokens], settings: Self.settings)
      let alone_s = try machine.run(tokens: Self.tokens, settings: Self.settings).record
        .timeline.duration_s
      #expect(overlapped.texts_perSecond * alone_s >= 0.99, "\(raceTiles)")
      #expect(overlapped.busyShare > 0.5 && overlapped.busyShare <= 1)
      found.append(overlapped)
    }
    // Both layers in the same four tiles, a layer in four of its own, two texts side by side.
    #expect(found[0].bottleneck == "race tiles" && found[1].bottleneck == "race tiles")
    #expect(found[0].busyShare > 0.95)
    let ratio = found[1].texts_perSecond / found[0].texts_perSecond
    #expect(ratio > 1.6 && ratio < 2.1, "\(ratio)")
    #expect(
      found[2].texts_perSecond > 1.5 * found[1].texts_perSecond
        || found[2].bottleneck != "race tiles", "\(found)")
  }

  /// A race in one tile: it holds a text's keys for their writing and for all its rows.
  @Test("one race sets the interval between texts")
  func oneRace() throws {
    let shape = Instruction.RaceShape(
      heads: 1, keyValueHeads: 1, headSize: 6, causal: false, bits: 4)
    let chip = try Bench.chip { $0.geometry.raceTiles = 1 }
    let rows = (0..<4).map { row in (0..<6).map { Float(($0 + row) % 5) - 2 } }
    let program = Bench.program(
      rows: rows, chip: chip, values: [.init(kind: .field, width: 6)],
      [.barrier, .race(shape, query: 0, key: 0, value: 0, into: 1), .barrier, .send(1)])
    let machine = try VirtualChip(program: program, chip: chip)
    let settings = RunSettings(fidelity: .expectation, draws: .systematic, samples: 100)
    // Four rows of 10 cycles; settling of 10 ns and 100 firings of 5 ns a row, each with 2 cycles of
    // synchroniser.
    let cycles = 4 * 10 + 4 * (12 + 502)
    let found = try machine.throughput(of: [[0, 1, 2, 3]], settings: settings)
    #expect(abs(found.texts_perSecond * Double(cycles) / 1e9 - 1) < 1e-9)
    #expect(found.bottleneck == "race tiles" && found.busyShare == 1)
    // The twin needs two scorings a row in place of the firings.
    let twin = try machine.throughput(of: [[0, 1, 2, 3]], settings: settings, isTwin: true)
    #expect(twin.texts_perSecond > 10 * found.texts_perSecond)
  }

  @Test("links that all moves cross set the interval where flits are narrow")
  func mesh() throws {
    let machine = try Bench.machine(EventMachineTests.model) { $0.timing.flitBits = 1 }
    let found = try machine.throughput(
      of: [Self.tokens], settings: RunSettings(fidelity: .expectation, samples: 4))
    #expect(found.bottleneck == "mesh")
  }

  @Test(
    "MiniLM with 12, 24 and 48 race tiles", .enabled(if: MiniLM.isThere, "run make model first"))
  func miniLM() throws {
    let mini = try #require(MiniLM.shared)
    let text = try #require(mini.tokens.min { $0.count < $1.count })
    var before: Throughput?
    for raceTiles in [12, 24, 48] {
      var chip = try SpecLibrary.chip("ceas-ising-5w")
      chip.geometry.raceTiles = raceTiles
      let program = try ModelCompiler.compile(mini.model.graph, for: chip, precision: Precision())
      let machine = try VirtualChip(program: program, chip: chip)
      let found = try machine.throughput(of: [text], settings: Self.settings)
      if let before {
        #expect(
          found.texts_perSecond > 1.5 * before.texts_perSecond || found.bottleneck != "race tiles",
          "\(raceTiles): \(found) after \(before)")
      }
      before = found
    }
  }
}
