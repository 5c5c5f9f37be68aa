import Foundation
import SampleStatistics
import Testing

/// An exponential through ten points, by scipy 1.17's `curve_fit`, and quantiles of its `t` and `chi2`.
@Suite struct NonlinearFitTests {
  private let x = (0..<10).map { 0.5 * Double($0) }
  private let y = [3.05, 2.21, 1.70, 1.27, 1.02, 0.84, 0.73, 0.66, 0.60, 0.58]
  private let errors = [0.05, 0.04, 0.04, 0.03, 0.03, 0.03, 0.02, 0.02, 0.02, 0.02]

  private func fit(_ errors: [Double]?) throws -> NonlinearFit {
    try NonlinearFit(x: x, y: y, pointErrors: errors, start: [1, 1, 0]) { x, p in
      p[0] * exp(-p[1] * x) + p[2]
    }
  }

  private func near(_ found: [Double], _ expected: [Double], _ tolerance: Double) -> Bool {
    zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * abs($1) }
  }

  @Test func withoutErrors() throws {
    let fit = try fit(nil)
    #expect(
      near(fit.parameters, [2.561077045615898, 0.7816235377514463, 0.4901999577111766], 1e-7))
    #expect(
      near(fit.errors, [0.01891651586620233, 0.015614756042478424, 0.014913756370979522], 1e-5))
    #expect(near([fit.chiSquared], [0.00221701872407298], 1e-9) && fit.degreesOfFreedom == 7)
  }

  @Test func withErrors() throws {
    let fit = try fit(errors)
    #expect(
      near(fit.parameters, [2.559352231436261, 0.7925880101808889, 0.4978457681626139], 1e-7))
    #expect(
      near(fit.errors, [0.04077997944260374, 0.028496313997928017, 0.01988562011417575], 1e-5))
    #expect(near([fit.chiSquared], [1.8584661435151493], 1e-9))
  }

  /// A start that is the minimum already, with nothing left to fit.
  @Test func exactStart() throws {
    let y = x.map { 2 * exp(-0.5 * $0) + 1 }
    let fit = try NonlinearFit(x: x, y: y, start: [2, 0.5, 1]) { x, p in
      p[0] * exp(-p[1] * x) + p[2]
    }
    #expect(near(fit.parameters, [2, 0.5, 1], 1e-12) && fit.chiSquared < 1e-28)
  }

  @Test func quantiles() throws {
    #expect(near([try StudentT.factor(degreesOfFreedom: 4)], [2.7764451051977934], 1e-12))
    let interval = try ChiSquared.intervalOfDeviation(1, count: 4)
    #expect(near([interval.low, interval.high], [0.566489546602246, 3.728547275827744], 1e-12))
  }

  @Test func refuses() {
    #expect(throws: StatisticsError.tooFewValues(found: 2, needed: 3)) {
      try NonlinearFit(x: [1, 2], y: [1, 2], start: [1, 1]) { $0 * $1[0] + $1[1] }
    }
    #expect(throws: StatisticsError.self) {
      try NonlinearFit(x: [1, 2, 3], y: [1, 2, 3], pointErrors: [1, 0, 1], start: [1]) {
        $0 * $1[0]
      }
    }
    // A function without the parameter has no curvature to fit.
    #expect(throws: StatisticsError.self) {
      try NonlinearFit(x: [1, 2, 3], y: [1, 2, 3], start: [1]) { _, _ in .nan }
    }
    #expect(throws: StatisticsError.self) { try StudentT.factor(degreesOfFreedom: 0) }
    #expect(throws: StatisticsError.self) { try ChiSquared.intervalOfDeviation(1, count: 1) }
  }
}
