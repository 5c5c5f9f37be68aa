import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

@Suite struct LaneMechanicsTests {
  private let key = StreamKey(seed: 6, purpose: .spinUpdate)
  private static let engines: [LaneEngine] = [.integer, .real]

  /// Integer couplings of several sizes and fields, which both engines take.
  private func model() throws -> IsingModel {
    var words = RandomStream(StreamKey(seed: 7, purpose: .testInput), site: 0)
    let bonds = (0..<600).map { _ in
      let first = Int(words.next() % 150)
      return Bond(first, (first + 1 + Int(words.next() % 149)) % 150, Double(words.next() % 7) - 3)
    }
    return try IsingModel(
      spinCount: 150, bonds: bonds.map { Bond(Int($0.first), Int($0.second), $0.coupling / 4) },
      fields: (0..<150).map { _ in Double(words.next() % 9) / 4 - 1 })
  }

  @Test func integersGoToIntegerLanes() throws {
    let spins = LaneEngine.start(try model(), 2)
    #expect(ReplicaEngines.lanes(try model(), beta: 1, spins: spins, key: key) is IntegerLanes)
    let gaussian = try SamplingFixtures.torus(4, real: true)
    #expect(
      ReplicaEngines.lanes(
        gaussian, beta: 1, spins: LaneEngine.start(gaussian, 3), key: key) is RealLanes)
    // A local field of 128 units does not fit into a byte, and one of 127 does.
    for (leaves, fits) in [(127, true), (128, false)] {
      let star = try IsingModel(
        spinCount: leaves + 1, bonds: (0..<leaves).map { Bond(0, $0 + 1, -1) })
      let lanes = IntegerLanes(star, beta: 1, spins: LaneEngine.start(star, 1), key: key)
      #expect((lanes != nil) == fits)
    }
  }

  @Test(arguments: engines, UpdateRule.allCases)
  func energiesAreThoseOfTheModel(_ engine: LaneEngine, _ rule: UpdateRule) throws {
    for model in [
      try model(), try SamplingFixtures.torus(12, real: true), try SamplingFixtures.pair(-1.5),
    ] {
      let start = LaneEngine.start(model, 70)
      var replicas = engine.make(model, beta: 0.4, rule: rule, spins: start, key: key)
      for replica in 0..<70 { #expect(replicas.spins(of: replica) == start[replica]) }
      for _ in 0..<5 {
        for (replica, energy) in replicas.energies.enumerated() {
          let exact = model.energy(of: replicas.spins(of: replica))
          #expect(abs(energy - exact) <= 1e-11 * max(1, abs(exact)))
        }
        replicas.advance(sweeps: 3)
      }
    }
  }

  @Test(arguments: engines)
  func selectionMovesSpins(_ engine: LaneEngine) throws {
    let model = try model()
    var replicas = engine.make(
      model, beta: 0.4, rule: .metropolis, spins: LaneEngine.start(model, 130), key: key)
    replicas.advance(sweeps: 2)
    let before = (0..<130).map { replicas.spins(of: $0) }
    let counts = replicas.counts
    let sources = (0..<130).map { ($0 * 47 + 5) % 131 % 130 }
    replicas.select(sources)
    for replica in 0..<130 { #expect(replicas.spins(of: replica) == before[sources[replica]]) }
    #expect(replicas.counts == counts)
    // Copies of one replica go apart.
    replicas.select(Array(repeating: 3, count: 130))
    replicas.advance(sweeps: 20)
    #expect(Set((0..<130).map { replicas.spins(of: $0) }).count == 130)
  }

  @Test(arguments: engines, UpdateRule.allCases)
  func sameKeySameSpins(_ engine: LaneEngine, _ rule: UpdateRule) throws {
    let model = try model()
    let start = LaneEngine.start(model, 100)
    func run(_ key: StreamKey, _ parts: [Int]) -> ([[Int8]], UpdateCounts) {
      var replicas = engine.make(model, beta: 0.3, rule: rule, spins: start, key: key)
      for part in parts { replicas.advance(sweeps: part) }
      return ((0..<100).map { replicas.spins(of: $0) }, replicas.counts)
    }
    let whole = run(key, [7])
    let parts = run(key, [3, 4])
    #expect(whole.0 == parts.0 && whole.1 == parts.1)
    #expect(whole.1.attempts == 7 * 150 * 100)
    let other = run(key.replica(1), [7])
    #expect(zip(whole.0, other.0).allSatisfy { $0 != $1 })
  }

  @Test(arguments: engines, UpdateRule.allCases)
  func flipsAreCounted(_ engine: LaneEngine, _ rule: UpdateRule) throws {
    let model = try model()
    var replicas = engine.make(
      model, beta: 0.2, rule: rule, spins: LaneEngine.start(model, 70), key: key)
    // In one sweep each spin is asked once: the spins that differ are those that flipped.
    for _ in 0..<10 {
      let before = (0..<70).map { replicas.spins(of: $0) }
      let flips = replicas.counts.flips
      replicas.advance(sweeps: 1)
      let differing = (0..<70).reduce(0) { sum, replica in
        sum + zip(before[replica], replicas.spins(of: replica)).count { $0 != $1 }
      }
      #expect(replicas.counts.flips - flips == UInt64(differing))
    }
  }

  @Test(arguments: engines)
  func extremeTemperatures(_ engine: LaneEngine) throws {
    for model in [try model(), try SamplingFixtures.torus(12, real: true)] {
      let start = LaneEngine.start(model, 64)
      // β = 0: Metropolis' rule accepts everything, with probability 1 − 2⁻²⁴ at least.
      var hot = engine.make(model, beta: 0, rule: .metropolis, spins: start, key: key)
      hot.advance(sweeps: 1)
      #expect((0..<64).allSatisfy { hot.spins(of: $0) == start[$0].map { -$0 } })
      var free = engine.make(model, beta: 0, rule: .heatBath, spins: start, key: key)
      free.advance(sweeps: 100)
      let share = Double(free.counts.flips) / Double(free.counts.attempts)
      let verdict = compare(
        share, with: 0.5, standardError: 0.5 / Double(free.counts.attempts).squareRoot())
      #expect(verdict.passed, "\(verdict)")
      // β = ∞, and one that is as good: energies only fall, and end where no flip lowers them.
      for beta in [Double.infinity, 1e40, 1e9] {
        for rule in UpdateRule.allCases {
          var cold = engine.make(model, beta: beta, rule: rule, spins: start, key: key)
          var last = cold.energies
          for _ in 0..<100 {
            cold.advance(sweeps: 1)
            let energies = cold.energies
            #expect(zip(energies, last).allSatisfy { $0 <= $1 + 1e-9 })
            last = energies
          }
          let spins = cold.spins(of: 17)
          for site in spins.indices {
            #expect(Double(spins[site]) * model.localField(at: site, of: spins) >= -1e-6)
          }
        }
      }
    }
  }

  /// A spin without couplings and field is up half of the time at every temperature.
  @Test(arguments: engines)
  func costlessFlips(_ engine: LaneEngine) throws {
    let model = try IsingModel(spinCount: 3, bonds: [Bond(0, 1, 1)])
    for beta in [0.5, 1e30, Double.infinity] {
      var replicas = engine.make(
        model, beta: beta, rule: .heatBath, spins: LaneEngine.start(model, 64), key: key)
      var up = 0
      for _ in 0..<1000 {
        replicas.advance(sweeps: 1)
        up += (0..<64).count { replicas.spins(of: $0)[2] == 1 }
      }
      let verdict = compare(
        Double(up) / 64_000, with: 0.5, standardError: 0.5 / Double(64_000).squareRoot())
      #expect(verdict.passed, "β = \(beta): \(verdict)")
    }
  }

  /// Couplings far outside of the range of float32.
  @Test(arguments: [1e-60, 1e60])
  func unitsDoNotMatter(_ unit: Double) throws {
    let model = try SamplingFixtures.torus(8, real: true)
    let scaled = try IsingModel(
      spinCount: 64,
      bonds: model.bonds.map { Bond(Int($0.first), Int($0.second), $0.coupling * unit) },
      fields: model.fields.map { $0 * unit })
    let spins = LaneEngine.start(scaled, 64)
    var replicas = RealLanes(scaled, beta: 0.7 / unit, spins: spins, key: key)
    var plain = RealLanes(model, beta: 0.7, spins: spins, key: key)
    replicas.advance(sweeps: 200)
    plain.advance(sweeps: 200)
    let mean = replicas.energies.reduce(0, +) / 64 / unit
    let expected = plain.energies.reduce(0, +) / 64
    // Standard deviations of one energy are about 8.
    #expect(abs(mean - expected) < 4.5 * 8 * (2.0 / 64).squareRoot())
  }
}
