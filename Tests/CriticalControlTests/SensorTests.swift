import CriticalControl
import RandomStreams
import SampleStatistics
import Testing

/// What each sensor gives for rows whose entropy is known.
@Suite struct SensorTests {
  /// Errors Ĥ − H of repeated readings of one row, and the law's mean variance.
  private func errors(
    _ sensor: EntropySensor, _ scores: [Double], beta: Double, draws: Int, repeats: Int = 3000,
    gain: Double = 1
  ) throws -> (summary: SampleSummary, law: Double?) {
    let truth = RowState(scores: scores, beta: beta * gain).entropy
    let source = SyntheticFirings(draws: draws, gain: gain)
    var errors: [Double] = []
    var laws: [Double] = []
    for replica in 0..<repeats {
      var stream = RandomStream(
        StreamKey(seed: 7, purpose: .race, replica: UInt32(replica)), site: 0)
      let firings = source.fire(scores, at: beta, for: sensor, &stream)
      guard let estimate = sensor.estimate(firings, at: beta) else { continue }
      errors.append(estimate.entropy - truth)
      if let variance = estimate.variance { laws.append(variance) }
    }
    let law = laws.isEmpty ? nil : laws.reduce(0, +) / Double(laws.count)
    return (try SampleSummary(errors), law)
  }

  private let row = SyntheticRows.rows(.normal, count: 1, keys: 64, deviation: 1, seed: 3)[0]

  /// Unbiased within 4.5 standard errors of 3000 readings, and as noisy as their law says (5 % is four standard
  /// errors of a standard deviation from 3000).
  @Test(arguments: [EntropySensor.firingTimes, .rampedTimes, .scaledRate], [16, 256])
  func timesAreUnbiased(sensor: EntropySensor, draws: Int) throws {
    for beta in [0.5, 1.5] {
      let (summary, law) = try errors(sensor, row, beta: beta, draws: draws)
      #expect(abs(summary.mean) < 4.5 * summary.standardError)
      #expect(close(summary.standardDeviation, try #require(law).squareRoot(), 0.05))
    }
  }

  /// A window: E[ψ(n+1)] = ln λ + E₁(λ), E₁(3) = 0.01305, and E₁(16) = 7·10⁻⁹. Empty windows (e⁻³) are left out, which
  /// takes e⁻³(ψ(1) − ln 3) out of the mean.
  @Test func windows() throws {
    let long = try errors(.windowTimes, row, beta: 0.5, draws: 16)
    #expect(abs(long.summary.mean) < 4.5 * long.summary.standardError)
    let short = try errors(.windowTimes, row, beta: 0.5, draws: 3, repeats: 20000)
    let expected = (0.01305 + 0.0497871 * (0.5772157 + 1.0986123)) / (1 - 0.0497871)
    #expect(abs(short.summary.mean - expected) < 4.5 * short.summary.standardError)
    #expect(abs(short.summary.mean) > 6 * short.summary.standardError)
  }

  /// The total time of ramped draws tells less than their times one by one: read as one time it misses H by far.
  @Test func totalTimeOfRampsIsNotEnough() throws {
    let state = RowState(scores: row, beta: 1)
    let z = DeterministicFunctions.exp(state.logPartition)
    var stream = RandomStream(StreamKey(seed: 1, purpose: .race), site: 0)
    // r₀ = 1, γ = 10⁵ ≫ Z: each draw's time is ln(1 + γE/Z)/γ, whose mean is off by Euler's constant.
    let draws = 256
    let total = (0..<draws).reduce(0.0) { sum, _ in
      sum + DeterministicFunctions.log(1 + 1e5 * stream.exponential() / z) / 1e5
    }
    let asOne = (DeterministicFunctions.exp(1e5 * total / Double(draws)) - 1) / 1e5 * Double(draws)
    let naive = SpecialFunctions.digamma(256) - DeterministicFunctions.log(asOne)
    // The noise of ln Z is 1/16.
    #expect(naive - state.logPartition > 0.3)
  }

  /// Counts: the correction takes most of the bias off; regular clocks have none of the noise and a bias of their own.
  @Test func countsAreBiased() throws {
    let counts = try errors(.counts, row, beta: 1.5, draws: 64).summary
    let regular = try errors(.regularCounts, row, beta: 1.5, draws: 64).summary
    let times = try errors(.regularTimes, row, beta: 1.5, draws: 64).summary
    #expect(counts.mean < -10 * counts.standardError && counts.mean > -0.12)
    #expect(regular.mean < -0.15)
    #expect(regular.standardDeviation < 0.6 * counts.standardDeviation)
    #expect(abs(times.mean) < 0.02)
    #expect(times.standardDeviation < 0.8 * counts.standardDeviation)
  }

  /// With a gain error the times are off by (g − 1)β⟨s⟩, and a shift of all scores moves them; counts are not.
  @Test func gainErrors() throws {
    let shifted = row.map { $0 + 3 }
    let (beta, gain) = (1.0, 1.3)
    for scores in [row, shifted] {
      let truth = RowState(scores: scores, beta: beta * gain)
      let times = try errors(.firingTimes, scores, beta: beta, draws: 256, gain: gain).summary
      let expected = (gain - 1) * beta * truth.meanScore
      #expect(abs(times.mean - expected) < 4.5 * times.standardError)
      let counts = try errors(.counts, scores, beta: beta, draws: 1024, gain: gain).summary
      #expect(abs(counts.mean) < 0.01)
    }
  }

  @Test func refusesWhatItCannotRead() {
    let empty = RowFirings(counts: [0, 0], scores: [1, 2], exposure: 1)
    let counted = RowFirings(counts: [3, 1], scores: [1, 2])
    for sensor in EntropySensor.allCases { #expect(sensor.estimate(empty, at: 1) == nil) }
    #expect(EntropySensor.firingTimes.estimate(counted, at: 1) == nil)
    #expect(EntropySensor.scaledRate.estimate(counted, at: 1) == nil)
    #expect(EntropySensor.counts.estimate(counted, at: 1) != nil)
  }
}
