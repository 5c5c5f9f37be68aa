import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels
import VirtualChip

@Suite("Chips smaller than the model")
struct SmallChipTests {
  /// The default chip with fewer linear tiles and a memory to reload them from.
  static func yaml(linearTiles: Int) throws -> [UInt8] {
    var lines = try SpecLibrary.text(SpecLibrary.defaultChip)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let tiles = try #require(lines.firstIndex { $0.contains("linear_tiles:") })
    lines[tiles] = "  linear_tiles: {value: \(linearTiles), source: \"test\"}"
    let host = try #require(lines.firstIndex { $0.contains("host_bandwidth:") })
    lines.insert(
      "  off_chip_bandwidth: {value: 100, unit: GB/s, source: \"test\"}", at: host)
    return Array(lines.joined(separator: "\n").utf8)
  }

  @Test("couplings are reloaded and counted; outputs are those of the large chip")
  func tiny() throws {
    let model = TinyModel(hidden: 32, heads: 2, keyValueHeads: 2, layers: 2, inner: 64)
    let large = try Bench.machine(model)
    let small = try Bench.machine(model) {
      $0.geometry.linearTiles = 10
      $0.memory.offChip_bitsPerSecond = 1e11
    }
    let shadow = try Bench.machine(model) {
      $0.geometry.linearTiles = 10
      $0.memory.offChip_bitsPerSecond = 1e11
      $0.timing.shadowLoad = true
    }
    let settings = RunSettings(fidelity: .expectation, draws: .systematic, samples: 64)
    let tokens = [1, 2, 3, 4]
    let whole = try large.run(tokens: tokens, settings: settings)
    let reloaded = try small.run(tokens: tokens, settings: settings)
    let hidden = try shadow.run(tokens: tokens, settings: settings)
    #expect(whole.output == reloaded.output && whole.output == hidden.output)
    let total = reloaded.record.couplingBits - reloaded.record.residentCouplingBits
    #expect(total > 0)
    #expect(reloaded.record.total[.offChipMemoryBit] >= total)
    #expect(
      reloaded.record.byComponent[.linearTiles]?[.couplingWrite] == total)
    #expect(whole.record.byComponent[.linearTiles]?[.couplingWrite] == 0)
    #expect(whole.record.residentCouplingBits == whole.record.couplingBits)
    #expect(whole.record.timeline.totalCycles < hidden.record.timeline.totalCycles)
    #expect(hidden.record.timeline.totalCycles < reloaded.record.timeline.totalCycles)
    // At the start only what stays is loaded.
    #expect(
      small.start().total[.couplingWrite] == reloaded.record.residentCouplingBits)
  }

  @Test(
    "MiniLM on a chip of 100 tiles", .enabled(if: MiniLM.isThere, "run make model first"))
  func miniLM() throws {
    let mini = try #require(MiniLM.shared)
    let settings = RunSettings(fidelity: .expectation, draws: .systematic)
    // A flit a packet: on the smaller mesh more rows would meet on fewer links.
    func run(_ chip: ChipSpec) throws -> VirtualChip.Execution {
      let chip = chip.with { $0.timing.flitBits = 4096 }
      let program = try ModelCompiler.compile(mini.model.graph, for: chip, precision: Precision())
      return try VirtualChip(program: program, chip: chip)
        .run(tokens: mini.tokens[0], settings: settings)
    }
    let small = try run(
      SpecLibrary.chip(yaml: Self.yaml(linearTiles: 100), file: "small.yaml"))
    let large = try run(SpecLibrary.chip(SpecLibrary.defaultChip))
    #expect(small.output == large.output)
    #expect(
      small.record.byComponent[.linearTiles]?[.couplingWrite]
        == small.record.couplingBits - small.record.residentCouplingBits)
    // Every reload waits for its bits at 100 GB/s, the barriers around it drain the pipeline.
    let reloading =
      Double(small.record.couplingBits - small.record.residentCouplingBits) / 800e9
    let longer = small.record.timeline.duration_s - large.record.timeline.duration_s
    #expect(longer > 0.95 * reloading && longer < 1.3 * reloading, "\(longer), \(reloading)")
  }

  @Test("a program for another chip, causal races without room and a narrow converter are refused")
  func refusals() throws {
    let chip = try Bench.chip()
    let program = try ModelCompiler.compile(
      TinyModel().graph, for: chip, precision: Precision())
    for other in [
      chip.with { $0.hash = "another" }, chip.with { $0.timing.normMethod = .twoPasses },
    ] {
      #expect(throws: MachineError.wrongChip(program: chip.identity, machine: other.identity)) {
        _ = try VirtualChip(program: program, chip: other)
      }
    }
    func message(_ change: (inout Program, inout ChipSpec) -> Void) -> String {
      var (program, chip) = (program, chip)
      change(&program, &chip)
      program.chip?.hash = chip.identity
      do throws(MachineError) {
        _ = try VirtualChip(program: program, chip: chip).run(tokens: [1], settings: RunSettings())
        return ""
      } catch { return error.description }
    }
    #expect(
      message { $1.timing.readOut = .converter(bits: 4, columnsPerConverter: 1) }
        .contains("column sums of 16 rows need converters of 5 bits, bench has 4"))
    func message(_ shape: Instruction.RaceShape, tokens: Int = 512) -> String {
      let width = shape.heads * shape.headSize
      var program = Bench.program(
        rows: [[Float](repeating: 1, count: width)], chip: chip,
        values: [.init(kind: .field, width: width)],
        [.race(shape, query: 0, key: 0, value: 0, into: 1)])
      program.maximumTokens = tokens
      do throws(MachineError) {
        _ = try VirtualChip(program: program, chip: chip)
        return ""
      } catch { return error.description }
    }
    #expect(
      message(
        .init(heads: 2, keyValueHeads: 2, headSize: 4, causal: true, bits: 8), tokens: 1 << 20
      ).contains("of all causal races stay in"))
    #expect(
      message(.init(heads: 1, keyValueHeads: 1, headSize: 512, causal: false, bits: 12))
        .contains("expected at most 2147483647"))
    #expect(
      message { program, _ in
        for index in program.instructions.indices {
          guard var race = program.instructions[index].operation as? Instruction.Race else {
            continue
          }
          race.shape.headSize *= 2
          program.instructions[index].operation = race
        }
      }.contains("expected field"))
  }
}
