import Foundation
import IsingModels
import Testing

@Suite struct PairDelayTests {
  @Test func tableIsReproduced() throws {
    let rows = fixtureRows("async_delay_reference.csv").filter { $0[0].hasPrefix("pair_") }
    #expect(rows.count == 80)
    for row in rows {
      let (coupling, parameter) = (Double(row[1])!, Double(row[2])!)
      let law: PairDelay =
        switch row[0] {
        case "pair_exponential_delay": .exponential(lambdaTau: parameter)
        case "pair_fixed_delay": .fixed(lambdaTau: parameter)
        default: .tick(probability: parameter)
        }
      #expect(abs(try law.correlation(betaJ: coupling) - Double(row[4])!) < 1e-14)
      #expect(
        try law.correlation(betaJ: -coupling) == -law.correlation(betaJ: coupling))
    }
  }

  /// The stationary law of two spins under ticks, from its transition matrix.
  @Test func ticksAreTheStationaryLaw() throws {
    for (coupling, probability) in [(0.6, 0.25), (1.4, 0.8), (0.3, 1)] {
      func up(_ other: Int) -> Double { (1 + tanh(coupling) * Double(2 * other - 1)) / 2 }
      var law = [0.25, 0.25, 0.25, 0.25]
      for _ in 0..<4000 {
        var next = [0.0, 0, 0, 0]
        for state in 0..<4 {
          let (one, two) = (state & 1, state >> 1)
          for target in 0..<4 {
            func factor(_ old: Int, _ other: Int, _ new: Int) -> Double {
              let drawn = new == 1 ? up(other) : 1 - up(other)
              return probability * drawn + (old == new ? 1 - probability : 0)
            }
            next[target] +=
              law[state] * factor(one, two, target & 1) * factor(two, one, target >> 1)
          }
        }
        law = next
      }
      let correlation = law[0] + law[3] - law[1] - law[2]
      let closed = try PairDelay.tick(probability: probability).correlation(betaJ: coupling)
      #expect(abs(correlation - closed) < 1e-12)
    }
  }

  @Test func limitsAreReached() throws {
    let t = tanh(0.8)
    func correlation(_ law: PairDelay) throws -> Double { try law.correlation(betaJ: 0.8) }
    #expect(abs(try correlation(.exponential(lambdaTau: 1e12)) - t * t * t) < 1e-11)
    #expect(abs(try correlation(.exponential(lambdaTau: 1e300)) - t * t * t) < 1e-15)
    #expect(abs(try correlation(.fixed(lambdaTau: 1e3))) < 1e-15)
    #expect(abs(try correlation(.tick(probability: 1e-12)) - t) < 1e-11)
    for law in [PairDelay.exponential(lambdaTau: 1e-5), .fixed(lambdaTau: 1e-5)] {
      #expect(abs((try correlation(law) / t - 1) / (-1e-5 * (1 - t * t)) - 1) < 1e-4)
    }
    for law in [PairDelay.exponential(lambdaTau: 3), .fixed(lambdaTau: 3)] {
      #expect(abs(try law.correlation(betaJ: 1000) - 1) < 1e-15)
      #expect(try law.correlation(betaJ: 0) == 0)
    }
  }

  @Test func badInputIsNamed() {
    for law in [
      PairDelay.exponential(lambdaTau: -1), .fixed(lambdaTau: .nan), .tick(probability: 0),
      .tick(probability: 1.1),
    ] {
      #expect(throws: ExactSolutionError.self) { try law.correlation(betaJ: 1) }
    }
    #expect(throws: ExactSolutionError.self) {
      try PairDelay.fixed(lambdaTau: 1).correlation(betaJ: .infinity)
    }
  }
}
