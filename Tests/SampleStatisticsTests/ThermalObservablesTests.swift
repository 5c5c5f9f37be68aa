import Foundation
import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct ThermalObservablesTests {
  /// Draws of the exact law of the 4 × 4 torus, in every quantity.
  @Test func agreesWithTheExactLaw() throws {
    var numbers = Numbers64(seed: 61)
    let torus = ExactTorus.four
    let beta = 0.42
    let draws = (0..<3).map { _ in torus.draws(beta, count: 20_000, numbers: &numbers) }
    let thermal = try ThermalObservables(
      energies: draws.map { $0.energies.map { $0 / 16 } },
      magnetisations: draws.map(\.magnetisations), spinCount: 16, beta: beta)
    let energy = torus.mean(beta) { energy, _ in energy }
    let squaredEnergy = torus.mean(beta) { energy, _ in energy * energy }
    let absolute = torus.mean(beta) { abs($1) }
    let square = torus.mean(beta) { $1 * $1 }
    // Fluctuations by their definition with totals: C/N = β²(⟨E²⟩ − ⟨E⟩²)/N and
    // χ = β(⟨M²⟩ − ⟨|M|⟩²)/N.
    let expected: [(Estimate, Double)] = [
      (thermal.energy, energy / 16),
      (thermal.magnetisation, 0),
      (thermal.absMagnetisation, absolute),
      (thermal.squaredMagnetisation, square),
      (thermal.fourthMagnetisation, torus.mean(beta) { pow($1, 4) }),
      (thermal.susceptibility, beta * (256 * square - 256 * absolute * absolute) / 16),
      (thermal.symmetricSusceptibility, beta * 256 * square / 16),
      (thermal.specificHeat, beta * beta * (squaredEnergy - energy * energy) / 16),
      (try #require(thermal.binderCumulant), torus.binder(beta)),
    ]
    for (index, (estimate, exact)) in expected.enumerated() {
      let verdict = compare(
        estimate.value, with: exact, standardError: try #require(estimate.error))
      #expect(verdict.passed, "\(index): \(verdict)")
      // Independent draws: τ = ½, and errors of 60 000 values.
      #expect(abs(try #require(estimate.tau) - 0.5) < 0.05)
    }
    #expect(try #require(thermal.energyAgreement).pValue > 1e-5)
    #expect(try #require(thermal.magnetisationAgreement).splitRHat < 1.01)
  }

  /// The ring of 10 spins at β = 0.7, exactly.
  private struct Ring {
    var energy = 0.0
    var absolute = 0.0
    var susceptibility = 0.0
    var specificHeat = 0.0
    var binder = 0.0

    init(count: Int, beta: Double) {
      var norm = 0.0
      var moments = [Double](repeating: 0, count: 5)
      for state in 0..<(1 << count) {
        func spin(_ site: Int) -> Double { state >> (site % count) & 1 == 1 ? 1 : -1 }
        let bonds = (0..<count).reduce(0) { $0 + spin($1) * spin($1 + 1) }
        let m = (0..<count).reduce(0) { $0 + spin($1) } / Double(count)
        let weight = exp(beta * bonds)
        let e = -bonds / Double(count)
        norm += weight
        for (index, value) in [e, e * e, abs(m), m * m, pow(m, 4)].enumerated() {
          moments[index] += weight * value
        }
      }
      moments = moments.map { $0 / norm }
      energy = moments[0]
      absolute = moments[2]
      susceptibility = beta * Double(count) * (moments[3] - moments[2] * moments[2])
      specificHeat = beta * beta * Double(count) * (moments[1] - moments[0] * moments[0])
      binder = 1 - moments[4] / (3 * moments[3] * moments[3])
    }
  }

  /// Errors of real Markov chains are honest: pulls have the spread 1.
  @Test func pullsOfMetropolisChains() throws {
    let exact = Ring(count: 10, beta: 0.7)
    let ensemble = 150
    var pulls = [RunningMoments](repeating: RunningMoments(), count: 5)
    var ring = MetropolisRing(count: 10, beta: 0.7, seed: 62)
    for _ in 0..<20 { ring.sweep() }
    for _ in 0..<ensemble {
      let chains = (0..<2).map { _ in
        for _ in 0..<50 { ring.sweep() }
        return (0..<2000).map { _ in
          ring.sweep()
          return ring.measured
        }
      }
      let thermal = try ThermalObservables(
        energies: chains.map { $0.map(\.energy) },
        magnetisations: chains.map { $0.map(\.magnetisation) }, spinCount: 10, beta: 0.7)
      let found = [
        (thermal.energy, exact.energy), (thermal.absMagnetisation, exact.absolute),
        (thermal.susceptibility, exact.susceptibility),
        (thermal.specificHeat, exact.specificHeat),
        (try #require(thermal.binderCumulant), exact.binder),
      ]
      for (index, (estimate, truth)) in found.enumerated() {
        pulls[index].add((estimate.value - truth) / (try #require(estimate.error)))
        #expect(try #require(estimate.tau) > 0.5)
      }
    }
    for (index, moments) in pulls.enumerated() {
      let spread = try #require(moments.variance).squareRoot()
      let tolerance = 4.5 / (2 * Double(ensemble)).squareRoot() + 0.03
      #expect(abs(spread - 1) < tolerance, "quantity \(index): spread of pulls \(spread)")
      let verdict = compare(
        moments.mean, with: 0, standardError: (1 / Double(ensemble)).squareRoot())
      #expect(verdict.passed, "quantity \(index): \(verdict)")
    }
  }

  @Test func frozenPhaseHasNoError() throws {
    let thermal = try ThermalObservables(
      energies: [[Double](repeating: -1.3, count: 50)],
      magnetisations: [[Double](repeating: 0.3, count: 50)], spinCount: 100, beta: 2)
    #expect(thermal.energy == Estimate(value: -1.3, error: nil))
    #expect(thermal.susceptibility == Estimate(value: 0, error: nil))
    #expect(thermal.specificHeat == Estimate(value: 0, error: nil))
    let binder = try #require(thermal.binderCumulant)
    #expect(agree(binder.value, 2.0 / 3) && binder.error == nil)
    #expect(thermal.energyAgreement == nil)
  }

  /// A ferromagnet that turns over: m flips, |m| does not.
  @Test func flippingMagnetisation() throws {
    let m = (0..<64).map { $0 / 8 % 2 == 0 ? 1.0 : -1.0 }
    let thermal = try ThermalObservables(
      energies: [m.map { _ in -2 }], magnetisations: [m], spinCount: 16, beta: 1)
    #expect(thermal.absMagnetisation == Estimate(value: 1, error: nil))
    #expect(thermal.susceptibility.value == 0)
    #expect(thermal.symmetricSusceptibility.value == 16)
    #expect(try #require(thermal.magnetisation.error) > 0)
  }

  /// β so small that its square, or that of χ, is below the smallest numbers: as at β = 0, without errors.
  @Test(arguments: [0, 2024 * Double.leastNonzeroMagnitude, 3e-308]) func smallestBeta(
    _ beta: Double
  ) throws {
    let values = [(0..<64).map { Double($0 * 7 % 5) / 5 }]
    let thermal = try ThermalObservables(
      energies: values, magnetisations: values, spinCount: 64, beta: beta)
    #expect(thermal.specificHeat == Estimate(value: 0, error: nil))
    #expect(thermal.susceptibility.error == nil && thermal.susceptibility.value < 1e-300)
    #expect(thermal.energy.error != nil)
  }

  @Test func edgesOfInput() throws {
    let zero = [[Double](repeating: 0, count: 20)]
    let thermal = try ThermalObservables(
      energies: zero, magnetisations: zero, spinCount: 4, beta: 0)
    #expect(thermal.binderCumulant == nil)
    // A cold antiferromagnet: no magnetisation in most of the series, so none in some part of it.
    let cold = [(0..<200).map { $0 == 7 ? 0.5 : 0.0 }]
    let ordered = try ThermalObservables(
      energies: [(0..<200).map { Double($0 % 3) }], magnetisations: cold, spinCount: 4, beta: 1)
    #expect(ordered.binderCumulant == nil)
    // Two values: numbers, but no errors.
    let short = try ThermalObservables(
      energies: [[-1, -2]], magnetisations: [[1, 0.5]], spinCount: 4, beta: 1)
    #expect(short.energy == Estimate(value: -1.5, error: nil))
    #expect(short.specificHeat.value == 1)
    func measure(
      _ energies: [[Double]], _ m: [[Double]], count: Int = 4, beta: Double = 1
    ) throws {
      _ = try ThermalObservables(
        energies: energies, magnetisations: m, spinCount: count, beta: beta)
    }
    #expect(throws: StatisticsError.self) { try measure([[1, 2]], [[1, 0]], beta: .nan) }
    #expect(throws: StatisticsError.self) { try measure([[1, 2]], [[1, 0]], count: 0) }
    #expect(throws: StatisticsError.self) { try measure([[1, 2]], [[16, 4]]) }
    #expect(throws: StatisticsError.self) { try measure([[1, .nan]], [[1, 0]]) }
    #expect(throws: StatisticsError.tooFewValues(found: 1, needed: 2)) { try measure([[1]], [[1]]) }
    #expect(throws: StatisticsError.lengthMismatch(first: 2, second: 1)) {
      try measure([[1, 2]], [[1]])
    }
    #expect(throws: StatisticsError.noVariation) {
      try ThermalObservables.binderCumulant([0, 0])
    }
  }
}
