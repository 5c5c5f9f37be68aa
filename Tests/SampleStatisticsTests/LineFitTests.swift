import SampleStatistics
import Testing

@Suite struct LineFitTests {
  @Test func agreesWithSciPy() throws {
    let fit = try LineFit(x: Numbers.x, y: Numbers.y)
    #expect(agree(fit.intercept, 0.47617187499999947))
    #expect(agree(fit.slope, 0.8164062500000002))
    #expect(agree(fit.interceptError, 0.8023417412455071))
    #expect(agree(fit.slopeError, 0.15542138686524823))
    #expect(agree(fit.covariance, -0.10870113372802734))
    #expect(agree(fit.residualSumOfSquares, 12.367773437500004))
  }

  @Test func agreesWithNormalEquationsForWeights() throws {
    let fit = try LineFit(x: Numbers.x, y: Numbers.y, weights: Numbers.weights)
    #expect(agree(fit.intercept, -0.20918409184091877))
    #expect(agree(fit.slope, 0.8557605576055761))
    #expect(agree(fit.interceptError, 0.549030977587006))
    #expect(agree(fit.slopeError, 0.11667105948503774))
    #expect(agree(fit.covariance, -0.05871258712587126))
    #expect(agree(fit.residualSumOfSquares, 11.88122181221812))
  }

  @Test func refusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.tooFewValues(found: 2, needed: 3)) {
      try LineFit(x: [1, 2], y: [1, 2])
    }
    #expect(throws: StatisticsError.noVariation) { try LineFit(x: [1, 1, 1], y: [1, 2, 3]) }
    #expect(throws: StatisticsError.lengthMismatch(first: 3, second: 4)) {
      try LineFit(x: [1, 2, 3], y: [1, 2, 3, 4])
    }
    #expect(throws: StatisticsError.lengthMismatch(first: 2, second: 1)) {
      try LineFit(x: [1, 2], y: [1, 2], weights: [1])
    }
    #expect(throws: StatisticsError.self) {
      try LineFit(x: [1, 2], y: [1, 2], weights: [1, 0])
    }
    #expect(throws: StatisticsError.self) { try LineFit(x: [1, 2, .nan], y: [1, 2, 3]) }
  }
}
