import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct EstimateTests {
  @Test func jackknifeOfAMeanIsItsStandardError() throws {
    let blocks = try Blocks(series: [[Numbers.values]], blockLength: 1)
    let jackknife = try Jackknife(blocks) { $0[0] }
    let summary = try SampleSummary(Numbers.values)
    #expect(agree(jackknife.value, summary.mean))
    #expect(abs(jackknife.bias) < 1e-14)
    #expect(agree(jackknife.error, summary.standardError))
  }

  /// The bias of ⟨x²⟩ − ⟨x⟩² is −variance/n, and the jackknife takes it off without rest.
  @Test func jackknifeTakesTheBiasOff() throws {
    let squares = Numbers.values.map { $0 * $0 }
    let blocks = try Blocks(series: [[Numbers.values], [squares]], blockLength: 1)
    let jackknife = try Jackknife(blocks) { $0[1] - $0[0] * $0[0] }
    let summary = try SampleSummary(Numbers.values)
    let variance = summary.standardDeviation * summary.standardDeviation
    #expect(abs(jackknife.plain - variance * 6 / 7) < 1e-12)
    #expect(abs(jackknife.value - variance) < 1e-12)
  }

  /// Blocks of different lengths leave a mean alone, and their error is that of weighted blocks.
  @Test func unequalBlocks() throws {
    let series = (0..<23).map { Double($0 * $0 % 7) }
    let blocks = try Blocks(series: [[series]], blockLength: 5)
    let jackknife = try Jackknife(blocks) { $0[0] }
    let mean = series.reduce(0, +) / 23
    #expect(abs(jackknife.value - mean) < 1e-14)
    // For a mean the pseudo-value of a block is its own mean.
    let plain = blocks.counts.indices.reduce(0.0) { sum, block in
      let distance = blocks.sums[0][block] / Double(blocks.counts[block]) - mean
      return sum + distance * distance / (23 / Double(blocks.counts[block]) - 1)
    }
    #expect(agree(jackknife.error, (plain / 4).squareRoot()))
  }

  @Test func lengthOfBlocks() {
    #expect(Blocks.length(integratedTime: 10, count: 1_000_000) == 465)
    #expect(Blocks.length(integratedTime: 50, count: 2000) == 125)
    #expect(Blocks.length(integratedTime: 0.5, count: 8) == 1)
  }

  @Test func blocksLeaveNothingOut() throws {
    let series = (0..<23).map { Double($0) }
    let blocks = try Blocks(series: [[series, [100]]], blockLength: 5)
    #expect(blocks.counts.reduce(0, +) == 24)
    #expect(blocks.counts == [5, 6, 6, 6, 1])
    #expect(abs(blocks.means[0] - 353.0 / 24) < 1e-12)
    #expect(throws: StatisticsError.self) { try Blocks(series: [[series]], blockLength: 0) }
    #expect(throws: StatisticsError.lengthMismatch(first: 2, second: 1)) {
      try Blocks(series: [[[1, 2]], [[1]]], blockLength: 1)
    }
    #expect(throws: StatisticsError.lengthMismatch(first: 1, second: 2)) {
      try Blocks(series: [[[1, 2]], [[1], [2]]], blockLength: 1)
    }
  }

  /// Errors are honest: over an ensemble, (value − truth)/error has the spread 1.
  @Test(arguments: [(0.0, 2000), (0.8, 4000), (0.95, 20000)])
  func pullsOfCorrelatedChains(phi: Double, count: Int) throws {
    var numbers = Numbers64(seed: 21)
    var ofMean = RunningMoments()
    var ofVariance = RunningMoments()
    let ensemble = 300
    for _ in 0..<ensemble {
      let chains = (0..<2).map { _ in
        autoregressive(phi, count: count / 2, numbers: &numbers)
      }
      let squares = chains.map { $0.map { $0 * $0 } }
      let mean = try Estimate(meanOf: chains)
      let variance = try Estimate(of: [chains, squares]) { $0[1] - $0[0] * $0[0] }
      ofMean.add(mean.value / (try #require(mean.error)))
      ofVariance.add((variance.value - 1) / (try #require(variance.error)))
    }
    for pulls in [ofMean, ofVariance] {
      let spread = try #require(pulls.variance).squareRoot()
      // A spread of n pulls is known to 1/√(2n); about 20 blocks or more add 1/40, and the
      // skewness of a variance as much again.
      let tolerance = 4.5 / (2 * Double(ensemble)).squareRoot() + 0.05
      #expect(abs(spread - 1) < tolerance, "spread of pulls \(spread)")
    }
  }

  @Test func tauIsThatOfTheFunction() throws {
    var numbers = Numbers64(seed: 22)
    let slow = autoregressive(0.9, count: 50_000, numbers: &numbers)
    let fast = autoregressive(0.0, count: 50_000, numbers: &numbers)
    let first = try Estimate(of: [[slow], [fast]]) { $0[0] }
    let second = try Estimate(of: [[slow], [fast]]) { $0[1] }
    #expect(abs(try #require(first.tau) - 9.5) < 2)
    #expect(abs(try #require(second.tau) - 0.5) < 0.05)
    #expect(abs(second.effectiveSamples - 50_000) < 5000)
  }

  @Test func frozenAndShortChainsHaveNoError() throws {
    let frozen = try Estimate(meanOf: [[Double](repeating: 0.3, count: 100)])
    #expect(frozen == Estimate(value: 0.3, error: nil))
    #expect(frozen.description == "0.3 ± unknown")
    let short = try Estimate(meanOf: [[1, 2, 3]])
    #expect(short.value == 2 && short.error == nil && short.tau == nil)
    let single = try Estimate(meanOf: [[1]])
    #expect(single.value == 1 && single.error == nil)
  }

  /// Two chains frozen apart: the error is about their distance, not zero.
  @Test func chainsFrozenApart() throws {
    let chains = [0.0, 1.0].map { [Double](repeating: $0, count: 100) }
    let estimate = try Estimate(meanOf: chains)
    #expect(abs(estimate.value - 0.5) < 1e-12)
    #expect(try #require(estimate.error) > 0.3)
    #expect(estimate.effectiveSamples < 3)
    let comparison = try ChainComparison(chains)
    #expect(comparison.chiSquared == .infinity && comparison.pValue == 0)
    #expect(comparison.splitRHat == .infinity)
    let same = try ChainComparison([chains[0], chains[0]])
    #expect(same.pValue == 1 && same.splitRHat == 1)
  }

  @Test func comparesChains() throws {
    var numbers = Numbers64(seed: 23)
    var small = 0
    for _ in 0..<400 {
      let chains = (0..<4).map { _ in autoregressive(0.7, count: 1000, numbers: &numbers) }
      let comparison = try ChainComparison(chains)
      #expect(comparison.degreesOfFreedom == 3)
      #expect(comparison.splitRHat < 1.1)
      if comparison.pValue < 0.1 { small += 1 }
    }
    // A p-value below 0.1 comes once in ten: 40 ± 6.
    let verdict = compare(Double(small), with: 40, standardError: 6)
    #expect(verdict.passed, "\(verdict)")
    var chains = (0..<4).map { _ in autoregressive(0.7, count: 1000, numbers: &numbers) }
    chains[2] = chains[2].map { $0 + 1 }
    #expect(try ChainComparison(chains).pValue < 1e-6)
    #expect(throws: StatisticsError.tooFewValues(found: 1, needed: 2)) {
      try ChainComparison([chains[0]])
    }
  }

  /// R̂ of half-chains by its formula √((n − 1)/n + B/(nW)) with plain loops.
  @Test func splitRHatByItsFormula() throws {
    var numbers = Numbers64(seed: 24)
    let chains = (0..<3).map { _ in autoregressive(0.5, count: 20, numbers: &numbers) }
    let halves = chains.flatMap { [Array($0[..<10]), Array($0[10...])] }
    let parts = try halves.map { try SampleSummary($0) }
    let within = parts.reduce(0) { $0 + $1.standardDeviation * $1.standardDeviation } / 6
    let between = try SampleSummary(parts.map(\.mean)).standardDeviation
    let exact = (0.9 + between * between / within).squareRoot()
    #expect(agree(try ChainComparison(chains).splitRHat, exact))
  }

  @Test func refusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.self) { try Estimate(meanOf: []) }
    #expect(throws: StatisticsError.self) { try Estimate(meanOf: [[]]) }
    #expect(throws: StatisticsError.self) { try Estimate(meanOf: [[1, .nan]]) }
    #expect(throws: StatisticsError.self) { try Estimate(of: [[[1, 2]]]) { 1 / ($0[0] - 1.5) } }
    #expect(throws: StatisticsError.self) { try Jackknife(plain: 1, replicates: [1]) }
  }
}
