import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

/// One replica of a dense sampler, seen as a sampler.
private struct OneReplica: Sampler {
  var replicas: DenseReplicas
  let place: Int

  var model: IsingModel { replicas.model }
  var spins: [Int8] { replicas.spins(of: place) }
  var beta: Double {
    get { replicas.beta }
    set { replicas.beta = newValue }
  }
  var counts: UpdateCounts {
    var counts = UpdateCounts()
    counts.attempts = replicas.counts.attempts / UInt64(replicas.replicaCount)
    counts.flips = replicas.counts.flips
    return counts
  }
  mutating func advance(sweeps: Int) { replicas.advance(sweeps: sweeps) }
}

@Suite struct DenseReplicasTests {
  private let key = StreamKey(seed: 5, purpose: .spinUpdate)

  private func starts(_ model: IsingModel, _ replicas: Int) -> [[Int8]] {
    (0..<replicas).map {
      InitialSpins.random.spins(count: model.spinCount, seed: 5, replica: UInt32($0))
    }
  }

  /// Mean and variance of the mean of replicas' own means over sweeps.
  private func meanEnergies(
    _ sampler: some ReplicaSampler, warmUp: Int, samples: Int
  ) -> [Double] {
    var sampler = sampler
    sampler.advance(sweeps: warmUp)
    var sums = [Double](repeating: 0, count: sampler.replicaCount)
    for _ in 0..<samples {
      sampler.advance(sweeps: 1)
      for (replica, energy) in sampler.energies.enumerated() { sums[replica] += energy }
    }
    return sums.map { $0 / Double(samples) }
  }

