import Foundation
import HardwareSpecs
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Testing
import VirtualChip

@Suite("Laws of the roads of attention")
struct RoadLawTests {
  /// A group of spins by enumeration of all its states.
  struct Enumerated {
    var validity = 0.0
    var flips = 0.0

    init(_ weights: [Double], fugacity: Double, penalty: Double) {
      func weight(_ state: Int) -> Double {
        let ones = state.nonzeroBitCount
        return weights.indices.filter { state >> $0 & 1 == 1 }
          .reduce(exp(-penalty * Double((ones - 1) * (ones - 1)))) {
            $0 * fugacity * weights[$1]
          }
      }
      let states = 0..<(1 << weights.count)
      let partition = states.reduce(0.0) { $0 + weight($1) }
      for state in states {
        if state.nonzeroBitCount == 1 { validity += weight(state) / partition }
        for agent in weights.indices {
          let flipped = weight(state ^ (1 << agent))
          flips += weight(state) / partition * flipped / (weight(state) + flipped)
        }
      }
    }
  }

  static func law(
    _ weights: [Double], penalty: Double, fugacity: Double? = nil
  ) -> OneHotLaw {
    let weights = weights.map(Float.init)
    return OneHotLaw(weights: weights.span, penalty: penalty, fugacity: fugacity)
  }

  @Test("a one-hot group's validity and flips are those of the enumerated group")
  func enumeration() {
    for weights in [[1, 1], [1, 0.5, 0.25], [1, 0.9, 0.8, 0.01, 1e-5, 0.4], [1, 1e-6, 1e-7]] {
      for penalty in [0.7, 2, 4, 6] {
        for fugacity in [nil, 1, 0.3] {
          let law = Self.law(weights, penalty: penalty, fugacity: fugacity)
          let exact = Enumerated(
            weights.map { Double(Float($0)) }, fugacity: law.fugacity, penalty: penalty)
          #expect(abs(law.validity - exact.validity) < 1e-9, "\(weights) \(penalty)")
          // Flips among more than four ones are left out.
          #expect(abs(law.flips / exact.flips - 1) < 2e-4, "\(weights) \(penalty)")
        }
      }
    }
  }

  @Test(
    "the optimal fugacity keeps P(valid) above its bound at any size; without it, it falls with N")
  func validity() {
    var stream = RandomStream(StreamKey(seed: 3, purpose: .testInput), site: 0)
    var found: [Int: Double] = [:]
    for size in [8, 16, 64, 256] {
      let weights = (0..<size).map { _ in exp(stream.normal()) }
      for penalty in [2.0, 4, 6] {
        let law = Self.law(weights, penalty: penalty)
        #expect(law.validity >= 1 / (1 + 2.0.squareRoot() * exp(-penalty)) - 2e-4)
        // No other fugacity does better.
        for factor in [0.8, 1.25] {
          let other = Self.law(weights, penalty: penalty, fugacity: law.fugacity * factor)
          #expect(other.validity < law.validity)
        }
      }
      found[size] = Self.law(weights, penalty: 4, fugacity: 1).validity
    }
    // science: 0.92, 0.46 and 0.20 for one draw of Gaussian scores.
    #expect(abs(found[8]! - 0.92) < 0.05 && abs(found[64]! - 0.46) < 0.08, "\(found)")
    #expect(abs(found[256]! - 0.20) < 0.04, "\(found)")
  }

  @Test("hops of a particle are the sum over pairs")
  func hops() {
    let shares: [Float] = [0.5, 0.25, 0.125, 0.1, 0.025, 0]
    let padded = shares + [Float](repeating: 0, count: 26)
    let found = KawasakiLaw.hops(padded.span, count: 6)
    var exact = 0.0
    for (j, p) in shares.enumerated() {
      for (k, q) in shares.enumerated() where j != k && p + q > 0 {
        exact += Double(p * q) / Double(p + q)
      }
    }
    #expect(abs(Double(found) - exact) < 1e-5)
  }

  @Test(
    "means of the largest of N normal numbers",
    arguments: [(2, 0.56419), (10, 1.53875), (100, 2.50759)])
  func normalMaximum(_ count: Int, _ expected: Double) {
    // Harter, Biometrika 48, 151 (1961).
    #expect(abs(NormalMaximum.expected(of: count) - expected) < 2e-4)
  }

