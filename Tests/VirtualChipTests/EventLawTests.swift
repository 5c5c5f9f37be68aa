import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// What instructions of a program give at `event` and at `sampled`, over many seeds: products bit for bit,
/// what is drawn by means and variances.
@Suite("Laws of instructions, event against sampled")
struct EventLawTests {
  static let tokens = 4
  static let seeds = 400

  /// A product, gates on it, a norm of those, and a race of two heads between rows: values 2, 3, 4, 5.
  static func machine(_ change: (inout ChipSpec) -> Void = { _ in }) throws -> VirtualChip {
    let chip = try Bench.chip {
      $0.geometry.digitalLanes = 1 << 20
      change(&$0)
    }
    var numbers = SmallNumbers(seed: 9)
    let rows = (0..<tokens).map { _ in (0..<12).map { _ in 2 * numbers.next() } }
    let array = CouplingArray(
      name: "array", layer: nil, inputs: 12, outputs: 12, bits: 6, block: 12,
      codes: (0..<144).map { _ in Int16(31 * numbers.next()) },
      scales: [Float](repeating: 0.01, count: 12), fields: (0..<12).map { _ in numbers.next() },
      placement: .init(rowTiles: 1, columnTiles: 1, tiles: [0], resident: true, rounds: 1))
    let shape = Instruction.RaceShape(
      heads: 2, keyValueHeads: 2, headSize: 6, causal: false, bits: 8)
    let field = Program.ValueDeclaration(kind: .field, width: 12)
    let program = Bench.program(
      rows: rows, chip: chip,
      values: [.init(kind: .codes, width: 12), field, field, field, field], arrays: [array],
      setup: [.beta(factor: 0.5)],
      [
        .clamp(0, bits: 8, outlierChannels: 1, into: 1), .read(array: 0, codes: 1, into: 2),
        .barrier, .race(shape, query: 2, key: 2, value: 2, into: 5), .barrier,
        .gate(.gaussian, 2, into: 3), .normalise(3, epsilon: 1e-6, into: 4), .send(4),
      ])
    return try VirtualChip(program: program, chip: chip)
  }

  @Test("fields of races, gates, products and norms", arguments: Draws.allCases)
  func fields(draws: Draws) throws {
    let machine = try Self.machine()
    func traces(_ fidelity: Fidelity.Word) throws -> [VirtualChip.Trace] {
      try (0..<Self.seeds).map {
        try machine.trace(
          tokens: Array(0..<Self.tokens),
          settings: RunSettings(
            fidelity: fidelity.fidelity(), draws: draws, samples: 20, seed: UInt64($0)))
      }
    }
    // Other seeds of the same law: nothing but the law agrees.
    let (events, sampled) = (try traces(.event), try traces(.sampled))
    let exact = try #require(sampled[0].fields[2]).elements
    for trace in events + sampled { #expect(trace.fields[2]?.elements == exact) }
    for value in 3...5 {
      let found = try events.map { try #require($0.fields[value]).elements }
      let expected = try sampled.map { try #require($0.fields[value]).elements }
      let count = found[0].count
      var spread = 0
      for index in 0..<count {
        let verdict = PairedComparison.laws(
          found.map { Double($0[index]) }, expected.map { Double($0[index]) },
          comparisons: 3 * count)
        #expect(verdict.passed, "value \(value)[\(index)]: \(verdict)")
        if Set(found.map { $0[index] }).count > 1 { spread += 1 }
      }
      #expect(spread > count / 2, "value \(value)")
    }
  }

  @Test("cycles of races and gates have one mean and one variance", arguments: Draws.allCases)
  func cycles(draws: Draws) throws {
    // Durations are long against a cycle.
    let machine = try Self.machine {
      $0.timing.raceLoad = 0.05
      $0.timing.arbitration_s = 500e-12
      $0.timing.gateRate_Hz = 1e8
    }
    func spans(_ fidelity: Fidelity.Word, _ mnemonic: String) throws -> [Double] {
      let instruction = try #require(
        machine.program.instructions.firstIndex { $0.operation.mnemonic == mnemonic })
      return try (0..<Self.seeds).map {
        let timeline = try machine.run(
          tokens: Array(0..<Self.tokens),
          settings: RunSettings(
            fidelity: fidelity.fidelity(), draws: draws, samples: 20, seed: UInt64($0))
        ).record.timeline
        return Double(try #require(timeline.spans.first { $0.instruction == instruction }).cycles)
      }
    }
    for mnemonic in ["race", "gate"] {
      let (found, expected) = (try spans(.event, mnemonic), try spans(.sampled, mnemonic))
      let (a, b) = (PairedComparison.moments(found), PairedComparison.moments(expected))
      #expect(abs(a.mean / b.mean - 1) < 0.02, "\(mnemonic): \(a) \(b)")
      if draws == .independent {
        // A row more or less at the edge of a cycle: 0.2 of a cycle.
        let verdict = PairedComparison.laws(found, expected, comparisons: 2)
        #expect(verdict.passed, "\(mnemonic): \(verdict)")
        #expect(a.variance > 100)
      }
    }
  }
}
