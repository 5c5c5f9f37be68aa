import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("Races, firing by firing")
struct RaceAgentsTests {
  static let scores: [Float] = [0.3, -1.2, 2.1, 0, 1.9, -6, 2.05]
  static let weights = scores.map { exp($0 - 2.1) }

  struct Outcome {
    var counts: [Int]
    var updates = 0
    var firings = 0
    var retries = 0
    var durations: [Double] = []
  }

  /// Many rows of one set of weights.
  static func run(
    _ weights: [Float] = weights, rows: Int = 2000, samples: Int = 16, start_s: Double = 0,
    settings: (inout RunSettings) -> Void = { _ in }, chip change: (inout ChipSpec) -> Void
  ) throws -> Outcome {
    var bench = try TileBench(samples: samples, chip: change)
    settings(&bench.settings)
    var outcome = Outcome(counts: [Int](repeating: 0, count: weights.count))
    for row in 0..<rows {
      let (counts, draws) = bench.race(weights: weights, row: row, start_s: start_s)
      for (index, count) in counts.enumerated() { outcome.counts[index] += count }
      outcome.updates += draws.updates
      outcome.firings += draws.firings
      outcome.retries += draws.retries
      outcome.durations.append(draws.duration_s)
    }
    return outcome
  }

  /// Normalised.
  static func law(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  static func expect(
    _ counts: [Int], _ law: [Double], _ what: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let fit = try GoodnessOfFit(counts: counts, probabilities: law).verdict()
    #expect(fit.passed, "\(what): \(fit)", sourceLocation: location)
  }

  @Test(
    "collisions give p′ ∝ p e^{ap} and the acceptance of the law", arguments: [0.01, 0.1, 0.5, 1])
  func collisions(load: Double) throws {
    let timing = ChipTiming().with {
      $0.scoreBits = 16
      $0.raceLoad = load
      $0.maximumRate_Hz = 1e12
    }
    let (shares, race) = RaceLawTests.row(Self.scores, timing)
    let rows = 4000
    let samples = 25
    let outcome = try Self.run(rows: rows, samples: samples) { $0.timing = timing }
    try Self.expect(outcome.counts, Self.law(shares.map(Double.init)), "a = \(load)")
    #expect(outcome.firings == rows * samples)
    // Races until one is accepted are geometric.
    let a = Double(race.acceptance)
    let attempts = compare(
      Double(outcome.updates), with: Double(outcome.firings) / a,
      standardError: (Double(outcome.firings) * (1 - a)).squareRoot() / a)
    #expect(attempts.passed, "\(attempts)")
    // Each race takes an exponential wait and the window.
    let rate = timing.raceLoad / timing.arbitration_s
    let time = outcome.durations.reduce(0, +)
    let duration = compare(
      time, with: Double(outcome.updates) * (1 / rate + timing.arbitration_s),
      standardError: Double(outcome.updates).squareRoot() / rate)
    #expect(duration.passed, "\(duration)")
    // The uncollided law would be seen to fail where the load is large.
    if load >= 0.5 {
      let plain = Self.law(Self.weights.map(Double.init))
      let fit = try GoodnessOfFit(counts: outcome.counts, probabilities: plain)
      #expect(fit.pValue < 1e-6)
    }
  }

  @Test("the time of S firings is Erlang's")
  func durations() throws {
    let samples = 5
    let outcome = try Self.run(rows: 4000, samples: samples) {
      $0.timing.raceLoad = 1e-7
      $0.timing.maximumRate_Hz = 1e12
    }
    let rate = 1e-7 / 50e-12
    var bins = [Int](repeating: 0, count: 20)
    for duration in outcome.durations {
      let f = ErlangMaximum.distribution(duration * rate, shape: Double(samples))
      bins[min(19, Int(20 * f))] += 1
    }
    try Self.expect(bins, [Double](repeating: 0.05, count: 20), "Erlang")
  }

  @Test("a rate that saturates at λ_max loses its share, and the race its speed")
  func saturation() throws {
    let timing = ChipTiming().with {
      $0.scoreBits = 16
      $0.raceLoad = 0.01
      $0.maximumRate_Hz = 4e7
    }
    let (shares, race) = RaceLawTests.row(Self.scores, timing)
    #expect(race.rate < 0.75)
    let outcome = try Self.run { $0.timing = timing }
    try Self.expect(outcome.counts, Self.law(shares.map(Double.init)), "saturated")
    let rate = Double(race.rate) * 0.01 / 50e-12
    let duration = compare(
      outcome.durations.reduce(0, +), with: Double(outcome.updates) * (1 / rate + 50e-12),
      standardError: Double(outcome.updates).squareRoot() / rate)
    #expect(duration.passed, "\(duration)")
  }

  @Test(
    "a ramp keeps softmax; its collisions give p/(1 + (1 − p)(e^a − 1))", arguments: [0.01, 0.5])
  func ramp(load: Double) throws {
    let outcome = try Self.run(
      settings: { $0.attention = .rampedRace },
      chip: {
        $0.timing.raceLoad = load
        $0.timing.maximumRate_Hz = 1e13
      })
    let p = Self.law(Self.weights.map(Double.init))
    // Rates start at 10⁻³ γ.
    let growth = exp(load) - 1
    let accepted = p.map { $0 * exp(-(1 - $0) * 1e-3 * growth) / (1 + (1 - $0) * growth) }
    try Self.expect(outcome.counts, Self.law(accepted), "ramp \(load)")
    let a = accepted.reduce(0, +)
    let attempts = compare(
      Double(outcome.updates), with: Double(outcome.firings) / a,
      standardError: (Double(outcome.firings) * (1 - a)).squareRoot() / a)
    #expect(attempts.passed, "\(attempts)")
    // E ln(1 + E/ρ) = e^ρ E₁(ρ) = 6.3378 at ρ = 10⁻³ (mpmath); the variance is below π²/6.
    let gamma = load / 50e-12
    let duration = compare(
      outcome.durations.reduce(0, +) / Double(outcome.updates), with: 6.337874 / gamma + 50e-12,
      standardError: Double.pi / 6.0.squareRoot() / gamma / Double(outcome.updates).squareRoot())
    #expect(duration.passed, "\(duration)")
  }

  @Test("a ramp's rates saturate at λ_max: the slower the cap, the flatter the race")
  func rampSaturation() throws {
    // Two agents, of which one is capped from the start: r = cap for both at last; by quadrature.
    let gamma = 0.01 / 50e-12
    let cap = 0.2 * gamma
    let weights: [Float] = [1, 0.25]
    let outcome = try Self.run(
      weights, rows: 3000,
      settings: { $0.attention = .rampedRace },
      chip: {
        $0.timing.arbitration_s = 50e-16
        $0.timing.raceLoad = 0.01 * 1e-4
        $0.timing.maximumRate_Hz = cap
      })
    var (first, survival, t) = (0.0, 1.0, 0.0)
    let start = 1e-3 / 1.25
    let step = 1e-3
    while survival > 1e-9 {
      let rates = [1, 0.25].map { min(start * $0 * exp(t + step / 2), 0.2) }
      let hazard = rates[0] + rates[1]
      let fired = survival * (1 - exp(-hazard * step))
      first += fired * rates[0] / hazard
      survival -= fired
      t += step
    }
    #expect(first < 0.75)
    try Self.expect(outcome.counts, [first, 1 - first], "capped ramp")
  }

  @Test("a window holds a Poisson number of firings; an empty one is drawn again")
  func window() throws {
    let rows = 20_000
    let outcome = try Self.run(
      rows: rows, samples: 1, settings: { $0.attention = .raceWindow },
      chip: {
        $0.timing.raceLoad = 1e-6
        $0.timing.maximumRate_Hz = 1e12
      })
    // Windows with none: e^{−1}, geometric.
    let q = exp(-1.0)
    let retries = compare(
      Double(outcome.retries), with: Double(rows) * q / (1 - q),
      standardError: (Double(rows) * q).squareRoot() / (1 - q))
    #expect(retries.passed, "\(retries)")
    let firings = compare(
      Double(outcome.firings), with: Double(rows) / (1 - q),
      standardError: Double(rows).squareRoot())
    #expect(firings.passed, "\(firings)")
    try Self.expect(outcome.counts, Self.law(Self.weights.map(Double.init)), "window")
    #expect(
      abs(outcome.durations.reduce(0, +) / (Double(rows + outcome.retries) * 50e-6) - 1) < 1e-4)
  }

