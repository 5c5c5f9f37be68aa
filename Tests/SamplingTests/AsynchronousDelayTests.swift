import Foundation
import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

/// Agents that see their neighbours late, against exact laws.
@Suite struct AsynchronousDelayTests {
  struct Row: Sendable {
    var name: String
    var strength: Double
    var delay: Double
    var observable: String
    var value: Double
  }

  static func rows(_ name: String) throws -> [Row] {
    try fixture("async_delay_reference.csv").filter { $0[0] == name }.map {
      Row(
        name: $0[0], strength: try #require(Double($0[1])), delay: try #require(Double($0[2])),
        observable: $0[3], value: try #require(Double($0[4])))
    }
  }

  static func andGate() throws -> IsingModel {
    try IsingModel(
      spinCount: 3, bonds: [Bond(0, 1, -1), Bond(0, 2, 2), Bond(1, 2, 2)], fields: [1, 1, -2])
  }

  /// Whether C = A and B.
  static let correct = (0..<8).map { $0 >> 2 == ($0 & $0 >> 1 & 1) ? 1.0 : 0 }

  @Test(arguments: ["pair_fixed_delay", "pair_exponential_delay"])
  func pairs(_ name: String) throws {
    let rows = try Self.rows(name)
    #expect(rows.count == 28)
    for row in rows {
      let pairs = try Copies(
        of: IsingModel(spinCount: 2, bonds: [Bond(0, 1, row.strength)]), count: 1000)
      var sampler = try AsynchronousSampler(
        pairs.model, beta: 1, spins: hotSpins(pairs.model), key: asynchronousKey,
        delay: name == "pair_fixed_delay" ? .fixed(row.delay) : .exponential(mean: row.delay))
      let found = try pairs.averages(
        &sampler, warmUp: 40, samples: 60, interval: 3, observables: [[1, -1, -1, 1]])[0]
      let verdict = compare(
        found.mean, with: row.value, standardError: found.standardError, within: 4)
      #expect(verdict.passed, "\(row): \(verdict)")
    }
  }

  /// The queue of messages, where delay matters.
  @Test(arguments: ["pair_fixed_delay", "pair_exponential_delay"])
  func pairsWithQueue(_ name: String) throws {
    for row in try Self.rows(name) where row.delay >= 0.3 && row.strength != 0.2 {
      let pairs = try Copies(
        of: IsingModel(spinCount: 2, bonds: [Bond(0, 1, row.strength)]), count: 500)
      var sampler = try EventQueueSampler(
        pairs.model, beta: 1, spins: hotSpins(pairs.model), key: asynchronousKey,
        delay: name == "pair_fixed_delay" ? .fixed(row.delay) : .exponential(mean: row.delay))
      let found = try pairs.averages(
        &sampler, warmUp: 40, samples: 20, interval: 5, observables: [[1, -1, -1, 1]])[0]
      let verdict = compare(
        found.mean, with: row.value, standardError: found.standardError, within: 4)
      #expect(verdict.passed, "\(row): \(verdict)")
    }
  }

  /// The chain of the test is the process of the reference: copies of links, not of sources.
  @Test func chainOfLinksReproducesTheGate() throws {
    let gate = try Self.andGate()
    let rows = try Self.rows("AND_gate_exponential_delay")
    #expect(rows.count == 30)
    for row in rows where row.observable == "P(correct)" && row.delay != 0.03 {
      let law = exponentialDelayLaw(gate, beta: row.strength, mean: row.delay)
      let boltzmann = try Enumeration(gate).probabilities(beta: row.strength)
      for other in rows where other.strength == row.strength && other.delay == row.delay {
        let value =
          switch other.observable {
          case "P(correct)": zip(law, Self.correct).reduce(0) { $0 + $1.0 * $1.1 }
          case "KL": zip(boltzmann, law).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) }
          default: zip(boltzmann, law).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
          }
        #expect(abs(value - other.value) < 1e-10, "\(other): \(value)")
      }
    }
  }

  @Test func gates() throws {
    let gate = try Self.andGate()
    let gates = try Copies(of: gate, count: 1000)
    for row in try Self.rows("AND_gate_exponential_delay") where row.observable == "P(correct)" {
      var sampler = try AsynchronousSampler(
        gates.model, beta: row.strength, spins: hotSpins(gates.model), key: asynchronousKey,
        delay: .exponential(mean: row.delay))
      let found = try gates.averages(
        &sampler, warmUp: row.strength == 1 ? 400 : 60, samples: 100, interval: 4,
        observables: [Self.correct])[0]
      let verdict = compare(
        found.mean, with: row.value, standardError: found.standardError, within: 4)
      #expect(verdict.passed, "\(row): \(verdict)")
    }
  }

  /// All states of the gate, from which KL and TV follow.
  @Test(arguments: [false, true])
  func statesOfTheGate(queue: Bool) throws {
    let gate = try Self.andGate()
    let law = exponentialDelayLaw(gate, beta: 0.5, mean: 1)
    let gates = try Copies(of: gate, count: queue ? 500 : 2000)
    let observables = (0..<8).map { state in (0..<8).map { $0 == state ? 1.0 : 0 } }
    func check(_ sampler: some ContinuousTimeSampler) throws {
      var sampler = sampler
      let found = try gates.averages(
        &sampler, warmUp: 60, samples: queue ? 50 : 200, interval: 5, observables: observables)
      for state in 0..<8 {
        let verdict = compare(
          found[state].mean, with: law[state], standardError: found[state].standardError)
        #expect(verdict.passed, "state \(state): \(verdict)")
      }
    }
    let spins = hotSpins(gates.model)
    if queue {
      try check(
        EventQueueSampler(
          gates.model, beta: 0.5, spins: spins, key: asynchronousKey, delay: .exponential(mean: 1)))
    } else {
      try check(
        AsynchronousSampler(
          gates.model, beta: 0.5, spins: spins, key: asynchronousKey, delay: .exponential(mean: 1)))
    }
  }
}
