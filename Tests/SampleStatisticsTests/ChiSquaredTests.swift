import SampleStatistics
import Testing

@Suite struct ChiSquaredTests {
  @Test(arguments: [
    (3.841458820694124, 1, 0.05), (10, 5, 0.07523524614651217), (0, 3, 1),
    (120.5, 60, 6.020534454629626e-06), (9.3, 4, 0.054023050907570806),
    (500, 3, 4.771672031912771e-108),
  ])
  func agreesWithSciPy(statistic: Double, degrees: Int, expected: Double) throws {
    let tail = try ChiSquared.upperTail(statistic, degreesOfFreedom: degrees)
    // Far tails lose digits to the exponential of a large argument.
    #expect(abs(tail - expected) <= 1e-10 * expected)
  }

  @Test func infinityHasNoTail() throws {
    #expect(try ChiSquared.upperTail(.infinity, degreesOfFreedom: 2) == 0)
  }

  @Test func refusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.self) { try ChiSquared.upperTail(-1, degreesOfFreedom: 2) }
    #expect(throws: StatisticsError.self) { try ChiSquared.upperTail(.nan, degreesOfFreedom: 2) }
    #expect(throws: StatisticsError.self) { try ChiSquared.upperTail(1, degreesOfFreedom: 0) }
  }
}