  @Test("regular clocks: ⌊S p + u⌋ firings, a share e^{−2a(1−p)} of them uncontested")
  func regular() throws {
    let samples = 41
    let p = Self.law(Self.weights.map(Double.init))
    var bench = try TileBench(samples: samples, draws: .systematic) {
      $0.timing.raceLoad = 1e-9
      $0.timing.maximumRate_Hz = 1e12
    }
    for row in 0..<300 {
      let (counts, draws) = bench.race(weights: Self.weights, row: row)
      for (count, p) in zip(counts, p) {
        let low = Int((Double(samples) * p).rounded(.down))
        #expect(count == low || count == low + 1)
      }
      #expect(draws.firings == counts.reduce(0, +) && draws.updates == draws.firings)
    }
    let load = 0.05
    let outcome = try Self.run(
      rows: 4000, samples: samples, settings: { $0.attention = .regularRace },
      chip: {
        $0.timing.raceLoad = load
        $0.timing.maximumRate_Hz = 1e12
      })
    for (agent, p) in p.enumerated() where p > 0.01 {
      // The clocks run on: a firing is lost to one within τ before it as well as after it. Poisson
      // agents are started anew, and lose what comes after alone.
      // Clocks of nearly one rate collide at all firings of a row or at none: rows count, not firings.
      let verdict = compare(
        Double(outcome.counts[agent]) / 4000 / (Double(samples) * p),
        with: exp(-2 * load * (1 - p)),
        standardError: (2 * load / 4000).squareRoot() + load * load)
      #expect(verdict.passed, "\(agent): \(verdict)")
    }
  }

