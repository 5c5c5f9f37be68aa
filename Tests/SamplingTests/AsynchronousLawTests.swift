import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

/// Engines without delay against e^{−βE}.
@Suite struct AsynchronousLawTests {
  /// Six spins with 9 bonds and fields: small integers, or none that share a unit.
  static func model(integer: Bool) throws -> IsingModel {
    var words = WordSequence(StreamKey(seed: 22, purpose: .testInput))
    func number() -> Double {
      integer ? Double(words.index(below: 5)) - 2 : 2 * words.uniform() - 1
    }
    let pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5), (0, 3), (1, 4), (2, 4)]
    return try IsingModel(
      spinCount: 6, bonds: pairs.map { Bond($0.0, $0.1, number()) },
      fields: (0..<6).map { _ in number() })
  }

  static let unequal = [3.0, 0.5, 1, 7, 0.2, 2]

  /// Many copies at a few moments far apart: independent states for a χ² test.
  static func check(
    _ name: String, _ part: IsingModel, copies count: Int = 1000,
    _ make: (IsingModel, _ beta: Double, _ spins: [Int8]) throws -> some ContinuousTimeSampler
  ) throws {
    let beta = 0.3
    let copies = try Copies(of: part, count: count)
    var sampler = try make(copies.model, beta, hotSpins(copies.model))
    var counts = [Int](repeating: 0, count: 64)
    for _ in 0..<4 {
      sampler.advance(time: 50)
      for state in copies.states(of: sampler.spins) { counts[state] += 1 }
    }
    let verdict = try GoodnessOfFit(
      counts: counts, probabilities: Enumeration(part).probabilities(beta: beta)
    ).verdict()
    #expect(verdict.passed, "\(name): \(verdict)")
    #expect(sampler.now >= 200)
  }

  static func rates(_ copies: Int) throws -> ClockRates {
    try ClockRates((0..<copies).flatMap { _ in unequal })
  }

  @Test(arguments: UpdateRule.allCases, [true, false])
  func clocks(rule: UpdateRule, integer: Bool) throws {
    try Self.check("equal", Self.model(integer: integer)) {
      try AsynchronousSampler($0, beta: $1, spins: $2, key: asynchronousKey, rule: rule)
    }
    try Self.check("unequal", Self.model(integer: integer)) {
      try AsynchronousSampler(
        $0, beta: $1, spins: $2, key: asynchronousKey, rule: rule, rates: Self.rates(1000))
    }
  }

  @Test(arguments: EscapeLaw.allCases)
  func nFoldWay(law: EscapeLaw) throws {
    try Self.check("n-fold way", Self.model(integer: true)) {
      try NFoldWaySampler($0, beta: $1, spins: $2, key: asynchronousKey, law: law)
    }
  }

  @Test(arguments: EscapeLaw.allCases, [true, false])
  func nextReaction(law: EscapeLaw, integer: Bool) throws {
    try Self.check("unequal", Self.model(integer: integer), copies: 300) {
      try NextReactionSampler(
        $0, beta: $1, spins: $2, key: asynchronousKey, law: law, rates: Self.rates(300))
    }
  }

  @Test func queue() throws {
    try Self.check("ticks", Self.model(integer: false), copies: 200) {
      try EventQueueSampler(
        $0, beta: $1, spins: $2, key: asynchronousKey, rates: Self.rates(200))
    }
    try Self.check("escapes", Self.model(integer: false), copies: 200) {
      try EventQueueSampler(
        $0, beta: $1, spins: $2, key: asynchronousKey, dynamics: .escapes(.arrhenius),
        rates: Self.rates(200))
    }
  }

  /// The kernel for four neighbours, with both signs of the coupling.
  @Test(arguments: [1.0, -1])
  func fourNeighbours(coupling: Double) throws {
    // The 4 × 4 torus has degree 4 everywhere; its first two spins' product is enough to see a wrong
    // sign or factor, its energy any wrong probability.
    let lattice = Lattice.periodicSquare(rows: 4, columns: 4)
    let model = try lattice.model(coupling: coupling)
    let exact = try Enumeration(model).meanEnergy(beta: 0.3)
    let copies = try Copies(of: model, count: 500)
    var sampler = try AsynchronousSampler(
      copies.model, beta: 0.3, spins: hotSpins(copies.model), key: asynchronousKey)
    var energies = [Double](repeating: 0, count: 500)
    sampler.advance(time: 40)
    for _ in 0..<50 {
      sampler.advance(time: 2)
      for copy in 0..<500 {
        energies[copy] +=
          model.energy(of: Array(sampler.spins[(16 * copy)..<(16 * copy + 16)])) / 50
      }
    }
    let found = try SampleSummary(energies)
    let verdict = compare(found.mean, with: exact, standardError: found.standardError)
    #expect(verdict.passed, "\(verdict)")
  }

  /// β may change on the way.
  @Test func coolingKeepsTheLaw() throws {
    try Self.check("clocks", Self.model(integer: true)) {
      var sampler = try AsynchronousSampler($0, beta: 2, spins: $2, key: asynchronousKey)
      sampler.advance(time: 1)
      sampler.beta = $1
      return sampler
    }
    try Self.check("n-fold way", Self.model(integer: true)) {
      var sampler = try NFoldWaySampler($0, beta: 2, spins: $2, key: asynchronousKey)
      sampler.advance(time: 1)
      sampler.beta = $1
      return sampler
    }
    try Self.check("next reaction", Self.model(integer: false), copies: 300) {
      var sampler = try NextReactionSampler($0, beta: 2, spins: $2, key: asynchronousKey)
      sampler.advance(time: 1)
      sampler.beta = $1
      return sampler
    }
  }
}
