import SampleStatistics
import Testing

@Suite struct DesignPointsTests {
  /// The first points of two dimensions as Bratley and Fox print them (ACM Trans. Math. Softw. 14, 88 (1988)).
  @Test func sobolBeginsAsPrinted() throws {
    let points = try DesignPoints.sobol(count: 7, dimensions: 2)
    #expect(
      points == [
        [0.5, 0.5], [0.75, 0.25], [0.25, 0.75], [0.375, 0.375], [0.875, 0.875], [0.625, 0.125],
        [0.125, 0.625],
      ])
  }

  @Test(arguments: [1, 2, 17, 100]) func hypercubeHasOnePointAnInterval(count: Int) throws {
    let points = try DesignPoints.latinHypercube(count: count, dimensions: 3, seed: 5)
    for dimension in 0..<3 {
      let places = points.map { Int($0[dimension] * Double(count)) }
      #expect(places.sorted() == Array(0..<count))
    }
    #expect(points == (try DesignPoints.latinHypercube(count: count, dimensions: 3, seed: 5)))
  }

  @Test func refusesWhatItCannotDo() {
    #expect(throws: StatisticsError.self) { try DesignPoints.sobol(count: 2, dimensions: 41) }
    #expect(throws: StatisticsError.self) { try DesignPoints.sobol(count: 0, dimensions: 1) }
    #expect(throws: StatisticsError.self) {
      try DesignPoints.latinHypercube(count: 1, dimensions: 0, seed: 0)
    }
  }
}
