import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("Gates")
struct GateTests {
  static func machine(_ threshold: GateThreshold, _ x: [Float]) throws -> VirtualChip {
    let chip = try Bench.chip()
    let program = Bench.program(
      rows: [x], chip: chip, values: [.init(kind: .field, width: x.count)],
      [.gate(threshold, 0, into: 1), .send(1)])
    return try VirtualChip(program: program, chip: chip)
  }

  static let fields: [Float] = [-30, -3.5, -1.28, -0.4, -1e-3, 1e-3, 0.2, 0.75, 1.28, 2, 4.5, 30]

  @Test("the mean over draws is F(x)·x", arguments: GateThreshold.allCases, Draws.allCases)
  func mean(_ threshold: GateThreshold, _ draws: Draws) throws {
    let machine = try Self.machine(threshold, Self.fields)
    let samples = 40
    let runs = 400
    var sums = [Double](repeating: 0, count: Self.fields.count)
    for seed in 0..<runs {
      let output = try machine.run(
        tokens: [0], settings: RunSettings(draws: draws, samples: samples, seed: UInt64(seed))
      ).output
      for index in sums.indices { sums[index] += Double(output[index]) }
    }
    for (x, sum) in zip(Self.fields, sums) {
      let p = PlainUnits.gate(threshold, x)
      // Of one mean: binomial, or of a clock with a random phase.
      let fraction = p * Double(samples) - (p * Double(samples)).rounded(.down)
      let variance =
        draws == .independent
        ? p * (1 - p) / Double(samples)
        : fraction * (1 - fraction) / Double(samples * samples)
      let verdict = compare(
        sum / Double(runs), with: p * Double(x),
        standardError: (max(variance, 1e-12) / Double(runs)).squareRoot()
          * Double(x.magnitude) + 2e-6 * Double(x.magnitude))
      #expect(verdict.passed, "\(threshold) \(x): \(verdict)")
    }
  }

  @Test("a step decides once, whatever the draws")
  func zeroTemperature() throws {
    let machine = try Self.machine(.zeroTemperature, Self.fields)
    let output = try machine.run(tokens: [0], settings: RunSettings(samples: 3)).output
    for (x, y) in zip(Self.fields, output) {
      #expect(abs(y - max(x, 0)) <= x.magnitude * 1e-6 + 1e-8)
    }
  }

  @Test("the squared error falls as 1/S with Poisson agents, as its square with regular clocks")
  func scaling() throws {
    let x = (0..<400).map { Float($0) / 100 - 2 }
    let machine = try Self.machine(.gaussian, x)
    let exact = try machine.run(tokens: [0], settings: RunSettings(fidelity: .expectation)).output
    func squaredError(_ draws: Draws, _ samples: Int) throws -> Double {
      var sum = 0.0
      for seed in 0..<40 {
        let output = try machine.run(
          tokens: [0], settings: RunSettings(draws: draws, samples: samples, seed: UInt64(seed))
        ).output
        for (a, b) in zip(output, exact) { sum += Double((a - b) * (a - b)) }
      }
      return sum
    }
    // 16 000 terms: each ratio is known to about 2 %.
    let poisson = try squaredError(.independent, 16) / squaredError(.independent, 256)
    #expect(abs(poisson / 16 - 1) < 0.1, "\(poisson)")
    let regular = try squaredError(.systematic, 16) / squaredError(.systematic, 256)
    #expect(abs(regular / 256 - 1) < 0.15, "\(regular)")
  }

  @Test("firings of many gates with many samples are counted exactly")
  func largeCounts() throws {
    // All gates certain: every one fires S times; 3000 · 65535 is beyond float32's integers.
    let machine = try Self.machine(.gaussian, [Float](repeating: 30, count: 3001))
    let record = try machine.run(
      tokens: [0], settings: RunSettings(draws: .systematic, samples: 65535)
    ).record
    #expect(record.total[.agentUpdate, .sampling] == 3001 * 65535)
  }
}