  private func estimate(_ values: ArraySlice<Double>) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, squares / Double(values.count * (values.count - 1)))
  }

  @Test(arguments: UpdateRule.allCases) func eachStateHasItsProbability(_ rule: UpdateRule) throws {
    var suite = try SamplerConformance()
    suite.samples = 1000
    // In a fixed order, Metropolis' rule is not ergodic on rings (see `SweepTests`).
    if rule == .metropolis { suite.graphs.removeAll { $0.name.hasPrefix("ring") } }
    let verdicts = try suite.verdicts { model, beta, spins, key in
      OneReplica(
        replicas: DenseReplicas(
          model, beta: beta, rule: rule, spins: [spins, spins, spins], key: key), place: 1)
    }
    for verdict in verdicts { #expect(verdict.passed, "\(verdict)") }
  }

  /// Couplings ±1, ±2, 0 have exact sums: every decision can be made again, one by one.
  @Test(arguments: UpdateRule.allCases) func decidesAsWrittenOut(_ rule: UpdateRule) throws {
    let (count, replicas) = (150, 18)
    let model = try DenseFixtures.integers(count)
    let start = starts(model, replicas)
    var sampler = DenseReplicas(model, beta: 0, rule: rule, spins: start, key: key)
    let betas = (0..<replicas).map { 0.01 * Double($0) }
    sampler.betas = betas
    sampler.advance(sweeps: 4)
    var flips = 0
    for group in 0..<2 {
      var generator = VectorGenerator(key, stream: UInt32(group))
      var spins = Array(start[(16 * group)..<min(16 * group + 16, replicas)])
      for _ in 0..<4 {
        for block in stride(from: 0, to: count, by: 64) {
          var noise = [DecisionNoise.Vector](repeating: .zero, count: 64)
          noise.lend(count: 64) { DecisionNoise.fill($0, count: 64, rule, &generator) }
          for site in block..<min(block + 64, count) {
            for lane in spins.indices {
              let spin = spins[lane][site]
              let sign: Float = rule == .metropolis && spin > 0 ? -1 : 1
              let field = Float(model.localField(at: site, of: spins[lane]))
              let isUp =
                Float(2 * betas[16 * group + lane]) * field >= sign * noise[site - block][lane]
              flips += isUp == (spin > 0) ? 0 : 1
              spins[lane][site] = isUp ? 1 : -1
            }
          }
        }
      }
      for lane in spins.indices { #expect(sampler.spins(of: 16 * group + lane) == spins[lane]) }
    }
    #expect(sampler.counts.flips == UInt64(flips) && flips > 1000)
    #expect(sampler.counts.attempts == UInt64(4 * count * replicas))
    #expect(sampler.largestFieldError == 0)
    for (replica, energy) in sampler.energies.enumerated() {
      #expect(energy == model.energy(of: sampler.spins(of: replica)))
    }
  }

  @Test(arguments: UpdateRule.allCases) func energiesAreThoseOfReplicasOneByOne(
    _ rule: UpdateRule
  ) throws {
    let model = try DenseFixtures.gaussian(100)
    let start = starts(model, 24)
    let fast = meanEnergies(
      DenseReplicas(model, beta: 0.8, rule: rule, spins: start, key: key), warmUp: 300, samples: 600
    )
    let plain = meanEnergies(
      ReferenceReplicas(
        model, beta: 0.8, rule: rule, spins: start, key: StreamKey(seed: 6, purpose: .spinUpdate)),
      warmUp: 300, samples: 600)
    let (a, b) = (estimate(fast[...]), estimate(plain[...]))
    let z = (a.mean - b.mean) / (a.variance + b.variance).squareRoot()
    #expect(abs(z) < 4, "\(a) and \(b)")
  }

  @Test(arguments: UpdateRule.allCases) func eachReplicaHasItsTemperature(
    _ rule: UpdateRule
  ) throws {
    let model = try DenseFixtures.gaussian(12)
    let exact = try Enumeration(model)
    var sampler = DenseReplicas(model, beta: 0, rule: rule, spins: starts(model, 40), key: key)
    sampler.betas = (0..<40).map { $0 < 20 ? 0.4 : 0.9 }
    let means = meanEnergies(sampler, warmUp: 300, samples: 3000)
    for (part, beta) in [(0..<20, 0.4), (20..<40, 0.9)] {
      let found = estimate(means[part])
      let z = (found.mean - exact.averages(beta: beta).energy) / found.variance.squareRoot()
      #expect(abs(z) < 4, "β = \(beta): \(found)")
    }
    // And with one temperature again.
    sampler.beta = 0.4
    #expect(sampler.betas == Array(repeating: 0.4, count: 40))
  }

  @Test func replicasAreIndependent() throws {
    let (count, replicas) = (1000, 40)
    let model = try DenseFixtures.gaussian(count)
    let same = InitialSpins.random.spins(count: count, seed: 1, replica: 0)
    var sampler = DenseReplicas(
      model, beta: 0, rule: .heatBath, spins: Array(repeating: same, count: replicas), key: key)
    sampler.advance(sweeps: 1)
    let spins = (0..<replicas).map { sampler.spins(of: $0) }
    // At β = 0, N q² of two independent replicas has mean 1 and variance 2 − 2/N.
    var sum = 0.0
    var pairs = 0.0
    for first in 0..<replicas {
      for second in 0..<first {
        let overlap = zip(spins[first], spins[second]).reduce(0) { $0 + Int($1.0 * $1.1) }
        sum += Double(overlap * overlap) / Double(count)
        pairs += 1
      }
    }
    #expect(abs(sum / pairs - 1) < 4 * (2 / pairs).squareRoot(), "\(sum / pairs)")
  }

  @Test func fieldsDoNotDrift() throws {
    let model = try DenseFixtures.gaussian(128)
    var sampler = DenseReplicas(
      model, beta: 0.1, rule: .heatBath, spins: starts(model, 16), key: key)
    sampler.advance(sweeps: 20_037)
    // A field of at most 4 is rounded by up to 2⁻²³; 32 · 128 additions make a random walk of
    // 64 · 2⁻²³/√3, and four times that is 2·10⁻⁵. Without sums it would be 17 times as long.
    #expect(sampler.counts.flips > 16 * 128 * 9000)
    #expect(sampler.largestFieldError < 4e-5 && sampler.largestFieldError > 0)
    for (replica, energy) in sampler.energies.enumerated() {
      #expect(abs(energy - model.energy(of: sampler.spins(of: replica))) < 1e-3)
    }
  }

  @Test func sameKeySameBits() throws {
    let model = try DenseFixtures.gaussian(70)
    let start = starts(model, 5)
    var whole = DenseReplicas(model, beta: 1, spins: start, key: key)
    var parts = whole
    var other = DenseReplicas(model, beta: 1, spins: start, key: key.replica(1))
    whole.advance(sweeps: 9)
    parts.advance(sweeps: 4)
    let copy = parts
    parts.advance(sweeps: 5)
    other.advance(sweeps: 9)
    for replica in 0..<5 {
      #expect(whole.spins(of: replica) == parts.spins(of: replica))
      #expect(whole.spins(of: replica) != copy.spins(of: replica))
      #expect(whole.spins(of: replica) != other.spins(of: replica))
    }
    #expect(whole.counts == parts.counts && whole.energies == parts.energies)
  }

  @Test func selectedReplicasGoOnByThemselves() throws {
    let model = try DenseFixtures.gaussian(130)
    var sampler = DenseReplicas(model, beta: 0.5, spins: starts(model, 20), key: key)
    sampler.advance(sweeps: 3)
    let before = (0..<20).map { sampler.spins(of: $0) }
    let sources = (0..<20).map { $0 == 18 ? 2 : $0 == 2 ? 17 : $0 }
    sampler.select(sources)
    for replica in 0..<20 { #expect(sampler.spins(of: replica) == before[sources[replica]]) }
    #expect(sampler.largestFieldError < 1e-5)
    sampler.advance(sweeps: 3)
    #expect(sampler.spins(of: 18) != sampler.spins(of: 2))
    #expect(sampler.largestFieldError < 1e-5)
  }

  @Test(arguments: [1e-300, 1e300]) func anyUnitOfEnergy(_ unit: Double) throws {
    let model = try IsingModel(
      spinCount: 3, bonds: [Bond(0, 1, 2 * unit), Bond(1, 2, -unit)], fields: [unit, 0, 0])
    var sampler = DenseReplicas(
      model, beta: 20 / unit, spins: [[1, 1, -1], [-1, 1, 1]], key: key)
    sampler.advance(sweeps: 50)
    for energy in sampler.energies { #expect(abs(energy / unit + 4) < 1e-6) }
    #expect(sampler.spins(of: 1) == [1, 1, -1])
  }

  @Test(arguments: UpdateRule.allCases) func noiseHasItsLaw(_ rule: UpdateRule) {
    var generator = VectorGenerator(key, stream: 0)
    var words = generator
    var numbers = [DecisionNoise.Vector](repeating: .zero, count: 4096)
    numbers.lend(count: 4096) { DecisionNoise.fill($0, count: 4096, rule, &generator) }
    for vector in numbers {
      let bits = unsafeBitCast(words.next(), to: SIMD16<UInt32>.self)
      for lane in 0..<16 {
        let u = (Double(bits[lane]) + 0.5) * 0x1p-32
        let expected = DeterministicFunctions.log(rule == .metropolis ? u : u / (1 - u))
        #expect(abs(Double(vector[lane]) - expected) < 3e-7 * max(1, abs(expected)))
      }
    }
  }
}

/// Models in which every pair is coupled.
private enum DenseFixtures {
  /// Sherrington and Kirkpatrick's: couplings of variance 1/N, and small fields.
  static func gaussian(_ count: Int) throws -> IsingModel {
    var words = WordSequence(StreamKey(seed: 7, purpose: .testInput))
    var bonds: [Bond] = []
    for first in 0..<count {
      for second in (first + 1)..<count {
        // The sum of twelve uniform numbers has variance 1.
        let sum = (0..<12).reduce(-6) { sum, _ in sum + words.uniform() }
        bonds.append(Bond(first, second, sum / Double(count).squareRoot()))
      }
    }
    return try IsingModel(
      spinCount: count, bonds: bonds, fields: (0..<count).map { Double($0 % 5) / 20 - 0.1 })
  }

  /// Couplings and fields −2 to 2.
  static func integers(_ count: Int) throws -> IsingModel {
    var words = WordSequence(StreamKey(seed: 8, purpose: .testInput))
    var bonds: [Bond] = []
    for first in 0..<count {
      for second in (first + 1)..<count {
        bonds.append(Bond(first, second, Double(words.index(below: 5)) - 2))
      }
    }
    return try IsingModel(
      spinCount: count, bonds: bonds,
      fields: (0..<count).map { _ in Double(words.index(below: 5)) - 2 })
  }
}
