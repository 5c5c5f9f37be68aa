import Foundation
import SampleStatistics
import Testing

/// Success probabilities and the time to a target.
@Suite struct SuccessProbabilityTests {
  /// P(X ≥ k) by adding up the law.
  private func upperTail(_ k: Int, _ n: Int, _ p: Double) -> Double {
    var sum = 0.0
    for x in k...n {
      var term = pow(p, Double(x)) * pow(1 - p, Double(n - x))
      for j in 0..<x { term *= Double(n - j) / Double(j + 1) }
      sum += term
    }
    return sum
  }

  @Test(arguments: [(1, 7), (3, 64), (32, 64), (63, 64), (9, 10)])
  func endsOfTheIntervalHaveTailsOfTwoAndAHalfPercent(_ successes: Int, _ trials: Int) throws {
    let p = try SuccessProbability(successes: successes, trials: trials)
    #expect(p.value == Double(successes) / Double(trials))
    #expect(abs(upperTail(successes, trials, p.low) - 0.025) < 1e-10)
    #expect(abs(1 - upperTail(successes + 1, trials, p.high) - 0.025) < 1e-10)
  }

  @Test func neverAndAlways() throws {
    let never = try SuccessProbability(successes: 0, trials: 64)
    // (1 − p)^64 = 0.025.
    #expect(never.low == 0 && abs(never.high - (1 - pow(0.025, 1 / 64.0))) < 1e-12)
    let always = try SuccessProbability(successes: 64, trials: 64)
    #expect(always.high == 1 && abs(always.low - pow(0.025, 1 / 64.0)) < 1e-12)
  }

  @Test func manyTrialsApproachTheNormalInterval() throws {
    let p = try SuccessProbability(successes: 200_000_000, trials: 1_000_000_000)
    let error = (0.2 * 0.8 / 1e9).squareRoot()
    #expect(abs((p.high - p.low) / (2 * 1.959964 * error) - 1) < 1e-3)
  }

  @Test func countsOutOfRangeAreRefused() {
    #expect(throws: StatisticsError.self) { try SuccessProbability(successes: 0, trials: 0) }
    #expect(throws: StatisticsError.self) { try SuccessProbability(successes: 3, trials: 2) }
    #expect(throws: StatisticsError.self) { try SuccessProbability(successes: -1, trials: 2) }
  }

  @Test func timeToTarget() throws {
    let half = try SuccessProbability(successes: 5, trials: 10)
    let time = TimeToTarget(half, trialTime: 2)
    // 0.5^n = 0.01.
    #expect(abs(time.value - 2 * log(0.01) / log(0.5)) < 1e-12)
    #expect(time.low < time.value && time.value < time.high)
    let certain = TimeToTarget(try .init(successes: 10, trials: 10), trialTime: 2)
    #expect(certain.value == 2 && certain.low == 2 && certain.high > 2)
    let hopeless = TimeToTarget(try .init(successes: 0, trials: 10), trialTime: 2)
    #expect(hopeless.value == .infinity && hopeless.high == .infinity && hopeless.low.isFinite)
  }
}
