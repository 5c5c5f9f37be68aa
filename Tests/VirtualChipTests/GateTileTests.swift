import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("Gate tiles, event by event")
struct GateTileTests {
  static let inputs: [Float] = [-2.5, -1, -0.3, 0.05, 0.4, 1, 2]

  /// Shares of firings of many rows of gates with the inputs in turn.
  static func shares(
    _ threshold: GateThreshold = .gaussian, x: [Float] = inputs, samples: Int = 64, rows: Int = 200,
    copies: Int = 16, draws: Draws = .independent, start_s: Double = 0,
    chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> [[Double]] {
    var bench = try TileBench(samples: samples, draws: draws, chip: change)
    var shares = [[Double]](repeating: [], count: x.count)
    let fields = (0..<(copies * x.count)).map { x[$0 % x.count] }
    for token in 0..<rows {
      let output = bench.gates(threshold, fields, token: token, start_s: start_s).fields
      for (index, y) in output.enumerated() {
        shares[index % x.count].append(Double(y) / Double(fields[index]))
      }
    }
    return shares
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// Φ(x).
  static func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// Compares the mean of independent shares of S draws with p.
  static func expect(
    _ shares: [Double], _ p: Double, samples: Int, _ what: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let error = (max(p * (1 - p), 1e-9) / Double(samples * shares.count)).squareRoot()
    let verdict = compare(mean(shares), with: p, standardError: error + 2e-7)
    #expect(verdict.passed, "\(what): \(verdict)", sourceLocation: location)
  }

  @Test(
    "an ideal gate's count is binomial",
    arguments: [GateThreshold.gaussian, .logistic, .unitLogistic])
  func binomial(_ threshold: GateThreshold) throws {
    let samples = 20
    let shares = try Self.shares(threshold, samples: samples)
    for (x, shares) in zip(Self.inputs, shares) {
      let p = PlainUnits.gate(threshold, x)
      var counts = [Int](repeating: 0, count: samples + 1)
      for share in shares { counts[Int((share * Double(samples)).rounded())] += 1 }
      let law = (0...samples).map { n -> Double in
        let (k, rest) = (Double(n), Double(samples - n))
        let choices = lgamma(Double(samples + 1)) - lgamma(k + 1) - lgamma(rest + 1)
        return exp(choices + k * log(p) + rest * log(1 - p))
      }
      let fit = try GoodnessOfFit(counts: counts, probabilities: law).verdict()
      #expect(fit.passed, "\(threshold) \(x): \(fit)")
    }
  }

  @Test("the counts of actions are those of sampled gates where they are determined")
  func counts() throws {
    for draws in Draws.allCases {
      var bench = try TileBench(samples: 37, draws: draws) { $0.geometry.gateAgents = 24 }
      let x = (0..<70).map { Float($0) / 20 - 1.7 }
      _ = bench.gates(.gaussian, x)
      let program = Bench.program(
        rows: [x], chip: bench.chip, values: [.init(kind: .field, width: 70)],
        [.gate(.gaussian, 0, into: 1)])
      let record = try #require(
        try VirtualChip(program: program, chip: bench.chip)
          .run(tokens: [0], settings: RunSettings(draws: draws, samples: 37))
          .record.instructions.last)
      let (event, sampled) = (bench.record.total, record.total)
      #expect(event[.dacSet] == sampled[.dacSet])
      #expect(event[.digitalOperation] == sampled[.digitalOperation])
      #expect(bench.record.twin == record.twin)
      if draws == .independent {
        #expect(event[.agentUpdate, .sampling] == 70 * 37)
        #expect(bench.events.draws == 70 * 37)
      } else {
        #expect(event[.agentUpdate] == event[.counterStep])
      }
      let expected = x.reduce(0) { $0 + 37 * PlainUnits.gate(.gaussian, $1) }
      let variance = x.reduce(0) { sum, x in
        let p = PlainUnits.gate(.gaussian, x)
        return sum + 37 * p * (1 - p)
      }
      let verdict = compare(
        Double(event[.counterStep]), with: expected, standardError: variance.squareRoot())
      #expect(verdict.passed, "\(verdict)")
    }
    var bench = try TileBench { $0.geometry.gateAgents = 24 }
    let (fields, run) = bench.gates(.zeroTemperature, [-1, 0, 0.5, 2])
    #expect(fields == [-0, 0, 0.5, 2] && run == TileRun(latency: 1, busy: 1))
    #expect(bench.record.total[.agentUpdate, .deterministic] == 4)
  }

  @Test("a round takes as long as the slowest of its agents: the largest of Erlang times")
  func durations() throws {
    let samples = 8
    let gates = 48
    var bench = try TileBench(samples: samples) {
      $0.geometry.gateAgents = 64
      // Cycles of a thousandth of an interval: what is rounded up does not matter.
      $0.timing.gateRate_Hz = 1e6
      $0.timing.clock_Hz = 1e9
      $0.timing.betaSettling_s = 0
      $0.timing.synchroniserCycles = 0
    }
    let x = [Float](repeating: 0.3, count: gates)
    let runs = 3000
    // The distribution function of a maximum of N is F^N, and uniform.
    var bins = [Int](repeating: 0, count: 20)
    for token in 0..<runs {
      let cycles = bench.gates(.gaussian, x, token: token).run.busy
      let f = ErlangMaximum.distribution(
        (Double(cycles) - 0.5) / 1000, shape: Double(samples))
      bins[min(19, Int(20 * pow(f, Double(gates))))] += 1
    }
    let fit = try GoodnessOfFit(
      counts: bins, probabilities: [Double](repeating: 0.05, count: 20)
    ).verdict()
    #expect(fit.passed, "\(fit)")
    // Two rounds: settling, synchroniser and time of each; regular clocks take exactly S intervals.
    bench.chip.geometry.gateAgents = 24
    bench.chip.timing.betaSettling_s = 5e-9
    bench.chip.timing.synchroniserCycles = 2
    bench.settings.attention = .regularRace
    #expect(bench.gates(.gaussian, x).run.busy == 2 * (5 + 2 + 8 * 1000 + 2))
  }

  @Test("the law does not depend on the path: devices with nothing to do are the ideal ones")
  func devicePath() throws {
    let shares = try Self.shares { $0.devices.rateVariation = 1e-9 }
    for (x, shares) in zip(Self.inputs, shares) {
      Self.expect(shares, Self.normal(Double(x)), samples: 64, "\(x)")
      let p = Self.normal(Double(x))
      let verdict = compare(
        Self.variance(shares), with: p * (1 - p) / 64,
        standardError: p * (1 - p) / 64 * (2.0 / Double(shares.count)).squareRoot() * 1.3)
      #expect(verdict.passed, "\(x): \(verdict)")
    }
  }

  @Test("noise on the field widens a Gaussian threshold: Φ(x/√(1 + σ²))", arguments: Draws.allCases)
  func fieldNoise(_ draws: Draws) throws {
    guard draws == .independent else { return }
    let sigma = 0.8
    let shares = try Self.shares { $0.devices.fieldNoise = sigma }
    for (x, shares) in zip(Self.inputs, shares) {
      Self.expect(
        shares, Self.normal(Double(x) / (1 + sigma * sigma).squareRoot()), samples: 64, "\(x)")
    }
    let steps = try Self.shares(.zeroTemperature) { $0.devices.fieldNoise = sigma }
    for (x, shares) in zip(Self.inputs, steps) {
      Self.expect(shares, Self.normal(Double(x) / sigma), samples: 1, "step \(x)")
    }
  }

  @Test("offsets widen the threshold between agents, and correlate the draws of one")
  func offsets() throws {
    let sigma = 0.7
    // 4000 agents of their own; one row.
    let shares = try Self.shares(x: [0.5], samples: 256, rows: 1, copies: 4000) {
      $0.devices.offsetVariation = sigma
      $0.geometry.gateAgents = 4000
    }[0]
    let p = Self.normal(0.5 / (1 + sigma * sigma).squareRoot())
    // Shares of agents spread much wider than their draws.
    let spread = Self.variance(shares)
    #expect(spread > 20 * p * (1 - p) / 256)
    let verdict = compare(
      Self.mean(shares), with: p, standardError: (spread / 4000).squareRoot())
    #expect(verdict.passed, "\(verdict)")
    // The same agents in every row: row 2 has the pattern of row 1.
    var bench = try TileBench(samples: 4096) { $0.devices.offsetVariation = sigma }
    let x = [Float](repeating: 1, count: 64)
    let (first, second) = (
      bench.gates(.gaussian, x, token: 1).fields, bench.gates(.gaussian, x, token: 2).fields
    )
    #expect(zip(first, second).allSatisfy { abs($0 - $1) < 0.06 } && first != second)
    #expect(abs(first[0] - first[1]) + abs(first[0] - first[2]) > 0.06)
  }

  @Test("the die's temperature and its drift scale the input", arguments: [0, 3.0])
  func temperature(start_s: Double) throws {
    let drift = 0.1
    let devices = {
      (chip: inout ChipSpec) in
      chip.devices.temperatureError = 0.3
      chip.devices.drift_perSecond = drift
    }
    let bench = try TileBench(chip: devices)
    let factor = bench.context().die.temperatureFactor * (1 + drift * start_s)
    #expect(abs(factor - 1) > 0.05)
    for threshold in [GateThreshold.gaussian, .unitLogistic] {
      let shares = try Self.shares(threshold, start_s: start_s, chip: devices)
      for (x, shares) in zip(Self.inputs, shares) {
        let p = PlainUnits.gate(threshold, x * Float(factor))
        Self.expect(shares, p, samples: 64, "\(threshold) \(x)")
      }
    }
    // Within a row: the factor grows with the ticks' times.
    let slow = try Self.shares(x: [0.5], samples: 4, rows: 2000) {
      $0.devices.drift_perSecond = 5e7
      $0.timing.gateRate_Hz = 1e8
    }[0]
    // The k-th tick comes after a gamma time of shape k: E Φ(½(1 + ½ t)) by quadrature.
    let expected = (1...4).reduce(0.0) { sum, k in
      var mean = 0.0
      for step in 0..<40000 {
        let t = (Double(step) + 0.5) * 1e-3
        let density = exp(Double(k - 1) * log(t) - t - lgamma(Double(k)))
        mean += density * 1e-3 * Self.normal(0.5 * (1 + 0.5 * t))
      }
      return sum + mean / 4
    }
    let verdict = compare(
      Self.mean(slow), with: expected,
      standardError: (Self.variance(slow) / Double(slow.count)).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("retention correlates ticks: Var n = F(1 − F)(S + 2 Σ_k (S − k) c^k), c = τλ/(1 + τλ)")
  func retention() throws {
    let samples = 32
    let memory = 3.0
    let shares = try Self.shares(samples: samples, rows: 400) {
      $0.devices.retention_s = memory / $0.timing.gateRate_Hz
    }
    // E e^{−Δ/τ} over exponential intervals.
    let c = memory / (1 + memory)
    let factor = (1..<samples).reduce(1.0) {
      $0 + 2 * (1 - Double($1) / Double(samples)) * pow(c, Double($1))
    }
    #expect(factor > 5)
    for (x, shares) in zip(Self.inputs, shares) {
      let p = Self.normal(Double(x))
      let expected = p * (1 - p) * factor / Double(samples)
      let mean = compare(
        Self.mean(shares), with: p, standardError: (expected / Double(shares.count)).squareRoot())
      #expect(mean.passed, "\(x): \(mean)")
      // The error of a variance from the fourth moment of the shares.
      let centre = Self.mean(shares)
      let fourth = Self.mean(shares.map { pow($0 - centre, 4) })
      let verdict = compare(
        Self.variance(shares), with: expected,
        standardError: ((fourth - expected * expected) / Double(shares.count)).squareRoot())
      #expect(verdict.passed, "\(x): \(verdict)")
    }
  }

  @Test("stuck agents are half always on, half always off")
  func stuck() throws {
    let shares = try Self.shares(x: [1.1], samples: 64, rows: 1, copies: 4000) {
      $0.devices.stuckFraction = 0.3
      $0.geometry.gateAgents = 4000
    }[0]
    let states = Die(
      devices: try TileBench { $0.devices.stuckFraction = 0.3 }.chip.devices, seed: 1, number: 0
    )
    .stuckStates(of: .gate, count: 4000)
    for (share, state) in zip(shares, states) {
      if state != 0 { #expect(share == (state > 0 ? 1 : 0)) }
    }
    let p = Self.normal(Double(Float(1.1)))
    let verdict = compare(
      Self.mean(shares), with: 0.7 * p + 0.15,
      standardError: (Self.variance(shares) / 4000).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("faster agents end earlier; their counts do not change")
  func rates() throws {
    var bench = try TileBench(samples: 2000) {
      $0.devices.rateVariation = 0.5
      $0.timing.betaSettling_s = 0
      $0.timing.synchroniserCycles = 0
      $0.geometry.gateAgents = 16
    }
    let slowest = bench.context().die.rates(of: .gate, count: 16).min() ?? 1
    let cycles = bench.gates(.gaussian, [Float](repeating: 1, count: 16)).run.busy
    let verdict = compare(
      Double(cycles), with: 2000 / slowest, standardError: 2000.0.squareRoot() / slowest * 1.5)
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("regular clocks: n = ⌊S F + u⌋, and the noise is averaged over firings")
  func regular() throws {
    let samples = 37
    let shares = try Self.shares(samples: samples, draws: .systematic)
    for (x, shares) in zip(Self.inputs, shares) {
      let mean = Self.normal(Double(x)) * Double(samples)
      let low = mean.rounded(.down)
      let counts = shares.map { ($0 * Double(samples)).rounded() }
      #expect(counts.allSatisfy { $0 == low || $0 == low + 1 })
      let up = counts.filter { $0 > low }.count
      let p = mean - low
      let verdict = compare(
        Double(up), with: p * Double(counts.count),
        standardError: (p * (1 - p) * Double(counts.count)).squareRoot() + 1e-3)
      #expect(verdict.passed, "\(x): \(verdict)")
    }
  }

  @Test("the field converter quantises and clamps the inputs at every fidelity")
  func fieldConverter() throws {
    let x: [Float] = [-5, -0.9, -0.3, 0.24, 0.26, 0.74, 1.3, 7]
    // 4 bits over ±3.5: steps of a half.
    let set: [Double] = [-3.5, -1, -0.5, 0, 0.5, 0.5, 1.5, 3.5]
    func change(_ chip: inout ChipSpec) {
      chip.devices.fieldBits = 4
      chip.devices.fieldRange = 3.5
    }
    let chip = try Bench.chip(change)
    let program = Bench.program(
      rows: [x], chip: chip, values: [.init(kind: .field, width: x.count)],
      [.gate(.gaussian, 0, into: 1), .send(1)])
    let expectation = try VirtualChip(program: program, chip: chip)
      .run(tokens: [0], settings: RunSettings(fidelity: .expectation)).output
    for (index, input) in set.enumerated() {
      let expected = Double(x[index]) * Self.normal(input)
      #expect(abs(Double(expectation[index]) - expected) < 2e-3 * abs(expected) + 1e-5)
    }
    let shares = try Self.shares(x: x, chip: change)
    for (input, shares) in zip(set, shares) {
      Self.expect(shares, Self.normal(input), samples: 64, "\(input)")
    }
  }
}