  @Test("a ramped draw waits as Gompertz says: mean e^ρ E₁(ρ)")
  func rampedWait() {
    // E₁(0.001) = 6.33153936, and variance near π²/6 − small.
    #expect(abs(RampedWait.mean - exp(0.001) * 6.33153936) < 1e-5)
    var stream = RandomStream(StreamKey(seed: 8, purpose: .testInput), site: 1)
    for draws in [4, 1000] {
      let runs = 2000
      let sums = (0..<runs).map { _ in RampedWait.sum(draws, &stream) }
      let mean = sums.reduce(0, +) / Double(runs)
      let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs)
      let error = (RampedWait.variance * Double(draws) / Double(runs)).squareRoot()
      #expect(abs(mean - RampedWait.mean * Double(draws)) < 4 * error)
      // A variance of 2000 draws is known to √(2/2000), more with a tail.
      #expect(abs(variance / (RampedWait.variance * Double(draws)) - 1) < 0.2)
    }
  }

  @Test("collisions of simulated ramps have this law", arguments: [0.01, 0.5])
  func rampedCollisions(load: Double) throws {
    // Clocks of agents with rates p ρ γ e^{γt}, from one exponential hazard each; times in 1/γ.
    let p = [0.5, 0.3, 0.15, 0.05]
    let start = RaceLaw.rampStart
    var stream = RandomStream(StreamKey(seed: 12, purpose: .testInput), site: 0)
    var wins = [Int](repeating: 0, count: p.count)
    let draws = 60_000
    for _ in 0..<draws {
      let times = p.map { log(1 + stream.exponential() / ($0 * start)) }
      let first = times.indices.min { times[$0] < times[$1] }!
      let second = times.indices.filter { $0 != first }.map { times[$0] }.min()!
      if second - times[first] > load { wins[first] += 1 }
    }
    let timing = ChipTiming().with {
      $0.scoreBits = 16
      $0.raceLoad = load
      $0.maximumRate_Hz = 1e15
    }
    var padded = p.map { Float(log($0)) } + [Float](repeating: 0, count: 64)
    var shares = padded.mutableSpan
    let race = RaceLaw(timing: timing).rampedShares(&shares, count: p.count)
    let fit = try GoodnessOfFit(
      counts: wins, probabilities: padded.prefix(p.count).map(Double.init))
    #expect(fit.pValue > 1e-4, "\(fit)")
    let accepted = Double(race.acceptance)
    let verdict = compare(
      Double(wins.reduce(0, +)) / Double(draws), with: accepted,
      standardError: (accepted * (1 - accepted) / Double(draws)).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("a window's counts are Poisson, and an empty one is drawn again")
  func windows() {
    let shares: [Float] = [0.1, 0.6, 0.3]
    let conditions = RowConditions(timing: ChipTiming(), samples: 2)
    let law = RowLaw(acceptance: 0.75, rate: 1)
    let mean = 1.5
    let runs = 6000
    var (retries, firings, squares, first) = (0.0, 0.0, 0.0, 0.0)
    for row in 0..<runs {
      var padded = shares + [Float](repeating: 0, count: 64)
      var counts = padded.mutableSpan
      let drawn = AttentionRoad.raceWindow.road.draw(
        &counts, count: 3, law: law, row: row,
        InstructionStreams(seed: 5, text: 7, instruction: 3), conditions)
      #expect(Float(drawn.firings) == padded[0] + padded[1] + padded[2] && drawn.firings > 0)
      retries += Double(drawn.retries)
      firings += Double(drawn.firings)
      squares += Double(drawn.firings * drawn.firings)
      first += Double(padded[0]) / Double(drawn.firings)
    }
    let n = Double(runs)
    let empty = exp(-mean)
    #expect(
      compare(
        retries / n, with: empty / (1 - empty),
        standardError: (empty / ((1 - empty) * (1 - empty)) / n).squareRoot()
      ).passed)
    // Of a Poisson number that is not 0.
    let expected = mean / (1 - empty)
    let variance = expected * (1 + mean) - expected * expected
    #expect(
      compare(firings / n, with: expected, standardError: (variance / n).squareRoot()).passed)
    #expect(abs(squares / n - expected * (1 + mean)) < 0.3)
    // The mean of counts over their sum is the share, whatever the number.
    #expect(compare(first / n, with: 0.1, standardError: (0.09 / n).squareRoot()).passed)
  }

  @Test("a comb gives each state S p up to one, and S in all")
  func comb() {
    let shares: [Float] = [0.031, 0, 0.119, 0.25, 0.6, 0]
    var sums = [Double](repeating: 0, count: 6)
    for step in 0..<1000 {
      var counts = shares
      var counted = counts.mutableSpan
      SystematicComb(samples: 24, phase: (Double(step) + 0.5) / 1000).count(&counted, of: 6)
      #expect(counts.reduce(0, +) == 24)
      for agent in 0..<6 {
        #expect(abs(counts[agent] - 24 * shares[agent]) < 1.001)
        sums[agent] += Double(counts[agent]) / 1000
      }
    }
    for agent in 0..<6 { #expect(abs(sums[agent] - 24 * Double(shares[agent])) < 2e-3) }
  }

  @Test("contradictory settings are named")
  func problems() {
    func problems(_ words: AttentionWords) -> Int {
      do throws(SettingsError) {
        _ = try words.road()
        return 0
      } catch { return error.problems.count }
    }
    #expect(problems(AttentionWords()) == 0)
    #expect(
      problems(
        AttentionWords(.kawasaki, draws: .systematic, stop: .window, penalty_nats: 0.1)) == 3)
    #expect(problems(AttentionWords(rate: .ramped)) == 0)
    #expect(problems(AttentionWords(stop: .window, rate: .ramped)) == 1)
  }

  @Test("the words of each road name it, and no others do")
  func words() throws {
    var named = 0
    for dynamics in AttentionRoad.Word.allCases {
      for draws in Draws.allCases {
        for stop in RaceStop.allCases {
          for rate in RaceRate.allCases {
            let words = AttentionWords(dynamics, draws: draws, stop: stop, rate: rate)
            guard let road = try? words.road() else { continue }
            #expect(road.words.dynamics == dynamics && road.words.draws == draws)
            #expect(road.words.stop == stop && road.words.rate == rate)
            named += 1
          }
        }
      }
    }
    #expect(named == 8)
    #expect(try AttentionWords(.oneHot).road() == .oneHot(penalty_nats: 6))
    #expect(try AttentionWords(.oneHot, penalty_nats: 2).road() == .oneHot(penalty_nats: 2))
  }
}
