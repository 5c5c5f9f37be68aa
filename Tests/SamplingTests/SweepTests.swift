import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

@Suite struct SweepTests {
  private let key = StreamKey(seed: 3, purpose: .spinUpdate)

  /// Attempts at random sites written out: the local field is added up each time, nothing is cached.
  private func plainAttempts(
    _ model: IsingModel, beta: Double, spins: [Int8], attempts: Int,
    flips: (_ cost: Double, inout WordSequence) -> Bool
  ) -> [Int8] {
    var spins = spins
    var words = WordSequence(key)
    for _ in 0..<attempts {
      let site = words.index(below: UInt32(model.spinCount))
      let cost = 2 * beta * Double(spins[site]) * model.localField(at: site, of: spins)
      if flips(cost, &words) { spins[site] = -spins[site] }
    }
    return spins
  }

  /// 64 random bits below p · 2⁶⁴, the lower half drawn where the upper one is equal.
  private func decide(_ rule: UpdateRule, _ cost: Double, _ words: inout WordSequence) -> Bool {
    let scaled = rule.flipProbability(cost: cost) * 0x1p64
    let threshold = scaled >= 0x1p64 ? UInt64.max : UInt64(scaled)
    let word = UInt64(words.next())
    if word != threshold >> 32 { return word < threshold >> 32 }
    return UInt64(words.next()) < threshold & 0xffff_ffff
  }

  @Test(arguments: UpdateRule.allCases, [false, true])
  func cachedFieldsAreTheSums(_ rule: UpdateRule, _ real: Bool) throws {
    let model = try SamplingFixtures.torus(16, real: real)
    let start = InitialSpins.random.spins(count: 256, seed: 3, replica: 0)
    let table = CostTable.of(rule)
    let plain = plainAttempts(model, beta: 0.6, spins: start, attempts: 51_200) { cost, words in
      real ? table.flips(cost: cost, &words) : decide(rule, cost, &words)
    }
    var sampler = RandomSiteSampler(model, beta: 0.6, rule: rule, spins: start, key: key)
    sampler.advance(sweeps: 200)
    #expect(sampler.spins == plain)
    #expect(sampler.counts.attempts == 51_200 && sampler.counts.flips > 1000)
  }

  @Test(arguments: UpdateRule.allCases)
  func costTableDecidesAsTheFormula(_ rule: UpdateRule) {
    let table = CostTable.of(rule)
    var words = WordSequence(key)
    var costs = WordSequence(StreamKey(seed: 4, purpose: .testInput))
    for draw in 0..<200_000 {
      // Ordinary costs, and some far outside of the table.
      let cost = (costs.uniform() - 0.5) * (draw % 10 == 0 ? 200 : 20)
      var both = words
      let (high, low) = (both.next(), both.next())
      let scaled = rule.flipProbability(cost: cost) * 0x1p64
      let expected =
        scaled >= 0x1p64 || UInt64(high) << 32 | UInt64(low) < UInt64(scaled)
      let found = table.flips(cost: cost, &words)
      #expect(found == expected, "cost \(cost), words \(high) and \(low)")
    }
  }

  @Test func rareFlipsHappenAsOftenAsTheyShould() throws {
    // p = 1/(1 + e^{26}) = 5.1·10⁻¹² is far below 2⁻³²; the table must not make it 0 or 2⁻³².
    let model = try IsingModel(spinCount: 1, bonds: [], fields: [1])
    let scale = try #require(IntegerScale(model))
    #expect(scale.unit == 1 && scale.reach == 1)
    let p = UpdateRule.heatBath.flipProbability(cost: 26)
    #expect(p > 5.1e-12 && p < 5.2e-12)
    var sampler = SequentialSampler(model, beta: 13, spins: [1], key: key)
    sampler.advance(sweeps: 1_000_000)
    #expect(sampler.counts.flips == 0)
  }

