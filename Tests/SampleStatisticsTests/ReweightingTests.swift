import Foundation
import IsingTestSupport
import SampleStatistics
import Testing

@Suite struct ReweightingTests {
  let torus = ExactTorus.four

  @Test func tableAgreesWithPublishedEnumeration() throws {
    for row in try fixture("ising2d_L4_dos.csv") {
      let energy = try #require(Double(row[0]))
      let count = torus.states.filter { $0.energy == energy }.reduce(0) { $0 + $1.count }
      #expect(count == Double(row[1]))
    }
    for row in try fixture("ising2d_L4_absm.csv") {
      let beta = try #require(Double(row[1]))
      let exact = row[2...].compactMap { Double($0) }
      #expect(agreeClosely(torus.mean(beta) { abs($1) }, exact[0]))
      #expect(agreeClosely(torus.mean(beta) { $1 * $1 }, exact[1]))
      #expect(agreeClosely(torus.mean(beta) { pow($1, 4) }, exact[2]))
      #expect(agreeClosely(torus.binder(beta), exact[3]))
    }
  }

  private func agreeClosely(_ value: Double, _ expected: Double) -> Bool {
    abs(value - expected) < 1e-10 * abs(expected)
  }

  /// From one temperature to another, against the exact law.
  @Test(arguments: [0.36, 0.40, 0.43])
  func reweightsToTheExactLaw(other: Double) throws {
    var numbers = Numbers64(seed: 31)
    let (energies, m) = torus.draws(0.4, count: 20_000, numbers: &numbers)
    let reweighting = try Reweighting(energies: [energies], beta: 0.4)
    let energy = try reweighting.mean(of: [energies], at: other)
    var verdict = compare(
      energy.value, with: torus.mean(other) { energy, _ in energy },
      standardError: try #require(energy.error))
    #expect(verdict.passed, "\(verdict)")
    let squares = m.map { $0 * $0 }
    let fourths = squares.map { $0 * $0 }
    let binder = try reweighting.estimate(
      of: [[squares], [fourths]], at: other, ThermalObservables.binderCumulant)
    verdict = compare(
      binder.value, with: torus.binder(other), standardError: try #require(binder.error))
    #expect(verdict.passed, "\(verdict)")
    if other == 0.4 {
      #expect(try reweighting.effectiveFraction(at: other) == 1)
      #expect(agreeClosely(energy.value, energies.reduce(0, +) / 20_000))
    }
  }

  /// With every state once at β = 0, Kish's fraction is Z(β)²/(Z(0) Z(2β)).
  @Test func effectiveFractionIsThatOfTheLaw() throws {
    let energies = torus.states.flatMap { Array(repeating: $0.energy, count: Int($0.count)) }
    let reweighting = try Reweighting(energies: [energies], beta: 0)
    for beta in [0.1, 0.3, -0.2] {
      let logs = 2 * torus.logPartition(beta) - torus.logPartition(0) - torus.logPartition(2 * beta)
      #expect(agreeClosely(try reweighting.effectiveFraction(at: beta), exp(logs)))
    }
    // So far away that only the ground states count: no overflow, no NaN.
    let fraction = try reweighting.effectiveFraction(at: 500)
    #expect(agreeClosely(fraction, 2.0 / 65536))
    #expect(throws: StatisticsError.self) { try reweighting.effectiveFraction(at: .nan) }
  }

  @Test func errorsOfReweightedMeansAreHonest() throws {
    var numbers = Numbers64(seed: 32)
    var single = RunningMoments()
    var multiple = RunningMoments()
    let exact = torus.mean(0.43) { $1 * $1 }
    for _ in 0..<150 {
      let runs = [0.38, 0.46].map { beta in
        (beta, torus.draws(beta, count: 1000, numbers: &numbers))
      }
      let (beta, draws) = runs[0]
      let alone = try Reweighting(energies: [draws.energies], beta: beta)
        .mean(of: [draws.magnetisations.map { $0 * $0 }], at: 0.43)
      single.add((alone.value - exact) / (try #require(alone.error)))
      let joined = try histogram(runs).estimate(at: 0.43) { $0[1] }
      multiple.add((joined.value - exact) / (try #require(joined.error)))
    }
    for pulls in [single, multiple] {
      let spread = try #require(pulls.variance).squareRoot()
      // 1/√(2·150) = 0.058; the jackknife of 32 blocks makes 1/64 of spread more.
      #expect(abs(spread - 1) < 4.5 * 0.058 + 0.03, "spread of pulls \(spread)")
      let verdict = compare(pulls.mean, with: 0, standardError: (1 / 150.0).squareRoot())
      #expect(verdict.passed, "\(verdict)")
    }
  }

  private func histogram(
    _ runs: [(Double, (energies: [Double], magnetisations: [Double]))]
  ) throws -> MultipleHistogram {
    try MultipleHistogram(
      runs.map { beta, draws in
        let squares = draws.magnetisations.map { $0 * $0 }
        return try MultipleHistogram.Run(
          beta: beta, energies: [draws.energies],
          observables: [[squares], [squares.map { $0 * $0 }]])
      })
  }

  /// Newton's solution is the fixed point of the plain iteration.
  @Test func agreesWithPlainIteration() throws {
    var numbers = Numbers64(seed: 33)
    let betas = [0.5, 0.3, 0.4]
    let runs = betas.map { ($0, torus.draws($0, count: 600, numbers: &numbers)) }
    let joined = try histogram(runs)
    #expect(joined.betas == [0.3, 0.4, 0.5])
    let sorted = runs.sorted { $0.0 < $1.0 }
    // Effective samples, as they weigh in the sums.
    let sizes = joined.taus.map { 600 / (2 * $0) }
    var free = [0.0, 0, 0]
    var mean = 0.0
    for _ in 0..<3000 {
      var partition = [0.0, 0, 0]
      var norm = 0.0
      mean = 0
      for (k, run) in sorted.enumerated() {
        for (energy, m) in zip(run.1.energies, run.1.magnetisations) {
          var denominator = 0.0
          for j in 0..<3 { denominator += sizes[j] * exp(free[j] - sorted[j].0 * energy) }
          let weight = 1 / (2 * joined.taus[k]) / denominator
          for j in 0..<3 { partition[j] += weight * exp(-sorted[j].0 * energy) }
          norm += weight * exp(-0.44 * energy)
          mean += weight * exp(-0.44 * energy) * m * m
        }
      }
      mean /= norm
      free = partition.map { -log($0 / partition[0]) }
    }
    for (left, right) in zip(joined.freeEnergies, free) { #expect(abs(left - right) < 1e-8) }
    #expect(abs(try joined.means(at: 0.44, without: nil)[1] - mean) < 1e-9)
  }

  @Test func joinsRunsToTheExactLaw() throws {
    var numbers = Numbers64(seed: 34)
    let betas = [0.30, 0.36, 0.42, 0.48, 0.54]
    let joined = try histogram(
      betas.map { ($0, torus.draws($0, count: 5000, numbers: &numbers)) })
    for beta in [0.30, 0.33, 0.44, 0.55] {
      let energy = try joined.estimate(at: beta) { $0[0] }
      var verdict = compare(
        energy.value, with: torus.mean(beta) { energy, _ in energy },
        standardError: try #require(energy.error))
      #expect(verdict.passed, "\(verdict)")
      let binder = try joined.estimate(at: beta) { means throws(StatisticsError) in
        try ThermalObservables.binderCumulant([means[1], means[2]])
      }
      verdict = compare(
        binder.value, with: torus.binder(beta), standardError: try #require(binder.error))
      #expect(verdict.passed, "\(verdict)")
      // Together they are better than the nearest run alone.
      #expect(joined.effectiveSamples(at: beta) > 4000)
    }
    let exact = torus.logPartition(0.30) - torus.logPartition(0.54)
    // df/dβ = ⟨E⟩: the error of a mean energy, about √(50/10⁴), over the range of β.
    #expect(abs(joined.freeEnergies[4] - exact) < 4.5 * 0.07 * 0.24)
  }

  @Test func oneRunIsReweighting() throws {
    var numbers = Numbers64(seed: 35)
    let draws = torus.draws(0.4, count: 2000, numbers: &numbers)
    let joined = try histogram([(0.4, draws)])
    let alone = try Reweighting(energies: [draws.energies], beta: 0.4)
    let weights = draws.energies.map { exp(-0.03 * $0) }
    let plain =
      zip(weights, draws.energies).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    #expect(agreeClosely(try joined.means(at: 0.43, without: nil)[0], plain))
    let fraction = try alone.effectiveFraction(at: 0.43)
    #expect(agreeClosely(joined.effectiveSamples(at: 0.43), fraction * 1000 / joined.taus[0]))
  }

  @Test func refusesWhatHasNoAnswer() throws {
    let series = (0..<100).map { Double($0 % 5) }
    let far = series.map { $0 + 1000 }
    let runs = try [
      MultipleHistogram.Run(beta: 0.5, energies: [series]),
      MultipleHistogram.Run(beta: 0.1, energies: [far]),
    ]
    #expect(throws: StatisticsError.self) { try MultipleHistogram(runs) }
    #expect(throws: StatisticsError.tooFewValues(found: 0, needed: 1)) { try MultipleHistogram([]) }
    #expect(throws: StatisticsError.self) {
      try MultipleHistogram.Run(beta: .nan, energies: [series])
    }
    #expect(throws: StatisticsError.self) { try Reweighting(energies: [], beta: 1) }
  }
}