  @Test("constants of the agents: p ∝ w^f e^{offset}·rate, for the agents of the row's tile")
  func constants() throws {
    func change(_ chip: inout ChipSpec) {
      chip.timing.raceLoad = 1e-6
      chip.timing.maximumRate_Hz = 1e12
      chip.devices.offsetVariation = 0.5
      chip.devices.rateVariation = 0.3
      chip.devices.temperatureError = 0.4
      chip.devices.drift_perSecond = 0.05
    }
    let bench = try TileBench(chip: change)
    let die = bench.context().die
    let factor = die.temperatureFactor * (1 + 0.05 * 2)
    let offsets = die.offsets(of: .race, count: 7)
    let rates = die.rates(of: .race, count: 7)
    let expected = (0..<7).map {
      exp(factor * Double(log(Self.weights[$0])) + offsets[$0]) * rates[$0]
    }
    let outcome = try Self.run(start_s: 2, chip: change)
    try Self.expect(outcome.counts, Self.law(expected), "constants")
    #expect(die.offsets(of: .race, first: 3, count: 4) == Array(offsets[3...]))
    // The controller set R for ideal agents: what the devices add goes into the rate.
    let total = expected.reduce(0, +) / Self.weights.reduce(0) { $0 + Double($1) } * 1e-6 / 50e-12
    let duration = compare(
      outcome.durations.reduce(0, +), with: Double(outcome.updates) / total,
      standardError: Double(outcome.updates).squareRoot() / total)
    #expect(duration.passed, "\(duration)")
  }

  @Test("noise of the scores: two agents split as E σ(Δ + √2 σ ξ)")
  func noise() throws {
    let sigma = 1.2
    let rows = 6000
    let outcome = try Self.run([1, 0.1], rows: rows, samples: 4) {
      $0.timing.raceLoad = 1e-6
      $0.timing.maximumRate_Hz = 1e12
      $0.devices.fieldNoise = sigma
    }
    let gap = -log(Double(Float(0.1)))
    var (mean, square) = (0.0, 0.0)
    for step in -800..<800 {
      let z = (Double(step) + 0.5) / 100
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot() / 100
      let p = 1 / (1 + exp(-gap - 2.0.squareRoot() * sigma * z))
      mean += p * density
      square += p * p * density
    }
    // The rows' shares vary, and their draws.
    let variance = (square - mean * mean) + (mean - square) / 4
    let verdict = compare(
      Double(outcome.counts[0]) / Double(4 * rows), with: mean,
      standardError: (variance / Double(rows)).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("stuck agents never fire, or at λ_max; retention changes nothing")
  func stuck() throws {
    let weights = [Float](repeating: 1, count: 40)
    func change(_ chip: inout ChipSpec) {
      chip.timing.raceLoad = 1e-3
      chip.timing.maximumRate_Hz = 3e6
      chip.devices.stuckFraction = 0.3
    }
    let states = try TileBench(chip: change).context().die.stuckStates(of: .race, count: 40)
    let rate = 1e-3 / 50e-12 / 40
    let expected = states.map { $0 == 0 ? rate : ($0 > 0 ? 3e6 : 0) }
    #expect(states.contains(1) && states.contains(-1))
    let outcome = try Self.run(weights, chip: change)
    let p = Self.law(expected)
    let total = expected.reduce(0, +) * 50e-12
    try Self.expect(outcome.counts, Self.law(p.map { $0 * exp(total * $0) }), "stuck")
    let ideal = try Self.run { $0.timing.raceLoad = 0.1 }
    let retained = try Self.run {
      $0.timing.raceLoad = 0.1
      $0.devices.retention_s = 1
    }
    #expect(ideal.counts == retained.counts)
  }

  @Test("agents so fast that every firing is contested end a row all the same")
  func hopeless() throws {
    let outcome = try Self.run([Float](repeating: 1, count: 60), rows: 2, samples: 4) {
      $0.timing.raceLoad = 1
      $0.timing.maximumRate_Hz = 1e13
      $0.devices.offsetVariation = 6
      $0.devices.stuckFraction = 0.5
    }
    #expect(outcome.updates == 2 * 4 * 1000 && outcome.firings == 2)
    #expect(outcome.counts.allSatisfy { $0 == 0 })
  }
}
