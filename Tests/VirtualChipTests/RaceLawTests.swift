import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import MoebiusGeometry
import RandomStreams
import Testing
import VirtualChip

@Suite("Law of a race")
struct RaceLawTests {
  static func row(
    _ scores: [Float], _ timing: ChipTiming
  ) -> (shares: [Float], race: RowLaw) {
    var padded = scores + [Float](repeating: 9e9, count: 64)
    var shares = padded.mutableSpan
    let race = RaceLaw(timing: timing).shares(&shares, count: scores.count)
    return (Array(padded.prefix(scores.count)), race)
  }

  @Test("shares and acceptance agree with the exact law", arguments: [0.0, 0.01, 0.3, 1])
  func exactLaw(load: Double) {
    let timing = ChipTiming().with {
      $0.scoreBits = 16
      $0.raceLoad = load == 0 ? 1e-9 : load
      $0.maximumRate_Hz = 1e12
    }
    let scores: [Float] = [0.3, -1.2, 2.1, 0, 1.9, -6, 2.05]
    let (shares, race) = Self.row(scores, timing)
    let weights = scores.map { exp(Double($0)) }
    let p = weights.map { $0 / weights.reduce(0, +) }
    let collided = p.map { $0 * exp(load * $0) }
    for (found, expected) in zip(shares, collided) {
      #expect(abs(Double(found) - expected / collided.reduce(0, +)) < 2e-4)
    }
    let acceptance = p.reduce(0) { $0 + $1 * exp(-load * (1 - $1)) }
    #expect(abs(Double(race.acceptance) - acceptance) < 2e-4)
    #expect(race.rate == 1)
  }

