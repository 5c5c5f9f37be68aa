import ChipPrograms
import Foundation
import HardwareSpecs
import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing
import VirtualChip

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
      program.operations = [
        .beta(1), .relax(.init(40, .sweeps)),
        .read(every: .init(3, .sweeps), times: 60, agents: []),
      ]
      let replica = try LatticeBench.run(program, on: Self.chip(row.delay, law))
      let found = try LatticeBench.means(replica, size: 2) { $0 == 0 || $0 == 3 ? 1 : -1 }
      Self.check(found, row.value, "\(row)")
    }
  }

  /// Shares of the eight states of an AND gate with delay, by copy.
  static func gateShares(beta: Double, delay: Double) throws -> [[Double]] {
    var program = LatticeBench.copies(of: try LatticeBench.andGate(), count: 1000)
    program.operations = [
      .beta(beta), .relax(.init(beta == 1 ? 400 : 60, .sweeps)),
      .read(every: .init(4, .sweeps), times: 100, agents: []),
    ]
    let replica = try LatticeBench.run(program, on: chip(delay, .exponential))
    let spins = try #require(replica.reads[2])
    var shares = [[Double]](repeating: [Double](repeating: 0, count: 8), count: 1000)
    for start in stride(from: 0, to: spins.count, by: 3) {
      var state = 0
      for k in 0..<3 where spins[start + k] > 0 { state |= 1 << k }
      shares[start / 3 % 1000][state] += 0.01
    }
    return shares
  }

  /// With delay the gate is wrong more often, and its law is as far from Boltzmann's as the fixture's exact
  /// law, by total variation and by KL(Boltzmann ‖ law); without, this suite's rows would be off by many
  /// errors.
  @Test func gates() throws {
    let correct = (0..<8).map { $0 >> 2 == ($0 & $0 >> 1 & 1) ? 1.0 : 0 }
    let rows = try LatticeBench.delayRows("AND_gate_exponential_delay")
    #expect(rows.count == 30)
    var seen: [String: [[Double]]] = [:]
    for row in rows {
      let key = "\(row.strength) \(row.delay)"
      let shares = try seen[key] ?? Self.gateShares(beta: row.strength, delay: row.delay)
      seen[key] = shares
      let law = (0..<8).map { state in shares.reduce(0) { $0 + $1[state] } / 1000 }
      let boltzmann = try Enumeration(LatticeBench.andGate()).probabilities(beta: row.strength)
      // A function of the law, and its slopes.
      let value: Double
      let slopes: [Double]
      switch row.observable {
      case "P(correct)":
        value = zip(law, correct).reduce(0) { $0 + $1.0 * $1.1 }
        slopes = correct
      case "TV":
        value = zip(law, boltzmann).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
        slopes = zip(law, boltzmann).map { $0 > $1 ? 0.5 : -0.5 }
      default:
        value = zip(law, boltzmann).reduce(0) { $0 + $1.1 * log($1.1 / $1.0) }
        slopes = zip(law, boltzmann).map { -$1 / $0 }
      }
      let summary = try SampleSummary(
        shares.map { zip($0, slopes).reduce(0) { $0 + $1.0 * $1.1 } })
      // Where the law is close to Boltzmann's the functions are no longer linear: TV is at least the sum of
      // the states' own errors, and KL grows by half their squares.
      var curvature = 0.0
      if row.observable != "P(correct)" {
        for state in 0..<8 {
          let error = try SampleSummary(shares.map { $0[state] }).standardError
          curvature +=
            row.observable == "TV"
            ? (abs(law[state] - boltzmann[state]) < 2 * error ? error / 2 : 0)
            : boltzmann[state] * pow(error / law[state], 2) / 2
        }
      }
      let verdict = compare(
        value, with: row.value, standardError: summary.standardError + curvature, within: 4)
      #expect(verdict.passed, "\(row): \(verdict)")
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
    program.operations = [
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

  /// 4 × 4 tori against the sampler of the host, which is written apart.
  @Test(arguments: [ChipDevices.DelayLaw.fixed, .exponential])
  func torus(law: ChipDevices.DelayLaw) throws {
    let part = try Lattice.periodicSquare(rows: 4, columns: 4).model()
    var program = LatticeBench.copies(of: part, count: 512)
    program.operations = [
      .beta(0.35), .relax(.init(100, .sweeps)),
      .read(every: .init(10, .sweeps), times: 20, agents: []),
    ]
    let replica = try LatticeBench.run(program, on: Self.chip(0.5, law))
    let spins = try #require(replica.reads[2])
    var energies = [Double](repeating: 0, count: 512)
    for start in stride(from: 0, to: spins.count, by: 16) {
      energies[start / 16 % 512] += part.energy(of: Array(spins[start..<(start + 16)])) / 20
    }
    let model = try #require(program.agents).model()
    var sampler = try AsynchronousSampler(
      model, beta: 0.35,
      spins: InitialSpins.random.spins(count: model.spinCount, seed: 3, replica: 0),
      key: StreamKey(seed: 5, purpose: .spinUpdate),
      delay: law == .fixed ? .fixed(0.5) : .exponential(mean: 0.5))
    sampler.advance(time: 100)
    var expected = [Double](repeating: 0, count: 512)
    for _ in 0..<20 {
      sampler.advance(time: 10)
      for copy in 0..<512 {
        let states = Array(sampler.spins[(16 * copy)..<(16 * copy + 16)])
        expected[copy] += part.energy(of: states) / 20
      }
    }
    let (a, b) = (try SampleSummary(energies), try SampleSummary(expected))
    let error = (a.standardError * a.standardError + b.standardError * b.standardError)
      .squareRoot()
    let verdict = compare(a.mean, with: b.mean, standardError: error, within: 4)
    #expect(verdict.passed, "\(law): \(verdict)")
    // The law without delay has a lower energy, by far more than the two could differ.
    let exact = try SquareIsing.torus(rows: 4, columns: 4, beta: 0.35).energy
    #expect(a.mean > 16 * exact + 10 * error, "\(law): \(a.mean), \(16 * exact)")
  }
}
