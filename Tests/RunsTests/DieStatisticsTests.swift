import Foundation
import IsingTestSupport
import Reports
import Runs
import SampleStatistics
import Testing

/// Quantiles and yield of dies, against figures worked out apart.
@Suite struct DieStatisticsTests {
  static func dies(_ cosines: [Double]) -> [DieStatistics.Die] {
    cosines.enumerated().map {
      .init(number: $0.offset, cosineMean: $0.element, cosineMinimum: $0.element - 0.1)
    }
  }

  /// NumPy's `quantile` and SciPy's `beta.ppf` on the same dies.
  @Test func quantilesAndYield() throws {
    let cosines = [0.991, 0.97, 0.995, 0.99, 0.981, 0.9999, 0.993, 0.992]
    let statistics = try DieStatistics(dies: Self.dies(cosines), leastCosine: 0.99)
    let expected = [0.97, 0.97385, 0.98775, 0.9915, 0.9935, 0.998185, 0.9999]
    for (quantile, value) in zip(statistics.quantiles, expected) {
      #expect(abs(quantile - value) < 1e-12)
    }
    #expect(statistics.yield.successes == 6 && statistics.yield.value == 0.75)
    #expect(abs(statistics.yield.low - 0.349144) < 1e-6)
    #expect(abs(statistics.yield.high - 0.968146) < 1e-6)
    #expect(statistics.worst.number == 1 && statistics.worst.cosineMean == 0.97)
    var report = SampleReports.report()
    report.dies = statistics
    let csv = try #require(report.document().tables.first { $0.name == "dies" }).csv
    #expect(csv.hasPrefix("die,cosine_mean,cosine_min,good\n0,0.991,0.891,1\n1,0.97,"))
    #expect(csv.split(separator: "\n").count == 9)
  }

  @Test func everyReportNamesThem() throws {
    var report = SampleReports.report()
    #expect(try document(report)["dies"] is NSNull)
    #expect(!report.document().text.contains("Yield"))
    report.dies = try DieStatistics(dies: Self.dies([0.98, 0.995, 0.97]), leastCosine: 0.98)
    let dies = try #require(try document(report)["dies"] as? [String: Any])
    #expect(dies["count"] as? Int == 3 && dies["good"] as? Int == 2)
    #expect((dies["worst"] as? [String: Any])?["die"] as? Int == 2)
    #expect((dies["cosine_mean"] as? [String: Any])?["median"] as? Double == 0.98)
    #expect((dies["dies"] as? [Any])?.count == 3)
    let text = report.document().text
    #expect(text.contains("3 dies, cosine mean: min 0.9700"))
    #expect(
      text.contains("Yield at cosine mean 0.98 or more: 2 of 3 dies, 66.7 % [9.4 % … 99.2 %]"))
    let lines = text.split(separator: "\n").filter { $0.contains("dies") || $0.contains("Yield") }
    #expect(lines.count >= 2 && lines.allSatisfy { $0.count <= 98 })
    #expect(try report.document().page().contains("Manufactured dies"))
  }

  private func document(_ report: RunReport) throws -> [String: Any] {
    let text = try report.json()
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return object as? [String: Any] ?? [:]
  }

  @Test func noDiesAreRefused() {
    #expect(throws: StatisticsError.self) { try DieStatistics(dies: [], leastCosine: 0.9) }
  }
}
