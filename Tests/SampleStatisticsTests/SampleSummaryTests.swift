import SampleStatistics
import Testing

@Suite struct SampleSummaryTests {
  @Test func agreesWithNumPy() throws {
    let summary = try SampleSummary(Numbers.values)
    #expect(summary.count == 7)
    #expect(agree(summary.mean, 2.6785714285714284))
    #expect(agree(summary.standardDeviation, 2.6009384753163527))
    #expect(agree(summary.standardError, 0.9830623401523682))
  }

  @Test func singleValueHasNoSpread() throws {
    let summary = try SampleSummary([3.5])
    #expect(summary.mean == 3.5)
    #expect(summary.standardDeviation == 0)
    #expect(summary.standardError == 0)
  }

  @Test func refusesEmptyAndNotFinite() {
    #expect(throws: StatisticsError.tooFewValues(found: 0, needed: 1)) {
      try SampleSummary([])
    }
    #expect(throws: StatisticsError.notFinite(index: 1, value: .infinity)) {
      try SampleSummary([1, .infinity])
    }
    let error = #expect(throws: StatisticsError.self) { try SampleSummary([1, 2, .nan]) }
    #expect(error?.description == "value 2 is nan, expected a finite number")
  }

  @Test(arguments: [(0, -1.0), (0.25, 1.375), (0.5, 2.5), (0.9, 5.2), (1, 7)])
  func quantilesAgreeWithNumPy(p: Double, expected: Double) throws {
    #expect(agree(try quantile(p, of: Numbers.values), expected))
  }

  @Test func quantileRefusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.self) { try quantile(1.01, of: [1]) }
    #expect(throws: StatisticsError.self) { try quantile(.nan, of: [1]) }
    #expect(throws: StatisticsError.tooFewValues(found: 0, needed: 1)) {
      try quantile(0.5, of: [])
    }
  }
}
