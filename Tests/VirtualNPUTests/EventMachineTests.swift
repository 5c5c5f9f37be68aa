import ChipPrograms
import Dispatch
import ExecutionRecords
import HardwareSpecs
import Synchronization
import Testing
import VirtualNPU

@Suite("Fidelity event")
struct EventMachineTests {
  static let model = TinyModel(
    hidden: 32, heads: 4, keyValueHeads: 4, layers: 2, inner: 64, positions: 20)
  static let tokens = (0..<20).map { $0 % 12 }

  /// Cycles of `runs` seeds, on average.
  static func cycles(
    _ machine: VirtualNPU, _ fidelity: Fidelity, draws: Draws, samples: Int, tokens: [Int],
    runs: Int = 10
  ) throws -> Double {
    try (0..<runs).reduce(0.0) { sum, seed in
      let settings = RunSettings(
        fidelity: fidelity, draws: draws, samples: samples, seed: UInt64(seed))
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
    func cycles(_ fidelity: Fidelity) throws -> Double {
      try Self.cycles(
        machine, fidelity, draws: draws, samples: size.samples,
        tokens: Array(Self.tokens.prefix(size.tokens)))
    }
    let executed = try cycles(.event)
    for scheduled in [try cycles(.sampled), try cycles(.expectation)] {
      #expect(abs(executed / scheduled - 1) < 0.02, "\(executed) for \(scheduled)")
    }
  }

  @Test("actions are those of sampled: arithmetic exactly, draws within three standard errors")
  func counts() throws {
    // Two passes: steps of feedback would follow the drawn values.
    let machine = try Bench.machine(Self.model) { $0.timing.normMethod = .twoPasses }
    func records(_ fidelity: Fidelity) throws -> [ExecutionRecord] {
      try (0..<12).map {
        try machine.run(
          tokens: Self.tokens,
          settings: RunSettings(fidelity: fidelity, samples: 32, seed: UInt64($0))
        ).record
      }
    }
    let (events, samples) = (try records(.event), try records(.sampled))
    #expect(events[0].instructions.map(\.name) == samples[0].instructions.map(\.name))
    for index in events[0].instructions.indices {
      let (one, other) = (events[0].instructions[index], samples[0].instructions[index])
      for component in ChipComponent.allCases {
        for action in Action.allCases {
          func counts(_ records: [ExecutionRecord], _ kind: ActionClass) -> [Double] {
            records.map { Double($0.instructions[index].counts[component]?[action, kind] ?? 0) }
          }
          let found = counts(events, .deterministic)
          let expected = counts(samples, .deterministic)
          // Value rows that fired are deterministic work on drawn rows.
          if Set(expected).count == 1 {
            #expect(found == expected, "\(one.name) \(component) \(action)")
          } else {
            Self.expectEqual(found, expected, "\(one.name) \(component) \(action)")
          }
          Self.expectEqual(
            counts(events, .sampling), counts(samples, .sampling),
            "\(one.name) \(component) \(action)")
        }
      }
      #expect(one.twin?.tableLookups == other.twin?.tableLookups, "\(one.name)")
      #expect(one.twin?.divisions == other.twin?.divisions, "\(one.name)")
    }
  }

  /// Means within three standard errors, with room for the many comparisons.
  private static func expectEqual(_ found: [Double], _ expected: [Double], _ name: String) {
    func moments(_ x: [Double]) -> (mean: Double, error: Double) {
      let mean = x.reduce(0, +) / Double(x.count)
      let squares = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, squares / Double(x.count * (x.count - 1)))
    }
    let (a, b) = (moments(found), moments(expected))
    let error = (a.error + b.error).squareRoot()
    // 12 runs give the error itself only to 20 %; a count that hardly varies may differ by a few.
    #expect(
      abs(a.mean - b.mean) <= 4.5 * error + 0.002 * b.mean, "\(name): \(a.mean) for \(b.mean)")
  }

  @Test("the same seed gives the same bits on two threads, alone and in a batch")
  func threads() throws {
    let machine = try Bench.machine(PlainMachineTests.odd)
    let settings = RunSettings(fidelity: .event, samples: 16, seed: 3)
    let texts = (0..<6).map { text in (0...text).map { ($0 * 7 + text) % 40 } }
    let alone = try texts.map { try machine.run(tokens: $0, settings: settings) }
    let results = Mutex([Int: VirtualNPU.Execution]())
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
      tokens: Self.tokens, settings: RunSettings(fidelity: .event, samples: 16))
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
      func cycles(_ fidelity: Fidelity) throws -> Double {
        try Self.cycles(
          machine, fidelity, draws: .systematic, samples: 64, tokens: Self.tokens, runs: 2)
      }
      let (executed, scheduled) = (try cycles(.event), try cycles(.sampled))
      #expect(abs(executed / scheduled - 1) < 0.02, "\(shadow): \(executed) for \(scheduled)")
    }
  }
}
