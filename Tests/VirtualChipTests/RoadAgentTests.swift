import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Testing
import VirtualChip

@Suite("Agents of the roads, one update at a time")
struct RoadAgentTests {
  static let weights = [1, 0.6, 0.3, 0.1, 0.05, 0]
  static let shares = weights.map { $0 / weights.reduce(0, +) }

  static func stream(_ purpose: StreamPurpose, _ row: UInt32 = 0) -> RandomStream {
    RandomStream(StreamKey(seed: 21, purpose: purpose), site: row)
  }

  static func group(_ weights: [Double], penalty: Double, row: UInt32 = 0) -> OneHotGroup {
    let scores = weights.map(Float.init)
    let fugacity = OneHotLaw.optimalFugacity(scores.span)
    return OneHotGroup(
      weights: weights, fugacity: fugacity, penalty: penalty, clocks: stream(.duration, row),
      updates: VectorGenerator(StreamKey(seed: 21, purpose: .spinUpdate), stream: row))
  }

  static func draws(_ row: UInt32 = 0) -> VectorGenerator {
    VectorGenerator(StreamKey(seed: 21, purpose: .spinUpdate), stream: row)
  }

  static func particle(
    _ weights: [Double] = weights, _ devices: RelaxingDevices = RelaxingDevices(), row: UInt32 = 0
  ) -> KawasakiParticle {
    KawasakiParticle(
      weights: weights, devices: devices, clocks: stream(.duration, row), draws: draws(row))
  }

  /// χ² of counts without the keys that are off.
  static func fit(_ counts: [Int]) throws -> GoodnessOfFit {
    #expect(counts.last == 0)
    return try GoodnessOfFit(
      counts: Array(counts.dropLast()), probabilities: Array(shares.dropLast()))
  }

  @Test("updates of a Potts agent are independent draws from softmax, at its rate")
  func potts() throws {
    var agent = PottsAgent(
      weights: Self.weights, rate_Hz: 2e9, noise: Self.stream(.race), draws: Self.draws())
    var counts = [Int](repeating: 0, count: 6)
    let draws = 20_000
    for _ in 0..<draws { counts[agent.update()] += 1 }
    #expect(try Self.fit(counts).pValue > 1e-4)
    let mean_s = agent.time_s / Double(draws)
    #expect(compare(mean_s * 2e9, with: 1, standardError: 1 / Double(draws).squareRoot()).passed)
  }

