import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

@Suite struct BitSlicedReplicasTests {
  static let key = StreamKey(seed: 9, purpose: .spinUpdate)

  /// Graphs of different degrees: with fields, double couplings, isolated spins, a hub.
  static func graph(_ name: String) throws -> IsingModel {
    var words = WordSequence(StreamKey(seed: 10, purpose: .testInput))
    func sign() -> Double { words.next() & 1 == 1 ? 1 : -1 }
    switch name {
    case "torus": return try BitSlicedLatticeTests.model([4, 4], signed: true)
    case "cube": return try BitSlicedLatticeTests.model([3, 3, 4], signed: true)
    case "star": return try IsingModel(spinCount: 16, bonds: (1..<16).map { Bond(0, $0, sign()) })
    case "complete":
      return try IsingModel(
        spinCount: 10,
        bonds: (0..<10).flatMap { i in ((i + 1)..<10).map { Bond(i, $0, sign() / 2) } },
        fields: (0..<10).map { _ in sign() })
    default:
      // Degrees 2 to 8 in units of 1/4.
      return try IsingModel(
        spinCount: 12,
        bonds: (0..<12).map { Bond($0, ($0 + 1) % 12, $0 % 3 == 0 ? 0.5 : 0.25 * sign()) }
          + [Bond(0, 6, 0.25), Bond(3, 9, -0.75)],
        fields: (0..<12).map { $0 % 5 == 1 ? -0.25 : 0 })
    }
  }

  /// A sweep spin by spin and replica by replica with the same random planes: the thirteen planes of
  /// every group, and more while any replica's number agrees with its threshold.
  @Test(arguments: ["torus", "cube"], UpdateRule.allCases)
  func sweepsAreThoseOfThePlainTwin(name: String, rule: UpdateRule) throws {
    let model = try Self.graph(name)
    let beta = 0.35
    var engine = try BitSlicedReplicas(
      model, beta: beta, rule: rule, replicaCount: 512, key: Self.key)
    var chains = (0..<512).map { engine.spins(of: $0) }
    var generator = VectorGenerator(Self.key, stream: 0)
    let sweeps = 6
    var flips: UInt64 = 0
    for _ in 0..<sweeps {
      // All degrees are equal: spins in the order of their indices.
      for spin in 0..<model.spinCount {
        let costs = chains.map { 2 * Double($0[spin]) * model.localField(at: spin, of: $0) }
        let classes = costs.map { cost -> (threshold: UInt64, decided: Bool?) in
          let threshold = Self.threshold(rule.flipProbability(cost: beta * abs(cost)))
          return (threshold, rule == .metropolis && cost <= 0 ? true : nil)
        }
        var numbers = [UInt64](repeating: 0, count: 512)
        var drawn = 0
        func undecided(_ replica: Int) -> Bool {
          guard classes[replica].decided == nil else { return false }
          // A tie of the heat bath is decided by the first bit.
          if rule == .heatBath && costs[replica] == 0 { return false }
          return numbers[replica] == classes[replica].threshold >> UInt64(64 - drawn)
        }
        while drawn < 13 || (drawn < 64 && (0..<512).contains(where: undecided)) {
          let plane = generator.next()
          drawn += 1
          for r in 0..<512 {
            numbers[r] = numbers[r] << 1 | (BitSlicedKernelTests.bit(plane, r) ? 1 : 0)
          }
        }
        for r in 0..<512 {
          let number = numbers[r] << UInt64(64 - drawn)
          let below = number < classes[r].threshold
          let flip =
            classes[r].decided
            ?? (rule == .metropolis
              ? below : costs[r] == 0 ? number >> 63 == 1 : costs[r] > 0 ? below : !below)
          if flip {
            chains[r][spin] *= -1
            flips += 1
          }
        }
      }
    }
    engine.advance(sweeps: sweeps)
    #expect((0..<512).allSatisfy { engine.spins(of: $0) == chains[$0] })
    #expect(engine.counts.flips == flips)
    #expect(engine.counts.attempts == UInt64(sweeps * model.spinCount * 512))
  }

  private static func threshold(_ probability: Double) -> UInt64 {
    let scaled = probability * 0x1p64
    return scaled >= 0x1p64 ? .max : UInt64(scaled)
  }

  /// Mean energies over replicas against enumeration; the replicas' own spread gives the error.
  @Test(arguments: ["torus", "star", "complete", "multiples"], [64, 128, 192, 256, 384, 512])
  func energiesAreExact(name: String, replicas: Int) throws {
    let model = try Self.graph(name)
    let exact = try Enumeration(model)
    for rule in UpdateRule.allCases {
      var engine = try BitSlicedReplicas(
        model, beta: 0.5, rule: rule, replicaCount: replicas, key: Self.key)
      for beta in [0.5, 0.9, -0.4] {
        engine.beta = beta
        engine.advance(sweeps: 300)
        var sums = [Double](repeating: 0, count: replicas)
        for _ in 0..<100 {
          engine.advance(sweeps: 5)
          for (r, energy) in engine.energies.enumerated() { sums[r] += energy / 100 }
        }
        let summary = try SampleSummary(sums)
        let verdict = compare(
          summary.mean, with: exact.meanEnergy(beta: beta), standardError: summary.standardError,
          within: 4.5)
        #expect(verdict.passed, "\(name), \(replicas), \(rule), β = \(beta): \(verdict)")
      }
    }
  }

