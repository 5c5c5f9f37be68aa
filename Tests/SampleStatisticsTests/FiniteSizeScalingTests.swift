import Foundation
import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct FiniteSizeScalingTests {
  private let truth = ScalingParameters(criticalBeta: 0.44, nu: 1.1, exponent: 0.125)

  /// Points on L^{−κ} f(x) with a cubic f, with noise of a part of the value.
  private func points(noise: Double, _ numbers: inout Numbers64) -> [ScalingPoint] {
    var points: [ScalingPoint] = []
    for size in [8.0, 16, 32, 64] {
      for step in -5...5 {
        let x = 0.15 * Double(step)
        let beta = truth.criticalBeta + x * pow(size, -1 / truth.nu)
        let curve = 1 + 0.4 * x - 0.1 * x * x - 0.06 * x * x * x
        let value = pow(size, -truth.exponent) * curve
        points.append(
          ScalingPoint(
            size: size, beta: beta, value: value * (1 + noise * numbers.normal()),
            error: value * max(noise, 1e-4)))
      }
    }
    return points
  }

  private let start = ScalingParameters(criticalBeta: 0.43, nu: 0.9, exponent: 0.2)

  @Test func findsExactParameters() throws {
    var numbers = Numbers64(seed: 51)
    let points = points(noise: 0, &numbers)
    let fit = try FiniteSizeScaling(points, start: start, degree: 3)
    #expect(abs(fit.parameters.criticalBeta - 0.44) < 1e-7)
    #expect(abs(fit.parameters.nu - 1.1) < 1e-5)
    #expect(abs(fit.parameters.exponent - 0.125) < 1e-6)
    #expect(fit.chiSquared < 1e-6)
    #expect(fit.degreesOfFreedom == 44 - 4 - 3)
    // Lines between neighbours miss the curvature, but by little against a wrong collapse.
    var wrong = truth
    wrong.nu = 1.4
    let quality = try ScalingCollapse.quality(points, wrong)
    #expect(try #require(fit.quality) < quality / 20)
    #expect(try ScalingCollapse.quality(points, truth) < quality / 20)
  }

  @Test func errorsAreHonest() throws {
    var numbers = Numbers64(seed: 52)
    var pulls: [FiniteSizeScaling.Parameter: RunningMoments] = [:]
    var chiSquared = RunningMoments()
    var quality = RunningMoments()
    let ensemble = 60
    for _ in 0..<ensemble {
      let fit = try FiniteSizeScaling(
        points(noise: 0.004, &numbers), start: start, degree: 3)
      let found: [FiniteSizeScaling.Parameter: (Double, Double)] = [
        .criticalBeta: (fit.parameters.criticalBeta, truth.criticalBeta),
        .nu: (fit.parameters.nu, truth.nu),
        .exponent: (fit.parameters.exponent, truth.exponent),
      ]
      for (parameter, (value, exact)) in found {
        pulls[parameter, default: RunningMoments()].add(
          (value - exact) / (try #require(fit.errors[parameter])))
      }
      chiSquared.add(fit.chiSquared)
      quality.add(try #require(fit.quality))
    }
    for (parameter, moments) in pulls {
      let spread = try #require(moments.variance).squareRoot()
      #expect(abs(spread - 1) < 4.5 / 120.0.squareRoot(), "\(parameter): \(spread)")
      let verdict = compare(moments.mean, with: 0, standardError: (1 / 60.0).squareRoot())
      #expect(verdict.passed, "\(parameter): \(verdict)")
    }
    // χ² of 37 degrees of freedom has the variance 74.
    let verdict = compare(chiSquared.mean, with: 37, standardError: (74 / 60.0).squareRoot())
    #expect(verdict.passed, "\(verdict)")
    #expect(quality.mean > 0.5 && quality.mean < 1.5)
  }

  /// One standard error away in one parameter, with the others fitted again, χ² is larger by 1.
  @Test func errorsRaiseChiSquaredByOne() throws {
    var numbers = Numbers64(seed: 55)
    let points = points(noise: 0.002, &numbers)
    let best = try FiniteSizeScaling(points, start: start, degree: 3)
    for parameter in FiniteSizeScaling.Parameter.allCases {
      let error = try #require(best.errors[parameter])
      let rises = try [-error, error].map { shift in
        var held = best.parameters
        switch parameter {
        case .criticalBeta: held.criticalBeta += shift
        case .nu: held.nu += shift
        case .exponent: held.exponent += shift
        }
        let free = Set(FiniteSizeScaling.Parameter.allCases).subtracting([parameter])
        let fit = try FiniteSizeScaling(points, start: held, free: free, degree: 3)
        return fit.chiSquared - best.chiSquared
      }
      // Both sides together, since χ² is a parabola only near its minimum.
      #expect(abs((rises[0] + rises[1]) / 2 - 1) < 0.05, "\(parameter): \(rises)")
    }
  }

  /// The complete graph with J = 1/N: m² = N^{−1/2} f((β − 1) N^{1/2}), known for every N.
  @Test func scalesTheCompleteGraph() throws {
    var points: [ScalingPoint] = []
    for count in [4000, 8000, 16000] {
      let size = Double(count)
      let logs = (0...count).map { up in
        lgamma(size + 1) - lgamma(Double(up) + 1) - lgamma(Double(count - up) + 1)
      }
      for step in -4...4 {
        let beta = 1 + 0.2 * Double(step) / size.squareRoot()
        let exponents = (0...count).map { up in
          let sum = Double(2 * up - count)
          return logs[up] + beta * sum * sum / (2 * size)
        }
        let largest = exponents.max() ?? 0
        var norm = 0.0
        var square = 0.0
        for (up, exponent) in exponents.enumerated() {
          let weight = exp(exponent - largest)
          let m = Double(2 * up - count) / size
          norm += weight
          square += weight * m * m
        }
        let value = square / norm
        points.append(
          ScalingPoint(size: size, beta: beta, value: value, error: 0.001 * value))
      }
    }
    let fit = try FiniteSizeScaling(
      points, start: ScalingParameters(criticalBeta: 0.995, nu: 1.7, exponent: 0.4), degree: 5)
    // Corrections are of relative order N^{−1/2} ≈ 0.01; exponents feel their change with size.
    #expect(abs(fit.parameters.criticalBeta - 1) < 0.01 / 4000.0.squareRoot())
    #expect(abs(fit.parameters.nu - 2) < 0.05)
    #expect(abs(fit.parameters.exponent - 0.5) < 0.01)
  }

  /// Two sizes on lines that are 0.2 apart, worked out by hand: each point between two neighbours
  /// of the other size has (0.2)²/(0.1² + 0.1²/2) = 8/3.
  @Test func qualityOfALine() throws {
    let unscaled = ScalingParameters(criticalBeta: 0, nu: 1, exponent: 0)
    var points = (0..<5).map {
      ScalingPoint(size: 1, beta: Double($0), value: Double($0), error: 0.1)
    }
    points += (0..<3).map {
      let x = 0.5 + Double($0)
      return ScalingPoint(size: 2, beta: x / 2, value: x + 0.2, error: 0.1)
    }
    let quality = try ScalingCollapse.quality(points, unscaled)
    #expect(abs(quality - 8.0 / 3) < 1e-12)
    #expect(throws: StatisticsError.tooFewValues(found: 1, needed: 3)) {
      try ScalingCollapse.quality(Array(points.prefix(6)), unscaled)
    }
  }

  @Test func heldParametersStay() throws {
    var numbers = Numbers64(seed: 53)
    var held = start
    held.nu = truth.nu
    let fit = try FiniteSizeScaling(
      points(noise: 0.004, &numbers), start: held, free: [.criticalBeta, .exponent], degree: 3)
    #expect(fit.parameters.nu == truth.nu)
    #expect(fit.errors[.nu] == nil)
    #expect(abs(fit.parameters.criticalBeta - 0.44) < 4.5 * (fit.errors[.criticalBeta] ?? 0))
  }

  @Test func refusesWhatHasNoAnswer() {
    var numbers = Numbers64(seed: 54)
    let points = points(noise: 0, &numbers)
    #expect(throws: StatisticsError.tooFewValues(found: 1, needed: 2)) {
      try FiniteSizeScaling(points.filter { $0.size == 8 }, start: start)
    }
    #expect(throws: StatisticsError.self) {
      try FiniteSizeScaling(Array(points.prefix(14).suffix(6)), start: start)
    }
    #expect(throws: StatisticsError.self) {
      try FiniteSizeScaling(
        points, start: ScalingParameters(criticalBeta: 0.4, nu: -1, exponent: 0))
    }
    #expect(throws: StatisticsError.self) { try FiniteSizeScaling(points, start: start, free: []) }
  }
}