  @Test("retention repeats a Potts agent's state with probability 1/(1 + rate · τ) less often")
  func retention() {
    // P(repeat) = E[e^{−Δ/τ}] = λτ... with Δ ~ Exp(λ): λ/(λ + 1/τ).
    var agent = PottsAgent(
      weights: [1, 1], rate_Hz: 1e9,
      law: ChipDevices().with { $0.retention_s = 3e-9 }.law, noise: Self.stream(.race, 2),
      draws: Self.draws(2))
    var (last, same) = (agent.update(), 0)
    let draws = 20_000
    for _ in 0..<draws {
      let next = agent.update()
      if next == last { same += 1 }
      last = next
    }
    let expected = 0.75 + 0.25 / 2
    #expect(
      compare(
        Double(same) / Double(draws), with: expected,
        standardError: (expected * (1 - expected) / Double(draws)).squareRoot()
      ).passed)
  }

  /// A state is repeated with the chance λτ/(1 + λτ) of its own τ, or drawn again with its share.
  @Test("a measured memory acts on a Potts agent at the field of its state")
  func measuredRetention() throws {
    func law(_ block: String) throws -> AgentLaw {
      let table = try DeviceTable(
        bytes: Array("field,probability\n-1,0.1\n1,0.9\nfield,retention_s\n\(block)".utf8),
        file: "t.csv")
      return ChipDevices().with { $0.table = table }.law
    }
    func agent(_ weights: [Double], _ law: AgentLaw) -> PottsAgent {
      PottsAgent(
        weights: weights, rate_Hz: 1e9, law: law, noise: Self.stream(.race, 3),
        draws: Self.draws(3))
    }
    // A curve that is the same at all fields is the stated memory, to the last bit.
    var measured = agent([1, 2, 3], try law("-1,3e-9\n1,3e-9\n"))
    var stated = agent([1, 2, 3], ChipDevices().with { $0.retention_s = 3e-9 }.law)
    for _ in 0..<1000 { #expect(measured.update() == stated.update()) }

    let curve = try law("-2,0\n2,8e-9\n")
    var unequal = agent([1, 2, 5], curve)
    var (visits, repeats) = ([0.0, 0, 0], [0.0, 0, 0])
    var last = unequal.update()
    for _ in 0..<60_000 {
      let next = unequal.update()
      visits[last] += 1
      if next == last { repeats[last] += 1 }
      last = next
    }
    for (state, share) in [0.125, 0.25, 0.625].enumerated() {
      let kept = 1e9 * curve.retention_s(atField: 0.5 * log(share / (1 - share)))
      let memory = kept / (1 + kept)
      let expected = memory + (1 - memory) * share
      let error = (expected * (1 - expected) / visits[state]).squareRoot()
      #expect(
        compare(repeats[state] / visits[state], with: expected, standardError: error).passed,
        "\(state)")
    }
  }

  @Test("valid read-outs of a one-hot group are softmax, as often as its law says")
  func oneHot() throws {
    let penalty = 3.0
    var group = Self.group(Self.weights, penalty: penalty)
    let weights = Self.weights.map(Float.init)
    let law = OneHotLaw(weights: weights.span, penalty: penalty)
    let periods = Relaxation.oneHot(penalty_nats: penalty, rate_Hz: 1).interval_s
    #expect(abs(periods - 1.5 * exp(penalty)) < 1e-9)
    group.advance(periods: Double(Relaxation.burnIn) * periods)
    var counts = [Int](repeating: 0, count: 6)
    let readOuts = 20_000
    let (ticks, flips) = (group.ticks, group.flips)
    for _ in 0..<readOuts {
      // Twice the interval of the machine: χ² wants independence, not 5 % of correlation.
      group.advance(periods: 2 * periods)
      if let key = group.valid { counts[key] += 1 }
    }
    #expect(try Self.fit(counts).pValue > 1e-4, "\(counts)")
    let valid = Double(counts.reduce(0, +)) / Double(readOuts)
    #expect(
      compare(
        valid, with: law.validity,
        standardError: (law.validity * (1 - law.validity) / Double(readOuts)).squareRoot()
      ).passed)
    let time = 2 * periods * Double(readOuts)
    let perSpin = Double(group.ticks - ticks) / time
    #expect(compare(perSpin, with: 6, standardError: (6 / time).squareRoot()).passed)
    // Flips are correlated within a relaxation time: 1 % is many standard errors of independent ones.
    #expect(abs(Double(group.flips - flips) / time / law.flips - 1) < 0.01)
  }

  /// Correlation of the indicator of the first key between read-outs that follow one another.
  static func correlation(_ keys: [Int?]) -> Double {
    let x = keys.map { $0 == 0 ? 1.0 : 0 }
    let mean = x.reduce(0, +) / Double(x.count)
    let product = zip(x, x.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    return product / Double(x.count - 1) / (mean * (1 - mean))
  }

  @Test(
    "read-outs at the machine's intervals are correlated by at most e⁻³", arguments: [2, 3, 8, 20])
  func correlations(size: Int) {
    var draw = Self.stream(.testInput, UInt32(size))
    let weights = [1, 1] + (2..<size).map { _ in 0.05 + draw.uniform() / 2 }
    let readOuts = 10_000
    var group = Self.group(weights, penalty: 4)
    let periods = Relaxation.oneHot(penalty_nats: 4, rate_Hz: 1).interval_s
    group.advance(periods: periods)
    let oneHot = (0..<readOuts).map { _ in
      group.advance(periods: periods)
      return group.valid
    }
    // A correlation of 10⁴ read-outs is known to 0.01.
    #expect(Self.correlation(oneHot) < exp(-3) + 0.04)
    var particle = Self.particle(weights)
    let kawasaki = (0..<readOuts).map { _ -> Int? in
      particle.advance(periods: Relaxation.kawasaki(rate_Hz: 1).interval_s)
      return particle.key
    }
    #expect(Self.correlation(kawasaki) < exp(-3) + 0.04)
    if size == 2 {
      // Two equal keys are the slowest case.
      #expect(abs(Self.correlation(oneHot) - exp(-3)) < 0.04)
      #expect(abs(Self.correlation(kawasaki) - exp(-3)) < 0.04)
    }
  }

  @Test("a particle's read-outs are softmax, and its hops balance in detail")
  func kawasaki() throws {
    var particle = Self.particle(row: 1)
    particle.advance(periods: 20)
    var counts = [Int](repeating: 0, count: 6)
    let start = (attempts: particle.attempts, hops: particle.hops)
    let readOuts = 20_000
    for _ in 0..<readOuts {
      particle.advance(periods: 6)
      counts[particle.key] += 1
    }
    #expect(try Self.fit(counts).pValue > 1e-4, "\(counts)")
    let time = 6.0 * Double(readOuts)
    let attempts = Double(particle.attempts - start.attempts) / time
    #expect(compare(attempts, with: 5, standardError: (5 / time).squareRoot()).passed)
    var exact = 0.0
    for p in Self.shares { for q in Self.shares where p > 0 && q > 0 { exact += p * q / (p + q) } }
    exact -= Double(5) * 0.1  // The pairs of a key with itself: p/2 each, ½ in all.
    #expect(abs(Double(particle.hops - start.hops) / time / exact - 1) < 0.02)

    // Short steps: transitions seen forwards and backwards are alike.
    var flows = [[Int]](repeating: [Int](repeating: 0, count: 6), count: 6)
    for _ in 0..<200_000 {
      let before = particle.key
      particle.advance(periods: 0.05)
      flows[before][particle.key] += 1
    }
    for j in 0..<5 {
      for k in 0..<j {
        let (there, back) = (Double(flows[j][k]), Double(flows[k][j]))
        #expect(abs(there - back) < 4.5 * (there + back).squareRoot() + 1, "\(j) \(k)")
      }
    }
  }

  @Test("unequal clocks leave the law of both relaxing roads alone; offsets move it")
  func devices() throws {
    var devices = RelaxingDevices()
    devices.rates = [0.4, 1, 2, 1.3, 0.7, 1]
    var particle = Self.particle(Self.weights, devices, row: 3)
    var group = OneHotGroup(
      weights: Self.weights, fugacity: 1.2, penalty: 2, devices: devices,
      clocks: Self.stream(.duration, 4),
      updates: VectorGenerator(StreamKey(seed: 21, purpose: .spinUpdate), stream: 4))
    var hopping = [Int](repeating: 0, count: 6)
    var relaxing = hopping
    for _ in 0..<8000 {
      particle.advance(periods: 15)
      hopping[particle.key] += 1
      group.advance(periods: 50)
      if let key = group.valid { relaxing[key] += 1 }
    }
    #expect(try Self.fit(hopping).pValue > 1e-4, "\(hopping)")
    #expect(try Self.fit(relaxing).pValue > 1e-4, "\(relaxing)")
    devices.stuck = [0, -1, 0, 0, 0, 0]
    var stuck = Self.particle(Self.weights, devices)
    stuck.advance(periods: 50)
    for _ in 0..<500 {
      stuck.advance(periods: 1)
      #expect(stuck.key != 1)
    }
  }

  /// Draws by bisection of cumulative weights.
  private static func plainState(_ weights: [Double], _ uniform: Double) -> Int {
    let target = uniform * weights.reduce(0, +)
    var sum = 0.0
    for (state, weight) in weights.enumerated() {
      sum += weight
      if sum > target { return state }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  @Test("a table of first states chooses as a search from the start does")
  func guides() {
    var draw = Self.stream(.testInput, 77)
    for size in [1, 2, 3, 17, 20, 128] {
      for round in 0..<20 {
        let weights = (0..<size).map { state in
          draw.uniform() < 0.3 && state > 0 ? 0 : exp(Double(round) * draw.normal())
        }
        let choice = GuidedChoice(weights)
        for step in 0..<200 {
          let uniform = step == 0 ? 0x1p-53 : step == 1 ? 1 - 0x1p-53 : draw.uniform()
          #expect(choice.state(uniform) == Self.plainState(weights, uniform), "\(weights)")
        }
      }
    }
    #expect(GuidedChoice([0, 0, 0]).state(0.7) == 0)
  }

  @Test("agents draw what plain ones draw from the same words, bit for bit")
  func plainTwins() {
    // A Potts agent: two words an update, four intervals a logarithm.
    var agent = PottsAgent(
      weights: Self.weights, rate_Hz: 2e9, noise: Self.stream(.race), draws: Self.draws(9))
    var words = ScalarStream(Self.draws(9))
    var time = 0.0
    for _ in 0..<1001 {
      time -= DeterministicFunctions.log(words.uniform())
      #expect(agent.update() == Self.plainState(Self.weights, words.uniform()))
    }
    #expect(abs(agent.time_s * 2e9 / time - 1) < 1e-12)
    // Many at once are the same as one by one, wherever the shared logarithms stand.
    var single = PottsAgent(
      weights: Self.weights, rate_Hz: 2e9, noise: Self.stream(.race), draws: Self.draws(9))
    var many = single
    for times in [1, 5, 2, 64, 3] {
      var counts = [Float](repeating: 0, count: 6)
      for _ in 0..<times { counts[single.update()] -= 1 }
      var counters = counts.mutableSpan
      many.update(times: times, counting: &counters)
      #expect(counts.allSatisfy { $0 == 0 } && many.time_s == single.time_s)
    }
    // A particle: one word an attempt.
    var particle = Self.particle(row: 8)
    words = ScalarStream(Self.draws(8))
    var clocks = Self.stream(.duration, 8)
    var key = Int(words.uniform() * 6)
    for _ in 0..<300 {
      particle.advance(periods: 3)
      for _ in 0..<clocks.poisson(mean: 15) {
        let scaled = words.uniform() * 5
        let other = Int(scaled) + (Int(scaled) >= key ? 1 : 0)
        let share = Self.weights[other] / (Self.weights[other] + Self.weights[key])
        if scaled - scaled.rounded(.down) < share { key = other }
      }
      #expect(particle.key == key)
    }
  }
}
