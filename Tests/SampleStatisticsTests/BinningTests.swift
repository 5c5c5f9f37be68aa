import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct BinningTests {
  @Test func agreesWithPlainBlocks() throws {
    var numbers = Numbers64(seed: 5)
    let series = autoregressive(0.7, count: 777, numbers: &numbers)
    let binning = try Binning(series)
    #expect(binning.levels.map(\.blockLength) == [1, 2, 4, 8, 16, 32])
    for level in binning.levels {
      let length = level.blockLength
      let means = (0..<(777 / length)).map { block in
        series[(block * length)..<((block + 1) * length)].reduce(0, +) / Double(length)
      }
      let summary = try SampleSummary(means)
      #expect(level.blocks == means.count)
      #expect(abs(level.error - summary.standardError) < 1e-12)
    }
    #expect(abs(binning.mean - series.reduce(0, +) / 777) < 1e-12)
  }

  @Test func findsThePlateau() throws {
    var numbers = Numbers64(seed: 6)
    let series = autoregressive(0.9, count: 100_000, numbers: &numbers)
    let binning = try Binning(series)
    #expect(binning.isConverged)
    let exact = (19.0 / 100_000).squareRoot()
    let level = binning.levels[binning.plateau]
    // Blocks of b values hide a part τ/2b of the error.
    let hidden = exact * 9.5 / Double(2 * level.blockLength)
    #expect(abs(binning.error - exact) < 4.5 * level.errorOfError + hidden)
    #expect(abs(binning.integratedTime - 9.5) < 2)
  }

  @Test func saysWhenTheSeriesIsTooShort() throws {
    // A walk remembers for ever.
    var numbers = Numbers64(seed: 8)
    var place = 0.0
    let walk = (0..<4096).map { _ in
      place += numbers.normal()
      return place
    }
    #expect(try !Binning(walk).isConverged)
  }

  @Test func accumulatorKeepsLittle() throws {
    var numbers = Numbers64(seed: 9)
    let series = autoregressive(0.5, count: 5000, numbers: &numbers)
    var accumulator = BinningAccumulator()
    for value in series { accumulator.add(value) }
    #expect(accumulator.count == 5000)
    #expect(accumulator.moments.count == 13)
    #expect(try Binning(accumulator) == Binning(series))
  }

  @Test func runningMomentsAgreeWithSummary() throws {
    var numbers = Numbers64(seed: 10)
    let values = (0..<1000).map { _ in 1e6 + numbers.normal() }
    var whole = RunningMoments()
    var parts = [RunningMoments(), RunningMoments()]
    for (index, value) in values.enumerated() {
      whole.add(value)
      parts[index < 300 ? 0 : 1].add(value)
    }
    parts[0].add(parts[1])
    parts[0].add(RunningMoments())
    let summary = try SampleSummary(values)
    for moments in [whole, parts[0]] {
      #expect(agree(moments.mean, summary.mean))
      #expect(abs(try #require(moments.standardError) - summary.standardError) < 1e-10)
    }
    #expect(RunningMoments().variance == nil)
  }

  @Test func refusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.noVariation) {
      try Binning([Double](repeating: 1, count: 100))
    }
    #expect(throws: StatisticsError.tooFewValues(found: 3, needed: 16)) { try Binning([1, 2, 3]) }
    var accumulator = BinningAccumulator()
    for value in [Double](repeating: 1, count: 20) + [.nan] { accumulator.add(value) }
    #expect(throws: StatisticsError.self) { try Binning(accumulator) }
  }
}
