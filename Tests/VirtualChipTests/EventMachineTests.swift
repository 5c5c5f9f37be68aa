import ChipPrograms
import Dispatch
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Synchronization
import Testing
import VirtualChip

@Suite("Fidelity event")
struct EventMachineTests {
  static let model = TinyModel(
    hidden: 32, heads: 4, keyValueHeads: 4, layers: 2, inner: 64, positions: 20)
  static let tokens = (0..<20).map { $0 % 12 }

  /// Cycles of `runs` seeds, on average.
  static func cycles(
    _ machine: VirtualChip, _ fidelity: Fidelity.Word, draws: Draws, samples: Int, tokens: [Int],
    runs: Int = 10
  ) throws -> Double {
    try (0..<runs).reduce(0.0) { sum, seed in
      let settings = RunSettings(
        fidelity: fidelity.fidelity(), draws: draws, samples: samples, seed: UInt64(seed))
      return sum
        + Double(
          try machine.run(tokens: tokens, settings: settings).record.timeline.totalCycles)
        / Double(runs)
    }
  }

  @Test(
    "with lanes enough it takes what the schedule says, within 2 %",
    arguments: Draws.allCases, [(6, 64), (20, 64), (20, 16)])
  func agreement(draws: Draws, size: (tokens: Int, samples: Int)) throws {
    let machine = try Bench.machine(Self.model) { $0.geometry.digitalLanes = 1 << 20 }
    func cycles(_ fidelity: Fidelity.Word) throws -> Double {
      try Self.cycles(
        machine, fidelity, draws: draws, samples: size.samples,
        tokens: Array(Self.tokens.prefix(size.tokens)))
    }
    let executed = try cycles(.event)
    for scheduled in [try cycles(.sampled), try cycles(.expectation)] {
      #expect(abs(executed / scheduled - 1) < 0.02, "\(executed) for \(scheduled)")
    }
  }

  @Test("the same seed gives the same bits on two threads, alone and in a batch")
  func threads() throws {
    let machine = try Bench.machine(PlainMachineTests.odd)
    let settings = RunSettings(fidelity: .event(die: 0), samples: 16, seed: 3)
    let texts = (0..<6).map { text in (0...text).map { ($0 * 7 + text) % 40 } }
    let alone = try texts.map { try machine.run(tokens: $0, settings: settings) }
    let results = Mutex([Int: VirtualChip.Execution]())
    DispatchQueue.concurrentPerform(iterations: 12) { iteration in
      guard let found = try? machine.run(tokens: texts[iteration % 6], settings: settings)
      else { return }
      results.withLock { $0[iteration] = found }
    }
    for (iteration, found) in results.withLock({ $0 }) {
      #expect(found.output.map(\.bitPattern) == alone[iteration % 6].output.map(\.bitPattern))
      #expect(found.record == alone[iteration % 6].record)
      #expect(found.events == alone[iteration % 6].events)
    }
    #expect(results.withLock { $0.count } == 12)
  }

  @Test("spans are what happened: in order, within the text, the last one ends it")
  func spans() throws {
    let machine = try Bench.machine(Self.model)
    let execution = try machine.run(
      tokens: Self.tokens, settings: RunSettings(fidelity: .event(die: 0), samples: 16))
    let timeline = execution.record.timeline
    let starts = timeline.spans.map(\.startCycle)
    #expect(starts == starts.sorted())
    #expect(timeline.spans.map { $0.startCycle + $0.cycles }.max() == timeline.totalCycles)
    let instructions = machine.program.instructions
    #expect(
      timeline.spans.map(\.instruction)
        == instructions.indices.filter { instructions[$0].operation.mnemonic != "barrier" })
    #expect((execution.events?.flits ?? 0) > 0)
    // The twin keeps the schedule: no race, no firings.
    let scheduled = try machine.run(
      tokens: Self.tokens, settings: RunSettings(samples: 16))
    let ratio =
      Double(execution.record.twinTimeline.totalCycles)
      / Double(scheduled.record.twinTimeline.totalCycles)
    #expect(abs(ratio - 1) < 0.02, "\(ratio)")
  }

  @Test("a chip that reloads couplings, shadowed or not, takes what the schedule says")
  func reloads() throws {
    for shadow in [false, true] {
      let machine = try Bench.machine(Self.model) {
        $0.geometry.linearTiles = 10
        $0.memory.offChip_bitsPerSecond = 1e11
        $0.timing.shadowLoad = shadow
        $0.geometry.digitalLanes = 1 << 20
      }
      func cycles(_ fidelity: Fidelity.Word) throws -> Double {
        try Self.cycles(
          machine, fidelity, draws: .systematic, samples: 64, tokens: Self.tokens, runs: 2)
      }
      let (executed, scheduled) = (try cycles(.event), try cycles(.sampled))
      #expect(abs(executed / scheduled - 1) < 0.02, "\(shadow): \(executed) for \(scheduled)")
    }
  }
}
