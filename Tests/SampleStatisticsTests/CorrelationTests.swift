import SampleStatistics
import Testing

@Suite struct CorrelationTests {
  @Test func agreesWithSciPy() throws {
    #expect(agree(try Correlation.pearson(Numbers.x, Numbers.y), 0.8804734854666112))
    #expect(agree(try Correlation.spearman(Numbers.x, Numbers.y), 0.9071598722068406))
  }

  @Test func spearmanSeesOnlyOrder() throws {
    let x = [0.1, 0.2, 0.3, 0.4]
    #expect(agree(try Correlation.spearman(x, [1, 10, 100, 1e9]), 1))
    #expect(agree(try Correlation.spearman(x, [4, 3, 2, -1e9]), -1))
    #expect(try Correlation.pearson(x, [1, 10, 100, 1e9]) < 0.9)
  }

  @Test(arguments: [true, false])
  func refusesWhatHasNoAnswer(ranks: Bool) {
    func measure(_ x: [Double], _ y: [Double]) throws -> Double {
      ranks ? try Correlation.spearman(x, y) : try Correlation.pearson(x, y)
    }
    #expect(throws: StatisticsError.lengthMismatch(first: 3, second: 2)) {
      try measure([1, 2, 3], [1, 2])
    }
    #expect(throws: StatisticsError.tooFewValues(found: 1, needed: 2)) { try measure([1], [1]) }
    #expect(throws: StatisticsError.noVariation) { try measure([1, 2, 3], [5, 5, 5]) }
    #expect(throws: StatisticsError.noVariation) { try measure([5, 5, 5], [1, 2, 3]) }
    #expect(throws: StatisticsError.self) { try measure([1, .nan], [1, 2]) }
    #expect(throws: StatisticsError.self) { try measure([1, 2], [1, -.infinity]) }
  }

  @Test func cosineOfKnownAngles() throws {
    #expect(try cosine([3, 4], [3, 4]) == 1)
    #expect(try cosine([1, 0], [0, 2]) == 0)
    #expect(try cosine([1, 2], [-2, -4]) == -1)
    #expect(agree(try cosine([1, 0], [1, 1]), 0.5.squareRoot()))
  }

  @Test func cosineSurvivesExtremeMagnitudes() throws {
    let tiny = Float.leastNonzeroMagnitude
    let huge = Float.greatestFiniteMagnitude
    #expect(agree(try cosine([tiny, 0], [tiny, tiny]), 0.5.squareRoot()))
    #expect(agree(try cosine([huge, 0], [huge, huge]), 0.5.squareRoot()))
  }

  @Test func cosineRefusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.lengthMismatch(first: 1, second: 2)) {
      try cosine([1], [1, 2])
    }
    #expect(throws: StatisticsError.tooFewValues(found: 0, needed: 1)) { try cosine([], []) }
    #expect(throws: StatisticsError.noVariation) { try cosine([0, 0], [1, 2]) }
    #expect(throws: StatisticsError.self) { try cosine([1, .nan], [1, 2]) }
  }
}
