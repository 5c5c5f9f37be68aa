import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// Sweeps by windows against sweeps written out with the same random words.
@Suite struct WindowSweepTests {
  private let key = StreamKey(seed: 11, purpose: .spinUpdate)

  /// Models with rows of equal and of different lengths, with one coupling, several, and no common unit; their
  /// numbers of spins are no multiples of sixteen, and one fills more than one batch of windows.
  static let models = ["pair", "torus", "real torus", "graph", "weighted graph", "real graph"]

  private func model(_ name: String) throws -> IsingModel {
    switch name {
    case "pair": return try SamplingFixtures.pair(-1)
    case "torus": return try SamplingFixtures.torus(26, real: false)
    case "real torus": return try SamplingFixtures.torus(9, real: true)
    default: break
    }
    var words = WordSequence(StreamKey(seed: 12, purpose: .testInput))
    var bonds: [Bond] = []
    for first in 0..<90 {
      for second in 0..<first where words.uniform() < 0.25 {
        let coupling =
          switch name {
          case "graph": -1.0
          case "weighted graph": Double(words.index(below: 7)) - 3
          default: words.uniform() - 0.5
          }
        bonds.append(Bond(first, second, coupling))
      }
    }
    return try IsingModel(spinCount: 90, bonds: bonds, fields: (0..<90).map { Double($0 % 3) - 1 })
  }

  /// One attempt after the other: the local field is added up each time, and 64 random bits are held
  /// against the probability.
  private func plainSweeps(
    _ model: IsingModel, order: [Int], betas: [Double], rule: UpdateRule, spins: [Int8]
  ) -> (spins: [Int8], flips: Int) {
    var spins = spins
    var flips = 0
    var generator = VectorGenerator(key, stream: .max)
    var ties = WordSequence(key)
    for beta in betas {
      var words = SIMD16<UInt32>()
      for (place, spin) in order.enumerated() {
        if place % 16 == 0 {
          words = unsafeBitCast(generator.next(), to: SIMD16<UInt32>.self)
        }
        let cost = 2 * beta * Double(spins[spin]) * model.localField(at: spin, of: spins)
        let scaled = rule.flipProbability(cost: cost) * 0x1p64
        let threshold = scaled >= 0x1p64 ? UInt64.max : UInt64(scaled)
        let word = UInt64(words[place % 16])
        let isTie = word == threshold >> 32
        if isTie ? UInt64(ties.next()) < threshold & 0xffff_ffff : word < threshold >> 32 {
          spins[spin] = -spins[spin]
          flips += 1
        }
      }
    }
    return (spins, flips)
  }

  @Test(arguments: UpdateRule.allCases, models)
  func sequentialSweepsAsWrittenOut(_ rule: UpdateRule, _ name: String) throws {
    let model = try model(name)
    let count = model.spinCount
    let start = InitialSpins.random.spins(count: count, seed: 3, replica: 0)
    // From −0.1 to 0.5, and infinite temperature.
    let betas = (0..<300).map { $0 == 150 ? 0 : 0.002 * Double($0) - 0.1 }
    let plain = plainSweeps(model, order: Array(0..<count), betas: betas, rule: rule, spins: start)
    var sampler = SequentialSampler(model, beta: 1, rule: rule, spins: start, key: key)
    for beta in betas {
      sampler.beta = beta
      sampler.advance(sweeps: 1)
    }
    #expect(sampler.spins == plain.spins)
    #expect(sampler.counts.flips == UInt64(plain.flips) && plain.flips > 20 * count)
    #expect(sampler.counts.attempts == UInt64(300 * count))
    #expect(abs(sampler.energy - model.energy(of: plain.spins)) < 1e-10)
  }

  @Test(arguments: UpdateRule.allCases, models)
  func chromaticSweepsAsWrittenOut(_ rule: UpdateRule, _ name: String) throws {
    let model = try model(name)
    let start = InitialSpins.random.spins(count: model.spinCount, seed: 3, replica: 0)
    let blocks = SamplingFixtures.blocks(model)
    let order = blocks.joined().map { Int($0) }
    let plain = plainSweeps(
      model, order: order, betas: Array(repeating: 0.3, count: 200), rule: rule, spins: start)
    var sampler = try ChromaticSampler(
      model, beta: 0.3, rule: rule, blocks: blocks, spins: start, key: key)
    sampler.advance(sweeps: 200)
    #expect(sampler.spins == plain.spins && sampler.counts.flips == UInt64(plain.flips))
    #expect(abs(sampler.energy - model.energy(of: plain.spins)) < 1e-10)
  }