  @Test(arguments: ["torus", "star", "complete", "multiples"], [64, 192, 320, 512])
  func energiesAreThoseOfTheModel(name: String, replicas: Int) throws {
    let model = try Self.graph(name)
    var engine = try BitSlicedReplicas(model, beta: 0.3, replicaCount: replicas, key: Self.key)
    engine.advance(sweeps: 3)
    let energies = engine.energies
    #expect(energies.count == replicas)
    for r in 0..<replicas {
      #expect(abs(energies[r] - model.energy(of: engine.spins(of: r))) < 1e-9)
    }
    let before = (0..<replicas).map { engine.spins(of: $0) }
    let sources = (0..<replicas).map { (7 * $0 + $0 / 3) % replicas }
    engine.select(sources)
    #expect((0..<replicas).allSatisfy { engine.spins(of: $0) == before[sources[$0]] })
    engine.select(Array(0..<replicas))
    #expect((0..<replicas).allSatisfy { engine.spins(of: $0) == before[sources[$0]] })
    let again = try BitSlicedReplicas(model, beta: 0.3, spins: before, key: Self.key)
    #expect((0..<replicas).allSatisfy { again.spins(of: $0) == before[$0] })
  }

  /// The mean over replicas varies as that of independent chains: the ratio of its variance to σ²/R, the
  /// design effect, is 1. With shared random numbers it was 157 and more.
  @Test(arguments: UpdateRule.allCases, [64, 512])
  func replicasAreIndependent(rule: UpdateRule, replicas: Int) throws {
    let model = try BitSlicedLatticeTests.model([6, 6], signed: false)
    var engine = try BitSlicedReplicas(
      model, beta: 0.3, rule: rule, replicaCount: replicas, key: Self.key)
    engine.advance(sweeps: 100)
    var means: [Double] = []
    var variance = 0.0
    let times = 400
    for _ in 0..<times {
      // Ten autocorrelation times of this small lattice.
      engine.advance(sweeps: 40)
      let summary = try SampleSummary(engine.energies)
      means.append(summary.mean)
      variance += summary.standardDeviation * summary.standardDeviation / Double(times)
    }
    let spread = try SampleSummary(means).standardDeviation
    let effect = spread * spread * Double(replicas) / variance
    // The variance of a variance of n numbers: 2/n of it, squared; 5 standard deviations.
    #expect(abs(effect - 1) < 5 * (2 / Double(times)).squareRoot(), "design effect \(effect)")
  }

  /// The same key gives the same chains, and sweeps add up.
  @Test(arguments: [64, 512])
  func sweepsAdd(replicas: Int) throws {
    let model = try Self.graph("complete")
    var whole = try BitSlicedReplicas(model, beta: 0.3, replicaCount: replicas, key: Self.key)
    var parts = whole
    whole.advance(sweeps: 7)
    parts.advance(sweeps: 3)
    parts.beta = 0.3
    parts.advance(sweeps: 4)
    #expect((0..<replicas).allSatisfy { whole.spins(of: $0) == parts.spins(of: $0) })
    #expect(whole.counts == parts.counts)
  }

  @Test func refusesWhatItCannotHold() throws {
    func refuses(_ model: IsingModel, replicas: Int = 64, beta: Double = 1) -> String? {
      do throws(SamplerError) {
        _ = try BitSlicedReplicas(model, beta: beta, replicaCount: replicas, key: Self.key)
        return nil
      } catch { return error.description }
    }
    let torus = try Self.graph("torus")
    #expect(refuses(torus) == nil)
    #expect(
      refuses(torus, replicas: 100)
        == "number of replicas: found 100.0, expected a multiple of 64 up to 512")
    #expect(refuses(torus, replicas: 0) != nil)
    #expect(refuses(torus, replicas: 576) != nil)
    #expect(refuses(torus, beta: .nan) == "beta: found nan, expected a finite number")
    let hub = try IsingModel(spinCount: 17, bonds: (1..<17).map { Bond(0, $0, 1) })
    #expect(
      refuses(hub)
        == "found spin 0 with couplings and field of more than 15 units of 1.0, expected at most 15"
    )
    let real = try IsingModel(spinCount: 3, bonds: [Bond(0, 1, 1), Bond(1, 2, 0.618_033_988_75)])
    #expect(
      refuses(real)
        == "found couplings and fields without a common unit, expected small multiples of one number"
    )
  }
}
