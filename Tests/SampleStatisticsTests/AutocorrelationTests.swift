import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct AutocorrelationTests {
  /// The definition, by a double loop.
  private func plainFunction(_ chains: [[Double]]) -> [Double] {
    let all = chains.flatMap { $0 }
    let mean = all.reduce(0, +) / Double(all.count)
    let half = (chains.map(\.count).min() ?? 0) / 2
    let gamma = (0...half).map { lag in
      var sum = 0.0
      var terms = 0
      for chain in chains {
        for time in 0..<(chain.count - lag) {
          sum += (chain[time] - mean) * (chain[time + lag] - mean)
          terms += 1
        }
      }
      return sum / Double(terms)
    }
    return gamma.map { $0 / gamma[0] }
  }

  @Test(arguments: [8, 9, 31, 64, 100])
  func agreesWithDoubleLoop(count: Int) throws {
    var numbers = Numbers64(seed: UInt64(count))
    let chains = [count, count + 5, 2 * count].map {
      autoregressive(0.8, count: $0, numbers: &numbers)
    }
    for part in [[chains[0]], chains] {
      let fast = try Autocorrelation(chains: part)
      let plain = plainFunction(part)
      #expect(fast.function.count == plain.count)
      for (left, right) in zip(fast.function, plain) { #expect(abs(left - right) < 1e-12) }
      // τ_int, the window and its condition, from the plain function.
      var sum = 0.5
      var window = 0
      let total = Double(part.reduce(0) { $0 + $1.count })
      var isLong = false
      repeat {
        window += 1
        sum += plain[window]
        let noise = (Double(2 * window + 1) / (2 * total)).squareRoot()
        isLong = sum > noise / 2 && Double(window) >= 6 * max(sum, 0.5)
      } while !isLong && window + 1 < plain.count
      #expect(fast.window == window)
      if sum > 0 {
        #expect(abs(fast.integratedTime - sum * (1 + Double(2 * window + 1) / total)) < 1e-9)
      }
    }
  }

  @Test(arguments: [0.0, 0.5, 0.9, 0.98])
  func findsTheTimeOfAutoregression(phi: Double) throws {
    var numbers = Numbers64(seed: 7)
    let exact = 0.5 * (1 + phi) / (1 - phi)
    let series = autoregressive(phi, count: 200_000, numbers: &numbers)
    let memory = try Autocorrelation(series)
    #expect(memory.isResolved)
    // The window cuts off ∫ beyond 6τ, a part of e⁻⁶ at most.
    let error = memory.integratedTimeError + exact * 0.0025
    let verdict = compare(memory.integratedTime, with: exact, standardError: error)
    #expect(verdict.passed, "\(verdict)")
    #expect(abs(memory.effectiveSamples * 2 * memory.integratedTime - 200_000) < 1e-6)
  }

  /// The error of τ_int is that of an ensemble.
  @Test func knowsItsError() throws {
    var numbers = Numbers64(seed: 11)
    var pulls = RunningMoments()
    for _ in 0..<300 {
      let memory = try Autocorrelation(autoregressive(0.8, count: 8000, numbers: &numbers))
      pulls.add((memory.integratedTime - 4.5) / memory.integratedTimeError)
    }
    let spread = try #require(pulls.variance).squareRoot()
    // The formula leaves out a part τ/W ≈ 1/6 of the variance (Wolff's equation 42), and the spread
    // of 300 pulls is known to 1/√600 = 0.041.
    #expect(abs(spread - (5.0 / 6).squareRoot()) < 4.5 * 0.041, "\(spread)")
  }

  @Test func stuckChainsShowAsMemory() throws {
    var numbers = Numbers64(seed: 3)
    let chains = [0.0, 50.0].map { level in
      autoregressive(0.2, count: 1000, numbers: &numbers).map { $0 + level }
    }
    let memory = try Autocorrelation(chains: chains)
    #expect(!memory.isResolved)
    // Two chains that disagree are worth about two samples, however long they are.
    #expect(memory.effectiveSamples < 3)
  }

  /// The short way of estimates, which sums few lags directly, is the whole function's beginning.
  @Test(arguments: [0.0, 0.7, 0.95])
  func shortWayAgrees(phi: Double) throws {
    var numbers = Numbers64(seed: 12)
    let chains = [30_001, 40_002].map { autoregressive(phi, count: $0, numbers: &numbers) }
    let memory = try Autocorrelation(chains: chains)
    let estimate = try Estimate(meanOf: chains)
    #expect(abs(try #require(estimate.tau) - memory.integratedTime) < 1e-10)
    // A sum of W lags knows the error of the mean to √((2W + 1)/2N) of itself, half of what Wolff's
    // equation 42 has for its square; a jackknife over blocks of b to √(b/2N).
    let twice = Double(2 * memory.count)
    let ofSum = (Double(2 * memory.window + 1) / twice).squareRoot()
    let block = Blocks.length(integratedTime: memory.integratedTime, count: memory.count)
    let ofBlocks = (Double(block) / twice).squareRoot()
    // Both follow the same fluctuations, so that their ratio scatters less than independent ones would.
    let ratio = compare(
      memory.meanError / (try #require(estimate.error)), with: 1,
      standardError: (ofSum * ofSum + ofBlocks * ofBlocks).squareRoot())
    #expect(ratio.passed, "\(ratio)")
    // The window of 6τ leaves e⁻⁶ of the square out.
    let exact = ((1 + phi) / (1 - phi) / Double(memory.count)).squareRoot()
    let verdict = compare(memory.meanError / exact, with: 1, standardError: ofSum + 0.0013)
    #expect(verdict.passed, "\(verdict)")
  }

  /// Noise must not end the sum just above zero, which would promise too many samples.
  @Test func anticorrelatedSeries() throws {
    var numbers = Numbers64(seed: 13)
    var times = RunningMoments()
    // The first window that may end the sum is W = 3, and ½ − ½ + ¼ − ⅛ = ⅛ its sum, which Bartlett's
    // formula for the correlations of 500 values gives the error 0.0444. The mean of the series takes
    // off (2W + 1)/500 of it, which is put back.
    let error = 0.0444 * (1 + 7.0 / 500)
    for _ in 0..<200 {
      let series = autoregressive(-0.5, count: 500, numbers: &numbers)
      let time = try Autocorrelation(series).integratedTime
      times.add(time)
      // No sum ends below half of its noise √(7/1000).
      #expect(time > 0.0418 && time < 0.125 * (1 + 7.0 / 500) + 4.5 * error, "\(time)")
      // The error of the mean is 1/√1500. Blocks of b see 1 + (1 − (−½)ᵇ)/(¾ b) of its square, 1.3125
      // for the longest that these times ask for, (τ²·500)^⅓ < 4, and know it to √(b/1000) of itself.
      let found = try #require(Estimate(meanOf: [series]).error)
      let least = 1.3125.squareRoot() * (1 - 4.5 * 0.004.squareRoot())
      #expect(found > least / 1500.0.squareRoot(), "\(found)")
    }
    // Between the windows 3 and ∞, for which the sum is exactly 1/6.
    let slack = 4.5 * error / 200.0.squareRoot()
    #expect(times.mean > 0.125 - slack && times.mean < 1.0 / 6 + slack, "\(times.mean)")
  }

  @Test func alternatingSeriesIsTakenAsIndependent() throws {
    let series = (0..<100).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    let time = try Autocorrelation(series).integratedTime
    #expect(time > 0 && time <= 0.6)
  }

  @Test func refusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.noVariation) {
      try Autocorrelation([Double](repeating: 0.1, count: 20))
    }
    #expect(throws: StatisticsError.tooFewValues(found: 7, needed: 8)) {
      try Autocorrelation([1, 2, 1, 2, 1, 2, 1])
    }
    #expect(throws: StatisticsError.notFinite(index: 2, value: .infinity)) {
      try Autocorrelation([1, 2, .infinity, 2, 1, 2, 1, 2])
    }
    #expect(throws: StatisticsError.self) {
      try Autocorrelation([1, 2, 3, 2, 1, 2, 1, 2], windowFactor: .nan)
    }
    #expect(throws: StatisticsError.self) { try Autocorrelation(chains: []) }
  }
}
