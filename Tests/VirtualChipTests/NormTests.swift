import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import Testing
import VirtualChip

@Suite("Norms")
struct NormTests {
  static let row: [Float] = (0..<37).map { Float(($0 * 29) % 37) * 0.7 - 4 }

  static func run(
    _ change: (inout ChipTiming) -> Void
  ) throws -> (output: [Double], steps: UInt64) {
    let chip = try Bench.chip { change(&$0.timing) }
    let program = Bench.program(
      rows: [row], chip: chip, values: [.init(kind: .field, width: 37)],
      [.normalise(0, epsilon: 1e-12, into: 1), .send(1)])
    let execution = try VirtualChip(program: program, chip: chip)
      .run(tokens: [0], settings: RunSettings(fidelity: .expectation))
    return (execution.output.map(Double.init), execution.record.total[.dacSet] / 2)
  }

  @Test("feedback settles to the fixed point within its tolerance", arguments: [0.1, 0.01, 1e-4])
  func settles(tolerance: Double) throws {
    let (x, steps) = try Self.run {
      $0.normMethod = .feedback
      $0.normTolerance = tolerance
    }
    let mean = x.reduce(0, +) / 37
    let square = x.reduce(0) { $0 + $1 * $1 } / 37
    #expect(abs(mean) <= tolerance + 1e-6 && abs(square - 1) <= tolerance + 1e-6)
    // Not exact: it stops as soon as both errors are below the tolerance.
    #expect(abs(square - 1) > tolerance / 10 || abs(mean) > tolerance / 10)
    let plain = PlainUnits.potentials(
      Self.row, epsilon: 1e-12, timing: ChipTiming().with { $0.normTolerance = tolerance })
    #expect(steps == UInt64(plain.steps) && steps > 5)
  }

  @Test("more gain takes fewer steps")
  func gain() throws {
    let slow = try Self.run { $0.normGain = 0.1 }.steps
    let fast = try Self.run { $0.normGain = 0.2 }.steps
    #expect(fast < slow && slow < 3 * fast)
  }

  @Test("two passes are exact and count no steps")
  func twoPasses() throws {
    let (x, steps) = try Self.run { $0.normMethod = .twoPasses }
    #expect(steps == 0)
    #expect(abs(x.reduce(0, +)) < 1e-4)
    #expect(abs(x.reduce(0) { $0 + $1 * $1 } / 37 - 1) < 1e-5)
  }
}