  /// In the cold, costs lie far from all bounds, or decide between very small probabilities.
  @Test(arguments: [5, 50, 1e6, 1e300]) func coldSpinsStayAtRest(_ beta: Double) throws {
    let model = try model("torus")
    let up = [Int8](repeating: 1, count: model.spinCount)
    for rule in UpdateRule.allCases {
      var sampler = SequentialSampler(model, beta: beta, rule: rule, spins: up, key: key)
      sampler.advance(sweeps: 2000)
      // A flip costs 8: at β = 5 its probability is e⁻⁴⁰.
      #expect(sampler.spins == up && sampler.counts.flips == 0)
    }
  }

  /// A probability far below 2⁻¹², where bounds in float32 say nothing, comes out right.
  @Test(arguments: UpdateRule.allCases) func rareFlipsHaveTheirProbability(
    _ rule: UpdateRule
  ) throws {
    let count = 1024
    let model = try IsingModel(
      spinCount: count, bonds: [], fields: Array(repeating: 1, count: count))
    // e^{2β} = 2¹³: each spin is down with probability 1/(1 + 2¹³) at equilibrium.
    let beta = 13 * 0.5 * 0.6931471805599453
    var sampler = SequentialSampler(
      model, beta: beta, rule: rule, spins: Array(repeating: 1, count: count), key: key)
    var sum = 0
    let samples = 4000
    for _ in 0..<samples {
      sampler.advance(sweeps: 1)
      sum += sampler.spins.count { $0 < 0 }
    }
    // Downs are nearly independent: a spin that is down is up again after the next attempt.
    let expected = Double(samples * count) / (1 + 0x1p13)
    #expect(abs(Double(sum) - expected) < 4 * expected.squareRoot(), "\(sum), \(expected)")
  }

  /// Whatever the lower 32 bits are, a bound is right to `boundError`, or not a number.
  @Test(arguments: UpdateRule.allCases) func boundsHoldForAllOfTheWord(_ rule: UpdateRule) {
    var generator = VectorGenerator(key, stream: 0)
    let vectors = 1 << 17
    var bounds = [SIMD16<Float>](repeating: .zero, count: vectors)
    var words = [SIMD16<UInt32>](repeating: .zero, count: vectors)
    bounds.lend(count: vectors) { bounds in
      words.lend(count: vectors) { words in
        DecisionNoise.fillBounds(bounds, words: words, count: vectors, rule, &generator)
      }
    }
    var open = 0
    var worst = 0.0
    for index in 0..<vectors {
      for lane in 0..<16 {
        let bound = Double(bounds[index][lane])
        guard !bound.isNaN else {
          open += 1
          continue
        }
        for u in [Double(words[index][lane]) * 0x1p-32, (Double(words[index][lane]) + 1) * 0x1p-32]
        {
          guard u > 0, u < 1 else {
            worst = .infinity
            continue
          }
          let odds = rule == .metropolis ? 1 / u : (1 - u) / u
          worst = max(worst, abs(bound - DeterministicFunctions.log(odds)))
        }
      }
    }
    // Half of the error is left for the cost.
    #expect(worst < Double(DecisionNoise.boundError) / 2, "\(worst)")
    // One in 2¹¹ of 2²¹, with a standard error of 32.
    #expect(abs(open - 1024) < 128, "\(open)")
  }

  @Test func realFieldsDoNotDrift() throws {
    let model = try model("real torus")
    var sampler = SequentialSampler(
      model, beta: 0.1, spins: Array(repeating: 1, count: model.spinCount), key: key)
    sampler.advance(sweeps: 20_000)
    #expect(sampler.counts.flips > 500_000)
    #expect(abs(sampler.energy - model.energy(of: sampler.spins)) < 1e-10)
  }
}
