import Foundation
import IsingModels
import IsingTestSupport
import RandomStreams
import SampleStatistics
import Sampling
import Testing

/// Samplers against the exact energy and specific heat of finite tori (Kaufman 1949), which
/// `SquareIsing.torus` gives and `ExactSolutionsTests` checks against values of 60-digit arithmetic.
@Suite struct KaufmanTests {
  private static let betas = [
    0.1, 0.2, 0.3, 0.4, 0.42, SquareIsing.criticalBeta, 0.46, 0.5, 0.6, 0.8, 1.0,
  ]
  /// The long run knows u to 2·10⁻⁴ of itself and c to 1 %, the short one to a fifth of that.
  private static let precision = SlowTests.areEnabled ? 1.0 : 5.0

  @Test(arguments: SlowTests.areEnabled ? [4, 8, 16, 32, 64] : [4, 8, 16], betas)
  func energyAndSpecificHeat(side: Int, beta: Double) throws {
    let model = try Lattice.periodicSquare(rows: side, columns: side).model()
    let exact = try SquareIsing.torus(rows: side, columns: side, beta: beta)
    let sites = Double(side * side)
    let (u, c) = (exact.energy, exact.specificHeat)
    // Independent states needed for the errors: Var e = c/(β²N), and a relative error √(2/n) of c,
    // larger where excitations are rare: of e^{−8β} N flipped spins a state each counts once.
    let forEnergy = c / (beta * beta * sites) / pow(2e-4 * u * Self.precision, 2)
    let rare = 1 + 1 / (2 * sites * exp(-8 * beta))
    let forHeat = 2 * rare / pow(0.01 * Self.precision, 2)
    let isCritical = beta > 0.39 && beta < 0.49
    // Twice the autocorrelation time, roughly; the errors themselves are measured.
    let memory = isCritical ? 2 * pow(Double(side), 0.3) : 2.0 + 4 * beta
    let needed = 1.3 * memory * max(forEnergy, forHeat) + 1000
    // Small lattices need the most states; the short run ends before they are all there.
    let states = SlowTests.areEnabled ? Int(needed) : min(300_000, Int(needed))
    let shortfall = (needed / Double(states)).squareRoot()
    let key = StreamKey(
      seed: 7, purpose: .spinUpdate, stage: UInt16(beta * 1000), replica: UInt32(side))
    let start = InitialSpins.up.spins(count: model.spinCount, seed: 7, replica: 0)
    let means =
      isCritical
      ? blockMeans(
        SwendsenWangSampler(model, beta: beta, spins: start, key: key), states: states, about: u)
      : blockMeans(
        SequentialSampler(model, beta: beta, spins: start, key: key), states: states, about: u)
    let energy = try Estimate(of: [[means.first]]) { u + $0[0] }
    let heat = try Estimate(of: [[means.first], [means.second]]) {
      beta * beta * sites * ($0[1] - $0[0] * $0[0])
    }
    for (name, estimate, expected, goal) in [
      ("u", energy, u, 2e-4), ("c", heat, c, 0.01),
    ] {
      let error = try #require(estimate.error)
      let verdict = compare(estimate.value, with: expected, standardError: error, within: 4)
      #expect(verdict.passed, "L = \(side), β = \(beta), \(name): \(verdict)")
      #expect(
        error < 1.5 * goal * Self.precision * shortfall * abs(expected),
        "L = \(side), β = \(beta), \(name): error \(error) of \(expected)")
    }
  }

  /// Means of e − `origin` and of its square in 250 blocks, much longer than the sampler's memory: a
  /// long run does not fit into memory as a series.
  private func blockMeans(
    _ start: some Sampler, states: Int, about origin: Double
  ) -> (first: [Double], second: [Double]) {
    var sampler = start
    sampler.advance(sweeps: 200)
    let sites = Double(sampler.model.spinCount)
    let length = max(1, states / 250)
    var means: (first: [Double], second: [Double]) = ([], [])
    for _ in 0..<250 {
      var (sum, squares) = (0.0, 0.0)
      for _ in 0..<length {
        sampler.advance(sweeps: 1)
        let difference = sampler.energy / sites - origin
        sum += difference
        squares += difference * difference
      }
      means.first.append(sum / Double(length))
      means.second.append(squares / Double(length))
    }
    return means
  }
}
