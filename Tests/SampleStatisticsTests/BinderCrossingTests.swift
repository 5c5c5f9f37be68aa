import Foundation
import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct BinderCrossingTests {
  private let betas = (0..<9).map { 0.42 + 0.005 * Double($0) }

  /// U = U* + a (β − β_c) L^{1/ν} + b L^{−ω}, with β_c = 0.44, ν = 1, ω = 1.75.
  private func exact(_ beta: Double, _ size: Double) -> Double {
    0.61 + 0.8 * (beta - 0.44) * size - 0.3 * pow(size, -1.75)
  }

  private func crossing(_ first: Double, _ second: Double) -> Double {
    0.44 + 0.3 / 0.8 * (pow(second, -1.75) - pow(first, -1.75)) / (second - first)
  }

  private func curve(_ size: Double, noise: Double, _ numbers: inout Numbers64) throws
    -> BinderCurve
  {
    try BinderCurve(
      size: size, betas: betas,
      values: betas.map { exact($0, size) + noise * numbers.normal() },
      errors: betas.map { _ in max(noise, 1e-3) }, degree: 2)
  }

  @Test func findsExactCrossings() throws {
    var numbers = Numbers64(seed: 41)
    let curves = try [16.0, 8, 32].map { try curve($0, noise: 0, &numbers) }
    let pairs = try [(1, 0), (0, 2), (1, 2)].map { try BinderCrossing(curves[$0.0], curves[$0.1]) }
    for (pair, sizes) in zip(pairs, [(8.0, 16.0), (16, 32), (8, 32)]) {
      #expect(pair.smallerSize == sizes.0 && pair.largerSize == sizes.1)
      #expect(abs(pair.beta.value - crossing(sizes.0, sizes.1)) < 1e-9)
      #expect(abs(pair.cumulant - exact(pair.beta.value, sizes.0)) < 1e-9)
    }
    let (beta, chiSquared) = try CriticalPoint.extrapolated(pairs, nu: 1, omega: 1.75)
    #expect(abs(beta.value - 0.44) < 1e-9)
    #expect(chiSquared < 1e-9)
    #expect(try CriticalPoint.mean(of: pairs).beta.value != 0.44)
  }

  @Test func errorsAreHonest() throws {
    var numbers = Numbers64(seed: 42)
    var single = RunningMoments()
    var extrapolated = RunningMoments()
    for _ in 0..<300 {
      let curves = try [8.0, 16, 24, 48].map { try curve($0, noise: 2e-3, &numbers) }
      let pairs = try [(0, 1), (2, 3)].map { try BinderCrossing(curves[$0.0], curves[$0.1]) }
      single.add((pairs[0].beta.value - crossing(8, 16)) / (try #require(pairs[0].beta.error)))
      let limit = try CriticalPoint.extrapolated(pairs, nu: 1, omega: 1.75).beta
      extrapolated.add((limit.value - 0.44) / (try #require(limit.error)))
    }
    for pulls in [single, extrapolated] {
      let spread = try #require(pulls.variance).squareRoot()
      // 1/√(2·300) = 0.041.
      #expect(abs(spread - 1) < 4.5 * 0.041, "spread of pulls \(spread)")
      let verdict = compare(pulls.mean, with: 0, standardError: (1 / 300.0).squareRoot())
      #expect(verdict.passed, "\(verdict)")
    }
  }

  /// The tori of 3 × 3 and 4 × 4 spins, from draws of their exact laws.
  @Test func crossesReweightedCurves() throws {
    func difference(_ beta: Double) -> Double {
      ExactTorus.four.binder(beta) - ExactTorus.three.binder(beta)
    }
    var lower = 0.3
    var upper = 0.6
    let rises = difference(lower) < 0
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if (difference(middle) < 0) == rises { lower = middle } else { upper = middle }
    }
    var numbers = Numbers64(seed: 43)
    var pulls = RunningMoments()
    for _ in 0..<60 {
      let curves = try [ExactTorus.three, .four].map { torus in
        let runs = try [0.35, 0.42, 0.49, 0.56].map { beta in
          let draws = torus.draws(beta, count: 1500, numbers: &numbers)
          let squares = draws.magnetisations.map { $0 * $0 }
          return try MultipleHistogram.Run(
            beta: beta, energies: [draws.energies],
            observables: [[squares], [squares.map { $0 * $0 }]])
        }
        return try BinderCurve(
          size: Double(torus.size), histogram: try MultipleHistogram(runs))
      }
      let crossing = try BinderCrossing(curves[1], curves[0], in: 0.37...0.55)
      pulls.add((crossing.beta.value - lower) / (try #require(crossing.beta.error)))
    }
    let spread = try #require(pulls.variance).squareRoot()
    #expect(abs(spread - 1) < 4.5 / 120.0.squareRoot(), "spread of pulls \(spread)")
    let verdict = compare(pulls.mean, with: 0, standardError: (1 / 60.0).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test func refusesWhatHasNoAnswer() throws {
    var numbers = Numbers64(seed: 44)
    let small = try curve(8, noise: 0, &numbers)
    let large = try curve(16, noise: 0, &numbers)
    #expect(throws: StatisticsError.noVariation) { try BinderCrossing(small, small) }
    #expect(throws: StatisticsError.self) { try BinderCrossing(small, large, in: 0.45...0.46) }
    #expect(throws: StatisticsError.self) { try BinderCrossing(small, large, in: 0.7...0.8) }
    let error = #expect(throws: StatisticsError.self) {
      try CriticalPoint.extrapolated([try BinderCrossing(small, large)], nu: 1, omega: 1)
    }
    #expect(error == .tooFewValues(found: 1, needed: 2))
    #expect(throws: StatisticsError.self) {
      try BinderCurve(size: 0, betas: betas, values: betas, errors: betas)
    }
    #expect(throws: StatisticsError.self) {
      try BinderCurve(size: 8, betas: [1, 2, 3], values: [1, 2, 3], errors: [1, 1, 1])
    }
  }
}