  /// On a ring, walls that meet a spin whose flip is free always move on, so that in a fixed order all
  /// walls travel together. The chain falls into classes that it does not leave.
  @Test(arguments: [[0, 1, 2, 3, 4, 5], [0, 2, 4, 1, 3, 5]])
  func metropolisInFixedOrderIsNotErgodicOnRings(_ order: [Int]) throws {
    let ring = try IsingModel(
      spinCount: 6, bonds: (0..<6).map { site in Bond(site, (site + 1) % 6, 1) })
    /// What one sweep can make of a set of states.
    func sweep(_ states: Set<Int>, _ rule: UpdateRule) -> Set<Int> {
      order.reduce(states) { states, spin in
        var next: Set<Int> = []
        for state in states {
          let spins = Enumeration.spins(of: state, count: 6)
          let cost = 2 * Double(spins[spin]) * ring.localField(at: spin, of: spins)
          let p = rule.flipProbability(cost: 0.5 * cost)
          if p > 0 { next.insert(state ^ 1 << spin) }
          if p < 1 { next.insert(state) }
        }
        return next
      }
    }
    func reached(from state: Int, _ rule: UpdateRule) -> Set<Int> {
      var all: Set<Int> = []
      var last: Set<Int> = [state]
      while !last.isEmpty {
        all.formUnion(last)
        last = sweep(last, rule).subtracting(all)
      }
      return all
    }
    for start in 0..<64 { #expect(reached(from: start, .heatBath).count == 64) }
    #expect((0..<64).contains { reached(from: $0, .metropolis).count < 64 })
  }

  @Test func unitOfCouplings() throws {
    func scale(_ couplings: [Double], _ fields: [Double]) throws -> IntegerScale? {
      IntegerScale(
        try IsingModel(
          spinCount: couplings.count + 1,
          bonds: couplings.enumerated().map { Bond($0.offset, $0.offset + 1, $0.element) },
          fields: fields))
    }
    #expect(try scale([1, -1, 1], [])?.unit == 1)
    #expect(try scale([0.5, -0.75], [0.25, 0, 1])?.unit == 0.25)
    #expect(try scale([0.5, -0.75], [0.25, 0, 1])?.reach == 7)
    // 0.1 and 0.1 · 3 are multiples of one unit up to a rounding.
    let tenths = try #require(try scale([0.1, 0.1 * 3], []))
    #expect(abs(tenths.unit - 0.1) < 1e-16 && tenths.reach == 4)
    #expect(try scale([0, 0], [])?.reach == 0)
    #expect(try scale([1, 2.0.squareRoot()], []) == nil)
    #expect(try scale([1, 1 + 1e-9], []) == nil)
    #expect(try scale([1, 5000], []) == nil)
  }

  @Test func realFieldsDoNotDrift() throws {
    let model = try SamplingFixtures.torus(8, real: true)
    var sampler = RandomSiteSampler(
      model, beta: 0.1, spins: Array(repeating: 1, count: 64), key: key)
    sampler.advance(sweeps: 20_000)
    #expect(sampler.counts.flips > 400_000)
    #expect(abs(sampler.energy - model.energy(of: sampler.spins)) < 1e-10)
  }

  @Test func metropolisInFixedOrderIsPeriodicAtInfiniteTemperature() throws {
    let model = try SamplingFixtures.torus(4, real: false)
    let start = InitialSpins.random.spins(count: 16, seed: 1, replica: 0)
    var sampler = SequentialSampler(model, beta: 0, rule: .metropolis, spins: start, key: key)
    sampler.advance(sweeps: 1)
    #expect(sampler.spins == start.map { -$0 })
    sampler.advance(sweeps: 1)
    #expect(sampler.spins == start)
    var heatBath = SequentialSampler(model, beta: 0, spins: start, key: key)
    heatBath.advance(sweeps: 2)
    #expect(heatBath.spins != start)
  }

  @Test func blocksMustBeAColouring() throws {
    let model = try SamplingFixtures.pair(1)
    func make(_ blocks: [[Int32]]) throws(SamplerError) -> ChromaticSampler {
      try ChromaticSampler(model, beta: 1, blocks: blocks, spins: [1, 1], key: key)
    }
    #expect(throws: SamplerError.coupledWithinBlock(0, 1)) { try make([[0, 1]]) }
    #expect(throws: SamplerError.blocksOfSpin(1, found: 0)) { try make([[0]]) }
    #expect(throws: SamplerError.blocksOfSpin(0, found: 2)) { try make([[0], [0, 1]]) }
    #expect(throws: SamplerError.spinOutOfRange(2, spinCount: 2)) { try make([[0], [1, 2]]) }
    #expect(try make([[1], [0]]).blockCount == 2)
  }
}
