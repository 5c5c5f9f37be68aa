import Foundation
import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

@Suite struct PottsTests {
  /// Four agents in a ring with a chord, couplings of both signs.
  private func model(_ q: Int, fields: Bool) throws -> PottsModel {
    try PottsModel(
      agentCount: 4, stateCount: q,
      bonds: [
        Bond(0, 1, 0.8), Bond(1, 2, -0.5), Bond(2, 3, 1.1), Bond(0, 3, 0.4), Bond(0, 2, 0.3),
      ],
      fields: fields ? (0..<4 * q).map { place in Double(place * 7 % 5) / 5 - 0.3 } : [])
  }

  @Test(arguments: UpdateRule.allCases, [2, 3, 4])
  func statesHaveBoltzmannsLaw(_ rule: UpdateRule, _ q: Int) throws {
    let model = try model(q, fields: q != 3)
    let energies = try model.allEnergies()
    let weights = energies.map { exp(-0.9 * $0) }
    let sum = weights.reduce(0, +)
    var sampler = PottsSampler(
      model, beta: 0.4, rule: rule, states: [0, 1, 0, 1],
      key: StreamKey(seed: 6, purpose: .spinUpdate))
    sampler.advance(sweeps: 20)
    sampler.beta = 0.9
    sampler.advance(sweeps: 50)
    var counts = [Int](repeating: 0, count: energies.count)
    // 12 sweeps: an agent is asked 12 times on average, and barriers are below 2/β.
    for _ in 0..<20_000 {
      sampler.advance(sweeps: 12)
      counts[model.index(of: sampler.states)] += 1
    }
    let verdict = try GoodnessOfFit(counts: counts, probabilities: weights.map { $0 / sum })
      .verdict()
    #expect(verdict.passed, "\(verdict)")
    #expect(sampler.counts.attempts == 4 * (70 + 240_000))
    #expect(abs(sampler.energy - energies[model.index(of: sampler.states)]) < 1e-12)
  }

  @Test func twoStatesAreIsingSpinsWithHalfTheCoupling() throws {
    let potts = try model(2, fields: true)
    let halves = potts.bonds.map { bond in
      Bond(Int(bond.first), Int(bond.second), bond.coupling / 2)
    }
    var fields: [Double] = []
    for agent in 0..<4 {
      let difference: Double = potts.fields[2 * agent + 1] - potts.fields[2 * agent]
      fields.append(difference / 2)
    }
    let ising = try IsingModel(spinCount: 4, bonds: halves, fields: fields)
    let couplings: Double = halves.map(\.coupling).reduce(0, +)
    let constant: Double = couplings + potts.fields.reduce(0, +) / 2
    for (potts, ising) in zip(try potts.allEnergies(), try Enumeration(ising).energies) {
      #expect(abs(potts - (ising - constant)) < 1e-12)
    }
  }

  @Test func oneAgentIsASoftmax() throws {
    let fields = [0.3, -1.2, 2, 0.7, 0]
    let model = try PottsModel(agentCount: 1, stateCount: 5, bonds: [], fields: fields)
    var sampler = PottsSampler(
      model, beta: 1.3, states: [0], key: StreamKey(seed: 7, purpose: .spinUpdate))
    var counts = [Int](repeating: 0, count: 5)
    for _ in 0..<20_000 {
      sampler.advance(sweeps: 1)
      counts[Int(sampler.states[0])] += 1
    }
    let weights = fields.map { exp(1.3 * $0) }
    let sum = weights.reduce(0, +)
    let verdict = try GoodnessOfFit(counts: counts, probabilities: weights.map { $0 / sum })
      .verdict()
    #expect(verdict.passed, "\(verdict)")
  }

  @Test func badInput() {
    #expect(throws: SamplerError.self) {
      try PottsModel(agentCount: 2, stateCount: 1, bonds: [])
    }
    #expect(throws: ModelError.fieldCount(found: 5, expected: 6)) {
      try PottsModel(agentCount: 2, stateCount: 3, bonds: [], fields: [1, 2, 3, 4, 5])
    }
    #expect(throws: ModelError.self) {
      try PottsModel(agentCount: 1, stateCount: 2, bonds: [], fields: [.nan, 0])
    }
    #expect(throws: ModelError.spinCount(20)) {
      try PottsModel(agentCount: 20, stateCount: 3, bonds: []).allEnergies()
    }
  }
}
