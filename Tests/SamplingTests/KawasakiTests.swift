import IsingModels
import RandomStreams
import Sampling
import Testing

@Suite struct KawasakiTests {
  private let key = StreamKey(seed: 10, purpose: .spinUpdate)

  @Test(arguments: ExchangePairs.allCases) func sumIsKept(_ pairs: ExchangePairs) throws {
    let model = try SamplingFixtures.torus(8, real: true)
    let start = InitialSpins.random.spins(count: 64, seed: 2, replica: 0)
    var sampler = try KawasakiSampler(model, beta: 0.5, pairs: pairs, spins: start, key: key)
    sampler.advance(sweeps: 500)
    #expect(sampler.spins != start && sampler.counts.flips % 2 == 0)
    #expect(sampler.spins.reduce(0) { $0 + Int($1) } == start.reduce(0) { $0 + Int($1) })
    #expect(abs(sampler.energy - model.energy(of: sampler.spins)) < 1e-10)
  }

  @Test func pairsAlongBondsStayInTheirPiece() throws {
    let model = try IsingModel(spinCount: 4, bonds: [Bond(0, 1, 1), Bond(2, 3, 1)])
    var sampler = try KawasakiSampler(model, beta: 0.1, spins: [1, -1, 1, 1], key: key)
    for _ in 0..<100 {
      sampler.advance(sweeps: 1)
      #expect(sampler.spins[0] + sampler.spins[1] == 0)
    }
  }

  @Test func noPairs() throws {
    let one = try IsingModel(spinCount: 1, bonds: [])
    let free = try IsingModel(spinCount: 2, bonds: [])
    for pairs in ExchangePairs.allCases {
      #expect(throws: SamplerError.noPairs) {
        try KawasakiSampler(one, beta: 1, pairs: pairs, spins: [1], key: key)
      }
    }
    #expect(throws: SamplerError.noPairs) {
      try KawasakiSampler(free, beta: 1, spins: [1, -1], key: key)
    }
    #expect(throws: Never.self) {
      try KawasakiSampler(free, beta: 1, pairs: .all, spins: [1, -1], key: key)
    }
  }
}
