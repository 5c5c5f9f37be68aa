import ChipPrograms
import HardwareSpecs
import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing
import VirtualNPU

/// Agents that see their neighbours late, against exact values and the host's sampler.
@Suite("Lattice agents with delay")
struct LatticeDelayTests {
  static func check(
    _ found: SampleSummary, _ value: Double, _ what: String, within: Double = 4
  ) {
    let verdict = compare(
      found.mean, with: value, standardError: found.standardError, within: within)
    #expect(verdict.passed, "\(what): \(verdict)")
  }

  static func chip(_ delay: Double, _ law: ChipDevices.DelayLaw) throws -> ChipSpec {
    try LatticeBench.chip {
      $0.devices.couplingDelay_s = delay * 1e-9
      $0.devices.delayLaw = law
    }
  }

  @Test(arguments: [ChipDevices.DelayLaw.fixed, .exponential])
  func pairs(law: ChipDevices.DelayLaw) throws {
    let rows = try LatticeBench.delayRows("pair_\(law.rawValue)_delay")
    #expect(rows.count == 28)
    for row in rows {
      let pair = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, row.strength)])
      var program = LatticeBench.copies(of: pair, count: 1000)
      program.instructions = [
        .beta(1), .relax(.init(40, .sweeps)),
        .read(every: .init(3, .sweeps), times: 60, agents: []),
      ]
      let replica = try LatticeBench.run(program, on: Self.chip(row.delay, law))
      let found = try LatticeBench.means(replica, size: 2) { $0 == 0 || $0 == 3 ? 1 : -1 }
      Self.check(found, row.value, "\(row)")
    }
  }

  /// With delay the gate is wrong more often; without, this suite's rows would be off by many errors.
  @Test func gates() throws {
    let correct = (0..<8).map { $0 >> 2 == ($0 & $0 >> 1 & 1) ? 1.0 : 0 }
    let rows = try LatticeBench.delayRows("AND_gate_exponential_delay")
      .filter { $0.observable == "P(correct)" }
    #expect(rows.count == 10)
    for row in rows {
      var program = LatticeBench.copies(of: try LatticeBench.andGate(), count: 1000)
      program.instructions = [
        .beta(row.strength), .relax(.init(row.strength == 1 ? 400 : 60, .sweeps)),
        .read(every: .init(4, .sweeps), times: 100, agents: []),
      ]
      let replica = try LatticeBench.run(program, on: Self.chip(row.delay, .exponential))
      let found = try LatticeBench.means(replica, size: 3) { correct[$0] }
      Self.check(found, row.value, "\(row)")
    }
  }

  /// λτ ≤ ε/(1 − t²) keeps the relative error of a pair's correlation at ε, to first order.
  @Test func criterion() throws {
    let betaJ = 0.5
    let exact = try PairDelay.fixed(lambdaTau: 0).correlation(betaJ: betaJ)
    let tolerance = 0.05
    let delay = tolerance / (1 - exact * exact)
    let pair = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, betaJ)])
    var program = LatticeBench.copies(of: pair, count: 4000)
    program.instructions = [
      .beta(1), .relax(.init(40, .sweeps)),
      .read(every: .init(3, .sweeps), times: 200, agents: []),
    ]
    for law in [ChipDevices.DelayLaw.fixed, .exponential] {
      let replica = try LatticeBench.run(program, on: Self.chip(delay, law))
      let found = try LatticeBench.means(replica, size: 2) { $0 == 0 || $0 == 3 ? 1 : -1 }
      let closed =
        law == .fixed
        ? PairDelay.fixed(lambdaTau: delay) : PairDelay.exponential(lambdaTau: delay)
      Self.check(found, try closed.correlation(betaJ: betaJ), "\(law)")
      let loss = 1 - found.mean / exact
      #expect(abs(loss - tolerance) < 0.2 * tolerance, "\(law): relative loss \(loss)")
    }
  }

  /// An 8 × 8 torus against the sampler of the host, which is written apart.
  @Test(arguments: [ChipDevices.DelayLaw.fixed, .exponential])
  func torus(law: ChipDevices.DelayLaw) throws {
    let part = try Lattice.periodicSquare(rows: 8, columns: 8).model()
    var program = LatticeBench.copies(of: part, count: 64)
    program.instructions = [
      .beta(0.4), .relax(.init(100, .sweeps)),
      .read(every: .init(10, .sweeps), times: 20, agents: []),
    ]
    let replica = try LatticeBench.run(program, on: Self.chip(0.5, law))
    let spins = try #require(replica.reads[2])
    var energies = [Double](repeating: 0, count: 64)
    for start in stride(from: 0, to: spins.count, by: 64) {
      energies[start / 64 % 64] += part.energy(of: Array(spins[start..<(start + 64)])) / 20
    }
    let model = try program.model()
    var sampler = try AsynchronousSampler(
      model, beta: 0.4,
      spins: InitialSpins.random.spins(count: model.spinCount, seed: 3, replica: 0),
      key: StreamKey(seed: 5, purpose: .spinUpdate),
      delay: law == .fixed ? .fixed(0.5) : .exponential(mean: 0.5))
    sampler.advance(time: 100)
    var expected = [Double](repeating: 0, count: 64)
    for _ in 0..<20 {
      sampler.advance(time: 10)
      for copy in 0..<64 {
        let states = Array(sampler.spins[(64 * copy)..<(64 * copy + 64)])
        expected[copy] += part.energy(of: states) / 20
      }
    }
    let (a, b) = (try SampleSummary(energies), try SampleSummary(expected))
    let error = (a.standardError * a.standardError + b.standardError * b.standardError)
      .squareRoot()
    let verdict = compare(a.mean, with: b.mean, standardError: error, within: 4)
    #expect(verdict.passed, "\(law): \(verdict)")
    // The law without delay has a lower energy.
    let exact = try SquareIsing.torus(rows: 8, columns: 8, beta: 0.4).energy
    #expect(a.mean > 64 * exact + 2 * a.standardError, "\(law): \(a.mean), \(64 * exact)")
  }
}