  @Test("collisions of simulated clocks have this law")
  func collisions() throws {
    // Agents fire as Poisson processes; a second agent within τ discards the draw.
    let load = 0.5
    let p = [0.5, 0.3, 0.15, 0.05]
    var stream = RandomStream(
      StreamKey(seed: 11, purpose: .testInput), site: 0)
    var wins = [Int](repeating: 0, count: p.count)
    var draws = 0
    while wins.reduce(0, +) < 40_000 {
      draws += 1
      let times = p.map { stream.exponential() / $0 }
      let first = times.indices.min { times[$0] < times[$1] }!
      let second = times.indices.filter { $0 != first }.map { times[$0] }.min()!
      if second - times[first] > load { wins[first] += 1 }
    }
    let timing = ChipTiming().with {
      $0.scoreBits = 16
      $0.raceLoad = load
      $0.maximumRate_Hz = 1e12
    }
    let (shares, race) = Self.row(p.map { Float(log($0)) }, timing)
    let sum = shares.reduce(0) { $0 + Double($1) }
    let fit = try GoodnessOfFit(
      counts: wins, probabilities: shares.map { Double($0) / sum })
    #expect(fit.pValue > 1e-4, "\(fit)")
    let accepted = Double(race.acceptance)
    let verdict = compare(
      40_000 / Double(draws), with: accepted,
      standardError: (accepted * (1 - accepted) / Double(draws)).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("the score DAC has 2^b levels over D nats and cuts off below")
  func scoreDAC() {
    let timing = ChipTiming().with {
      $0.scoreBits = 2
      $0.scoreRange_nats = 3
      $0.raceLoad = 1e-9
      $0.maximumRate_Hz = 1e12
    }
    // Levels 0, 1, 2, 3 nats below the maximum; 3.49 is still the last level, 3.51 is off.
    let (shares, _) = Self.row([5, 4.4, 3.6, 2, 1.51, 1.49], timing)
    let weights: [Double] = [0, -1, -1, -3, -3, -.infinity].map { exp($0) }
    let sum = weights.reduce(0, +)
    for (found, weight) in zip(shares, weights) {
      #expect(abs(Double(found) - weight / sum) < 1e-6)
    }
  }

  @Test("an agent saturates at the largest rate, and the race slows down")
  func saturation() {
    var timing = ChipTiming().with {
      $0.scoreBits = 16
      $0.raceLoad = 0.01
    }
    // R = a/τ = 0.2 GHz; λ_max = 0.06 GHz: at most 0.3 R.
    timing.maximumRate_Hz = 0.06e9
    let (shares, race) = Self.row([log(0.8), log(0.2)], timing)
    #expect(abs(race.rate - 0.5) < 1e-4)
    // 0.3 against 0.2 of R; then e^{a' p} with a' = 0.005.
    let collided = [0.6 * exp(0.005 * 0.6), 0.4 * exp(0.005 * 0.4)]
    #expect(abs(Double(shares[0]) - collided[0] / (collided[0] + collided[1])) < 2e-4)
    let alone = Self.row([0], timing)
    #expect(abs(alone.race.rate - 0.3) < 1e-6 && alone.race.acceptance == 1)
  }

  @Test("counts of Poisson agents are multinomial")
  func counts() throws {
    let machine = try RaceBench(scores: [0, 1, 2, -1])
    var wins = [Int](repeating: 0, count: 4)
    for seed in 0..<200 {
      for (agent, share) in try machine.shares(.init(samples: 50, seed: UInt64(seed))).enumerated()
      {
        wins[agent] += Int((share * 50).rounded())
      }
    }
    #expect(wins.reduce(0, +) == 10_000)
    let fit = try GoodnessOfFit(counts: wins, probabilities: try machine.exact())
    #expect(fit.pValue > 1e-4, "\(fit)")
  }

  /// Counts of agents with the given shares, in one row of races.
  static func counts(_ shares: [Float], row: Int, _ settings: RunSettings) -> (
    counts: [Float], drawn: RowOutcome
  ) {
    var padded = shares + [Float](repeating: 0, count: 64)
    let road = settings.attention.road
    let law = RowLaw(acceptance: 1, rate: 1)
    let conditions = RowConditions(timing: ChipTiming(), samples: settings.samples)
    var counts = padded.mutableSpan
    let drawn =
      settings.fidelity == .expectation
      ? road.expected(counts.span, count: shares.count, law: law, conditions)
      : road.draw(
        &counts, count: shares.count, law: law, row: row,
        InstructionStreams(seed: settings.seed, text: 7, instruction: 3), conditions)
    return (Array(padded.prefix(shares.count)), drawn)
  }

  @Test("counts of regular clocks have mean S p and variance at most 1/4")
  func systematicCounts() {
    let shares: [Float] = [0.031, 0.119, 0.25, 0.6]
    let runs = 4000
    var sums = [Double](repeating: 0, count: 4)
    var squares = sums
    for row in 0..<runs {
      let (counts, drawn) = Self.counts(
        shares, row: row, RunSettings(draws: .systematic, samples: 24, seed: 2))
      #expect(drawn.firings == Int(counts.reduce(0, +)) && drawn.retries == 0)
      for agent in 0..<4 {
        sums[agent] += Double(counts[agent])
        squares[agent] += Double(counts[agent] * counts[agent])
      }
    }
    for agent in 0..<4 {
      let expected = 24 * Double(shares[agent])
      let fraction = expected - expected.rounded(.down)
      let variance = fraction * (1 - fraction)
      let mean = sums[agent] / Double(runs)
      let verdict = compare(
        mean, with: expected, standardError: (variance / Double(runs)).squareRoot() + 1e-6)
      #expect(verdict.passed, "\(verdict)")
      let found = squares[agent] / Double(runs) - mean * mean
      #expect(found <= 0.25 + 1e-9 && abs(found - variance) < 0.02)
    }
  }

  @Test("an empty window is drawn again, with probability Π(1 − S p)")
  func retries() {
    let shares: [Float] = [0.25, 0.25, 0.5]
    let runs = 4000
    var empty = 0
    for row in 0..<runs {
      let (counts, drawn) = Self.counts(
        shares, row: row, RunSettings(draws: .systematic, samples: 1, seed: 9))
      #expect(counts.reduce(0, +) >= 1)
      empty += drawn.retries
    }
    // Retries are geometric: mean q/(1 − q) with q = 0.75² · 0.5.
    let q = 0.75 * 0.75 * 0.5
    let verdict = compare(
      Double(empty) / Double(runs), with: q / (1 - q),
      standardError: (q / ((1 - q) * (1 - q)) / Double(runs)).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("value rows read in expectation are the mean of those that fire", arguments: Draws.allCases)
  func expectedReads(_ draws: Draws) {
    let shares: [Float] = [0.001, 0.009, 0.04, 0.15, 0.8]
    let settings = RunSettings(draws: draws, samples: 20)
    var expectation = settings
    expectation.fidelity = .expectation
    let expected = Double(Self.counts(shares, row: 0, expectation).drawn.expectedReads ?? -1)
    let runs = 4000
    let reads = (0..<runs).map { row in
      Double(Self.counts(shares, row: row, settings).counts.filter { $0 > 0 }.count)
    }
    let mean = reads.reduce(0, +) / Double(runs)
    let variance = reads.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs)
    let verdict = compare(
      mean, with: expected, standardError: (variance / Double(runs)).squareRoot())
    #expect(verdict.passed, "\(draws): \(verdict)")
  }
}

/// One query against keys with given scores; the values are unit vectors, so the context is the shares.
struct RaceBench {
  let machine: VirtualChip
  let agents: Int

  init(
    scores: [Float], position: PositionFlow? = nil, chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws {
    let agents = scores.count
    self.agents = agents
    let size = agents + 1
    // Key j is s_j in the last channel; the query of every token is 1 there. Values: unit vectors.
    let rows = scores.enumerated().map { index, score -> [Float] in
      var key = [Float](repeating: 0, count: size)
      key[agents] = score
      var value = [Float](repeating: 0, count: size)
      value[index] = 1
      var query = [Float](repeating: 0, count: size)
      query[agents] = 1
      return query + key + value
    }
    let chip = try Bench.chip {
      $0.timing.scoreBits = 16
      change(&$0)
    }
    let part = { (start: Int) -> CouplingArray in
      // An identity that picks `size` channels.
      var codes = [Int16](repeating: 0, count: size * 3 * size)
      for output in 0..<size { codes[output * 3 * size + start * size + output] = 1 }
      return CouplingArray(
        name: "part\(start)", layer: nil, inputs: 3 * size, outputs: size, bits: 2,
        block: 3 * size, codes: codes, scales: [Float](repeating: 1, count: size),
        fields: [Float](repeating: 0, count: size),
        placement: .init(
          rowTiles: (3 * size + 15) / 16, columnTiles: 1, tiles: Array(0..<((3 * size + 15) / 16)),
          resident: true, rounds: 1))
    }
    let shape = Instruction.RaceShape(
      heads: 1, keyValueHeads: 1, headSize: size, causal: false, bits: 12, position: position)
    let program = Bench.program(
      rows: rows, chip: chip,
      values: [.init(kind: .codes, width: 3 * size)]
        + [Program.ValueDeclaration](repeating: .init(kind: .field, width: size), count: 4),
      arrays: [part(0), part(1), part(2)], precision: Precision(activationBits: 12),
      [
        .clamp(0, bits: 12, outlierChannels: 0, into: 1), .read(array: 0, codes: 1, into: 2),
        .read(array: 1, codes: 1, into: 3), .read(array: 2, codes: 1, into: 4), .barrier,
        .race(shape, query: 2, key: 3, value: 4, into: 5), .send(5),
      ])
    machine = try VirtualChip(program: program, chip: chip)
  }

  func execution(_ settings: RunSettings) throws -> VirtualChip.Execution {
    try machine.run(tokens: Array(0..<agents), settings: settings)
  }

  /// Shares of the first query's draws.
  func shares(_ settings: RunSettings) throws -> [Double] {
    try execution(settings).output.prefix(agents).map(Double.init)
  }

  func exact() throws -> [Double] {
    let shares = try shares(RunSettings(fidelity: .expectation))
    return shares.map { $0 / shares.reduce(0, +) }
  }
}
