import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// What inspection says of races and norms against closed forms and the machine's own kernels.
@Suite struct InspectionTests {
  private func machine(_ change: (inout ChipTiming) -> Void) throws -> VirtualChip {
    try Bench.machine(TinyModel()) { change(&$0.timing) }
  }

  @Test func twoAgentsCollideByTheClosedForm() throws {
    let machine = try machine {
      $0.raceLoad = 1
      $0.maximumRate_Hz = 1e15
      $0.scoreBits = 24
    }
    let row = machine.raceRow([log(9), 0])
    // p = (0.9, 0.1): p′ ∝ (0.9 e^{0.9}, 0.1 e^{0.1}).
    let (first, second) = (0.9 * exp(0.9), 0.1 * exp(0.1))
    #expect(abs(row.collisionDistance - (first / (first + second) - 0.9)) < 1e-6)
    #expect(abs(row.acceptance - (first + second) * exp(-1)) < 1e-6)
    #expect(row.saturationDistance == 0 && !row.saturates && row.offShare == 0)
  }

  @Test func saturationCutsTheLargestShare() throws {
    let machine = try machine {
      $0.scoreBits = 24
      $0.maximumRate_Hz = 0.5 * $0.raceLoad / $0.arbitration_s
    }
    // p = (0.9, 0.1) is cut to (0.5, 0.1): shares (5/6, 1/6).
    let row = machine.raceRow([log(9), 0])
    #expect(row.saturates)
    #expect(abs(row.saturationDistance - (0.9 - 5.0 / 6)) < 1e-6)
  }

  @Test func theConverterTurnsOffWhatIsBelowItsRange() throws {
    let machine = try machine {
      $0.scoreBits = 8
      $0.scoreRange_nats = 4
    }
    let row = machine.raceRow([0, -1, -5])
    #expect(abs(row.offShare - 1.0 / 3) < 1e-12)
    let sum = 1 + Foundation.exp(-1.0) + Foundation.exp(-5.0)
    #expect(abs(row.offWeight - Foundation.exp(-5.0) / sum) < 1e-9)
    #expect(row.converterDistance >= row.offWeight - 1e-12)
    #expect(row.squaredScoreError.squareRoot() <= 0.5 * 4 / 255)
  }

  /// A row through `RaceLaw`, the kernel of the machine, and through the plain inspection.
  @Test(arguments: [0.01, 0.3])
  func theKernelAcceptsAsManyDraws(load: Double) throws {
    var timing = ChipTiming()
    timing.raceLoad = load
    timing.maximumRate_Hz = 0.4 * load / timing.arbitration_s
    let scores: [Float] = [0.3, 2.5, -1, 0, 1.7, -20, 0.85]
    var buffer = [Float](repeating: 0, count: 64)
    buffer.replaceSubrange(0..<scores.count, with: scores)
    var shares = buffer.mutableSpan
    let kernel = RaceLaw(timing: timing).shares(&shares, count: scores.count)
    let row = try machine { $0 = timing }.raceRow(scores.map(Double.init))
    #expect(abs(row.acceptance - Double(kernel.acceptance)) < 2e-6)
    #expect(row.saturates == (kernel.rate < 1))
  }

  @Test func racesOfATraceHaveARowForEachHeadAndToken() throws {
    let machine = try Bench.machine(TinyModel(layers: 2))
    let trace = try machine.trace(
      tokens: [1, 2, 3], settings: RunSettings(fidelity: .expectation))
    var rows = 0
    for case let race as Instruction.Race in machine.program.instructions.map(\.operation) {
      rows += machine.raceRows(race.shape, query: race.query, key: race.key, in: trace).count
    }
    #expect(rows == 2 * 2 * 3)
  }

  /// Feedback by its equations, written plainly.
  @Test func normsSettleByTheirEquations() throws {
    let machine = try Bench.machine(TinyModel())
    let timing = machine.chip.timing
    let trace = try machine.trace(tokens: [1, 2], settings: RunSettings(fidelity: .expectation))
    for case let norm as Instruction.Normalise in machine.program.instructions.map(\.operation) {
      let (value, epsilon) = (norm.value, norm.epsilon)
      let fields = try #require(trace.fields[value])
      for (index, row) in machine.normRows(of: value, epsilon: epsilon, in: trace).enumerated() {
        let x = fields.elements[(index * fields.width)..<((index + 1) * fields.width)].map {
          Double($0)
        }
        let mean = x.reduce(0, +) / Double(x.count)
        let variance =
          x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count) + Double(epsilon)
        var (μ, z, steps) = (0.0, 1.0, 0)
        while true {
          let offset = (mean - μ) / z
          let excess = variance / (z * z) + offset * offset - 1
          if abs(offset) <= timing.normTolerance, abs(excess) <= timing.normTolerance { break }
          (μ, z) = (μ + timing.normGain * z * offset, z + 0.5 * timing.normGain * z * excess)
          steps += 1
        }
        #expect(row.steps == steps)
        #expect(abs(row.chemicalError - abs(μ - mean) / variance.squareRoot()) < 1e-5)
        #expect(abs(row.multiplierError - abs(z / variance.squareRoot() - 1)) < 1e-5)
      }
    }
  }
}
