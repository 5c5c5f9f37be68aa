import Foundation
import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct TestSupportTests {
  @Test func comparesInStandardErrors() {
    #expect(compare(1.4, with: 1, standardError: 0.1).passed)
    #expect(!compare(1.5, with: 1, standardError: 0.1).passed)
    #expect(compare(1.5, with: 1, standardError: 0.1, within: 6).passed)
    #expect(compare(1, with: 1, standardError: 0).passed)
    #expect(!compare(1.1, with: 1, standardError: 0).passed)
    #expect(!compare(.nan, with: 1, standardError: 0.1).passed)
    #expect(!compare(1, with: 1, standardError: .nan).passed)
    #expect(!compare(2, with: 1, standardError: -1).passed)
  }

  @Test func goodnessOfFitAgreesWithSciPy() throws {
    let fit = try GoodnessOfFit(
      counts: [18, 22, 31, 29], probabilities: [0.25, 0.25, 0.25, 0.25])
    #expect(agree(fit.statistic, 4.4))
    #expect(fit.degreesOfFreedom == 3)
    #expect(abs(fit.pValue - 0.2213853871894879) < 1e-12)
    #expect(fit.verdict().passed)
    #expect(!fit.verdict(significance: 0.5).passed)
  }

  @Test func poolsSmallBins() throws {
    // Expected 50, 44, 2, 2, 2: the last three make one bin of 6.
    let pooled = try GoodnessOfFit(
      counts: [50, 44, 1, 2, 3], probabilities: [0.5, 0.44, 0.02, 0.02, 0.02])
    #expect(pooled.degreesOfFreedom == 2)
    #expect(abs(pooled.statistic) < 1e-12)
    // Expected 60, 37, 3: the last joins the second, 40 expected and 46 found.
    let joined = try GoodnessOfFit(counts: [54, 40, 6], probabilities: [0.6, 0.37, 0.03])
    #expect(joined.degreesOfFreedom == 1)
    #expect(abs(joined.statistic - (36.0 / 60 + 36.0 / 40)) < 1e-12)
  }

  @Test func impossibleEventsFail() throws {
    let fit = try GoodnessOfFit(counts: [50, 49, 1], probabilities: [0.5, 0.5, 0])
    #expect(fit.pValue == 0)
    #expect(!fit.verdict().passed)
  }

  @Test func refusesWhatHasNoAnswer() {
    #expect(throws: StatisticsError.lengthMismatch(first: 1, second: 2)) {
      try GoodnessOfFit(counts: [1], probabilities: [0.5, 0.5])
    }
    #expect(throws: StatisticsError.self) {
      try GoodnessOfFit(counts: [10, 10], probabilities: [0.5, 0.6])
    }
    #expect(throws: StatisticsError.self) {
      try GoodnessOfFit(counts: [10, 10], probabilities: [1.5, -0.5])
    }
    #expect(throws: StatisticsError.tooFewValues(found: 1, needed: 2)) {
      try GoodnessOfFit(counts: [9, 1], probabilities: [0.9, 0.1])
    }
    #expect(throws: StatisticsError.tooFewValues(found: 0, needed: 1)) {
      try GoodnessOfFit(counts: [0, 0], probabilities: [0.5, 0.5])
    }
  }

  @Test func removesTheTemporaryFolder() throws {
    struct Stop: Error {}
    var folder: URL?
    #expect(throws: Stop.self) {
      try withTemporaryFolder { url in
        folder = url
        try Data([1]).write(to: url.appendingPathComponent("file"))
        throw Stop()
      }
    }
    let path = try #require(folder).path
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func packageRootHoldsTheManifest() {
    let manifest = ModelFolder.packageRoot.appendingPathComponent("Package.swift").path
    #expect(FileManager.default.fileExists(atPath: manifest))
  }
}
