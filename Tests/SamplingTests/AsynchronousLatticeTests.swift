import IsingModels
import IsingTestSupport
import SampleStatistics
import Sampling
import Testing

/// The square lattice at β = 0.40 with a fixed delay: how far its energy lies above the exact one.
@Suite struct AsynchronousLatticeTests {
  /// Onsager's energy of a spin.
  static let exact = -1.106079

  /// Shifts and their errors from an independent program with a queue of messages, L = 256.
  struct Shift: Sendable {
    var delay: Double
    var value: Double
    var error: Double
  }

  static let shifts = [
    Shift(delay: 0.01, value: 0.0030, error: 0.0008),
    Shift(delay: 0.05, value: 0.0127, error: 0.0011),
    Shift(delay: 0.2, value: 0.0405, error: 0.0012),
    Shift(delay: 1, value: 0.1004, error: 0.0033),
    Shift(delay: 4, value: 0.247, error: 0.012),
  ]

  static func energy(size: Int, delay: CouplingDelay, time: Double) throws -> SampleSummary {
    let model = try Lattice.periodicSquare(rows: size, columns: size).model()
    var sampler = try AsynchronousSampler(
      model, beta: 0.4, spins: hotSpins(model), key: asynchronousKey, delay: delay)
    sampler.advance(time: 300)
    return try SampleSummary(
      (0..<25).map { _ in
        var sum = 0.0
        for _ in 0..<20 {
          sampler.advance(time: time / 500)
          sum += sampler.energy
        }
        return sum / 20 / Double(model.spinCount)
      })
  }

  static func check(_ found: SampleSummary, _ shift: Shift) {
    let error = found.standardError
    let verdict = compare(
      found.mean - exact, with: shift.value,
      standardError: (error * error + shift.error * shift.error).squareRoot(), within: 4)
    #expect(verdict.passed, "delay \(shift.delay): \(verdict)")
  }

  @Test func smallLattice() throws {
    Self.check(
      try Self.energy(size: 64, delay: .none, time: 3000), Shift(delay: 0, value: 0, error: 0))
    Self.check(try Self.energy(size: 64, delay: .fixed(0.2), time: 3000), Self.shifts[2])
  }

  @Test(.enabled(if: SlowTests.areEnabled), arguments: shifts)
  func largeLattice(shift: Shift) throws {
    Self.check(try Self.energy(size: 256, delay: .fixed(shift.delay), time: 2000), shift)
  }
}
