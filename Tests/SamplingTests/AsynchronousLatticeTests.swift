import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

/// The square lattice at β = 0.40 with a fixed delay.
@Suite struct AsynchronousLatticeTests {
  /// Onsager's energy of a spin.
  static let exact = -1.106079

  /// How far the energy lies above the exact one, and the error, from an independent program with a
  /// queue of messages, L = 256. Longer delays order the lattice, and from a hot start its energy falls
  /// for thousands of 1/λ: there is no number to compare with.
  struct Shift: Sendable {
    var delay: Double
    var value: Double
    var error: Double
  }

  static let shifts = [
    Shift(delay: 0.01, value: 0.0030, error: 0.0008),
    Shift(delay: 0.05, value: 0.0127, error: 0.0011),
    Shift(delay: 0.2, value: 0.0405, error: 0.0012),
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

  /// Long delays on 16 lattices, on the way from order, against the queue of messages.
  @Test(arguments: [1.0, 4])
  func lattices(delay: Double) throws {
    let part = try Lattice.periodicSquare(rows: 16, columns: 16).model()
    let links = part.bonds.map { (Int($0.first), Int($0.second)) }
    let model = try IsingModel(
      spinCount: 16 * 256,
      bonds: (0..<16).flatMap { copy in
        links.map { Bond($0.0 + 256 * copy, $0.1 + 256 * copy, 1) }
      })
    let up = InitialSpins.up.spins(count: model.spinCount, seed: 0, replica: 0)
    func course(_ sampler: some ContinuousTimeSampler) throws -> [SampleSummary] {
      var sampler = sampler
      return try [3.0, 20].flatMap { interval in
        sampler.advance(time: interval)
        let copies = (0..<16).map { Array(sampler.spins[(256 * $0)..<(256 * ($0 + 1))]) }
        return try [
          SampleSummary(copies.map { part.energy(of: $0) }),
          SampleSummary(copies.map { $0.reduce(0) { $0 + Double($1) } }),
        ]
      }
    }
    let found = try course(
      AsynchronousSampler(
        model, beta: 0.4, spins: up, key: asynchronousKey, delay: .fixed(delay)))
    let expected = try course(
      EventQueueSampler(
        model, beta: 0.4, spins: up, key: asynchronousKey.replica(1), delay: .fixed(delay)))
    for (a, b) in zip(found, expected) {
      let error = (a.standardError * a.standardError + b.standardError * b.standardError)
        .squareRoot()
      let verdict = compare(a.mean, with: b.mean, standardError: error)
      #expect(verdict.passed, "\(verdict)")
    }
  }

  /// At a delay of 4 the lattice stays magnetised at a temperature at which it is not without delay.
  @Test(.enabled(if: SlowTests.areEnabled))
  func delayOrders() throws {
    let model = try Lattice.periodicSquare(rows: 128, columns: 128).model()
    func magnetisation(_ delay: CouplingDelay) throws -> Double {
      var sampler = try AsynchronousSampler(
        model, beta: 0.4, spins: InitialSpins.up.spins(count: 128 * 128, seed: 0, replica: 0),
        key: asynchronousKey, delay: delay)
      sampler.advance(time: 2000)
      return Double(sampler.spins.reduce(0) { $0 + Int($1) }) / (128 * 128)
    }
    // Without delay, M of this size has a standard deviation of about 0.05: √(susceptibility / N).
    #expect(abs(try magnetisation(.none)) < 0.25)
    #expect(try magnetisation(.fixed(4)) > 0.6)
  }
}
