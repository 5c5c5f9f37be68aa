import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// Counted actions of `event` against those of `sampled`: equal where the program determines them, within
/// three standard errors where numbers are drawn.
@Suite("Counts of fidelity event")
struct EventCountTests {
  /// Twelve heads, two layers, norms by feedback.
  static let model = TinyModel(
    hidden: 48, heads: 12, keyValueHeads: 12, layers: 2, inner: 96, positions: 10)

  /// What is drawn: an instruction's counts that follow drawn numbers, or values that were computed from
  /// them. All others are determined by the program and the number of tokens.
  ///
  /// - A race loses draws to collisions, and reads the values of those agents that fired.
  /// - A gate counts its firings.
  /// - A norm that settles by feedback takes as many steps as the row needs, and rows behind the first race
  ///   are drawn.
  static func isDrawn(
    _ operation: any Instruction.Operation, _ component: ChipComponent, _ action: Action,
    settings: RunSettings
  ) -> Bool {
    switch (operation.mnemonic, component, action) {
    case ("race", .raceTiles, .agentUpdate): true
    // Stopped by count, each row counts S firings.
    case ("race", .raceTiles, .counterStep): settings.draws == .systematic
    case ("race", .raceTiles, .agentRead), ("race", .raceTiles, .digitalOperation),
      ("race", .memory, .onChipMemoryBit):
      true
    case ("gate", .gateTiles, .counterStep): true
    case ("gate", .gateTiles, .agentUpdate): settings.draws == .systematic
    case ("normalise", .normUnits, .digitalOperation), ("normalise", .normUnits, .dacSet): true
    default: false
    }
  }

  /// One count over runs with several seeds.
  private struct Series {
    var name: String
    var event: [Double]
    var sampled: [Double]
  }

  static func compare(
    _ machine: VirtualChip, tokens: [Int], draws: Draws, samples: Int, seeds: Int
  ) throws {
    func records(_ fidelity: Fidelity.Word) throws -> [ExecutionRecord] {
      try (0..<seeds).map {
        try machine.run(
          tokens: tokens,
          settings: RunSettings(
            fidelity: fidelity.fidelity(), draws: draws, samples: samples, seed: UInt64($0))
        ).record
      }
    }
    let settings = RunSettings(draws: draws, samples: samples)
    let (events, sampled) = (try records(.event), try records(.sampled))
    #expect(events[0].instructions.map(\.name) == sampled[0].instructions.map(\.name))
    var series: [Series] = []
    var kinds: [String: Series] = [:]
    var determined = 0
    for index in events[0].instructions.indices {
      let one = events[0].instructions[index]
      let operation = machine.program.instructions[one.instruction].operation
      for component in ChipComponent.allCases {
        for action in Action.allCases {
          for kind in ActionClass.allCases {
            func counts(_ records: [ExecutionRecord]) -> [UInt64] {
              records.map { $0.instructions[index].counts[component]?[action, kind] ?? 0 }
            }
            let (found, expected) = (counts(events), counts(sampled))
            let name = "\(one.name) \(component) \(action) \(kind)"
            guard isDrawn(operation, component, action, settings: settings) else {
              #expect(found == expected, "\(name)")
              if expected.contains(where: { $0 > 0 }) { determined += 1 }
              continue
            }
            guard found + expected != [UInt64](repeating: 0, count: 2 * seeds) else { continue }
            let new = Series(
              name: name, event: found.map { Double($0) }, sampled: expected.map { Double($0) })
            series.append(new)
            let word = "\(operation.mnemonic) \(component) \(action)"
            if let old = kinds[word] {
              kinds[word]?.event = zip(old.event, new.event).map { $0 + $1 }
              kinds[word]?.sampled = zip(old.sampled, new.sampled).map { $0 + $1 }
            } else {
              kinds[word] = Series(name: word, event: new.event, sampled: new.sampled)
            }
          }
        }
      }
      for (one, other) in zip(events, sampled) {
        let (twin, expected) = (one.instructions[index].twin, other.instructions[index].twin)
        #expect(twin?.tableLookups == expected?.tableLookups)
        #expect(twin?.divisions == expected?.divisions)
      }
    }
    #expect(determined > 20 && series.count > 5)
    // Instruction by instruction, and the sums over instructions of a kind, which see less.
    for one in series + kinds.values {
      let verdict = PairedComparison.means(
        one.event, one.sampled, comparisons: series.count + kinds.count)
      #expect(verdict.passed, "\(one.name): \(verdict)")
    }
  }

  @Test("a model of twelve heads, norms by feedback, outliers", arguments: Draws.allCases)
  func small(draws: Draws) throws {
    let machine = try Bench.machine(
      Self.model, precision: Precision(outlierChannels: 3, weightBlock: 0)
    ) {
      // One draw in twenty collides.
      $0.timing.raceLoad = 0.1
      $0.timing.maximumRate_Hz = 1e11
    }
    #expect(machine.chip.timing.normMethod == .feedback)
    try Self.compare(
      machine, tokens: [3, 1, 4, 1, 5, 9, 2, 6], draws: draws, samples: 24, seeds: 24)
  }

  @Test("MiniLM", .enabled(if: MiniLM.isThere, "run make model first"), arguments: Draws.allCases)
  func miniLM(draws: Draws) throws {
    let mini = try #require(MiniLM.shared)
    let tokens = try #require(mini.tokens.min { $0.count < $1.count })
    try Self.compare(mini.machine(), tokens: tokens, draws: draws, samples: 64, seeds: 10)
  }

  @Test("Student's tails")
  func tails() {
    // Tables: t(0.975; 10) = 2.228139, t(0.995; 4) = 4.604095, t(0.9995; 23) = 3.767627.
    for (x, freedom, tail) in [(2.228139, 10, 0.05), (4.604095, 4, 0.01), (3.767627, 23, 0.001)] {
      #expect(abs(PairedComparison.studentTail(x, freedom: freedom) / tail - 1) < 1e-4)
    }
  }
}
