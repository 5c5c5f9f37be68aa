import Foundation
import IsingModels
import IsingTestSupport
import RandomStreams
import Sampling
import Testing

@Suite struct SynchronousTests {
  /// The stationary law of ticks, from all transitions: P(s → s′) = Π_i [(1 − α) δ + α σ(2β I_i s′_i)].
  private func exactLaw(_ model: IsingModel, beta: Double, alpha: Double) -> [Double] {
    let n = model.spinCount
    let size = 1 << n
    // p (P − 1) = 0 with Σ p = 1 in place of the last equation.
    var rows = (0..<size).map { _ in [Double](repeating: 0, count: size + 1) }
    for from in 0..<size {
      let spins = Enumeration.spins(of: from, count: n)
      for to in 0..<size {
        var p = 1.0
        for (i, new) in Enumeration.spins(of: to, count: n).enumerated() {
          let field = model.localField(at: i, of: spins)
          let set = alpha / (1 + exp(-2 * beta * field * Double(new)))
          p *= set + (new == spins[i] ? 1 - alpha : 0)
        }
        rows[to][from] = p - (to == from ? 1 : 0)
      }
    }
    rows[size - 1] = Array(repeating: 1, count: size + 1)
    return solve(rows)
  }

  /// Gauss–Jordan elimination with pivots.
  private func solve(_ equations: [[Double]]) -> [Double] {
    var rows = equations
    for column in rows.indices {
      let pivot = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }!
      rows.swapAt(column, pivot)
      for row in rows.indices where row != column {
        let factor = rows[row][column] / rows[column][column]
        for k in column...rows.count { rows[row][k] -= factor * rows[column][k] }
      }
    }
    return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
  }

  /// Counts of states; ticks between samples let e^{−α · ticks} decay to e⁻⁵.
  private func counts(
    _ model: IsingModel, beta: Double, alpha: Double, spacing: Int, samples: Int
  ) throws -> [Int] {
    var sampler = try SynchronousSampler(
      model, beta: beta, updateProbability: alpha,
      spins: InitialSpins.random.spins(count: model.spinCount, seed: 5, replica: 0),
      key: StreamKey(seed: 5, purpose: .spinUpdate, replica: UInt32(1000 * alpha)))
    sampler.advance(sweeps: 20 * spacing)
    var counts = [Int](repeating: 0, count: 1 << model.spinCount)
    for _ in 0..<samples {
      sampler.advance(sweeps: spacing)
      counts[Enumeration.state(of: sampler.spins)] += 1
    }
    return counts
  }

  @Test func pairsHaveTheTabulatedCorrelations() throws {
    let rows = try SamplingFixtures.rows("async_delay_reference.csv").filter {
      $0[0] == "pair_tick_prob_alpha"
    }
    #expect(rows.count >= 18)
    for row in rows {
      let (coupling, alpha) = (Double(row[1])!, Double(row[2])!)
      let expected = Double(row[4])!
      let t = tanh(coupling)
      #expect(abs(2 * (1 - alpha) * t / (2 - alpha - alpha * t * t) - expected) < 1e-12)
      let model = try SamplingFixtures.pair(coupling)
      let law = exactLaw(model, beta: 1, alpha: alpha)
      #expect(abs(law[0] + law[3] - law[1] - law[2] - expected) < 1e-9)
      // The slowest mode of the pair is s₁ + s₂ with rate α(1 − t).
      let spacing = Int((5 / (alpha * (1 - t))).rounded(.up))
      let samples = alpha < 0.3 ? 2000 : 10_000
      let found = try counts(model, beta: 1, alpha: alpha, spacing: spacing, samples: samples)
      let mean = Double(found[0] + found[3] - found[1] - found[2]) / Double(samples)
      let error = ((1 - expected * expected) / Double(samples)).squareRoot()
      let verdict = compare(mean, with: expected, standardError: error, within: 4)
      #expect(verdict.passed, "J = \(coupling), α = \(alpha): \(verdict)")
    }
  }

  @Test func andGateHasTheTabulatedErrors() throws {
    let rows = try SamplingFixtures.rows("async_delay_reference.csv").filter {
      $0[0] == "AND_gate_tick_alpha"
    }
    #expect(rows.count >= 24)
    let model = try SamplingFixtures.andGate()
    /// A, B, C are bits 0, 1, 2.
    let correct = (0..<8).filter { ($0 >> 2 == 1) == ($0 & 3 == 3) }
    for row in rows {
      let (beta, alpha) = (Double(row[1])!, Double(row[2])!)
      let expected = Double(row[4])!
      let law = exactLaw(model, beta: beta, alpha: alpha)
      let ideal = try Enumeration(model).probabilities(beta: beta)
      let exact: Double
      switch row[3] {
      case "P(correct)": exact = correct.reduce(0) { $0 + law[$1] }
      case "KL": exact = zip(ideal, law).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) }
      default: exact = zip(ideal, law).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
      }
      #expect(abs(exact - expected) < 1e-9, "\(row)")
      guard row[3] == "P(correct)" else { continue }
      // Leaving a ground state takes about e^{2β·2} attempts.
      let spacing = Int((3 * exp(4 * beta) / alpha).rounded(.up))
      let samples = alpha < 0.05 ? 400 : 2000
      let found = try counts(model, beta: beta, alpha: alpha, spacing: spacing, samples: samples)
      let share = Double(correct.reduce(0) { $0 + found[$1] }) / Double(samples)
      let error = (expected * (1 - expected) / Double(samples)).squareRoot()
      let verdict = compare(share, with: expected, standardError: error, within: 4)
      #expect(verdict.passed, "\(row): \(verdict)")
      let fit = try GoodnessOfFit(counts: found, probabilities: law).verdict()
      #expect(fit.passed, "\(row): \(fit)")
    }
  }

  @Test func allAtOnceIsLittleAndPerettosLaw() throws {
    let model = try SamplingFixtures.andGate()
    let law = try SynchronousSampler.littlePerettoLaw(of: model, beta: 0.7)
    for (found, expected) in zip(law, exactLaw(model, beta: 0.7, alpha: 1)) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test func gateHasTheTabulatedBoltzmannLaw() throws {
    for row in try SamplingFixtures.rows("pbit_and_gate.csv") {
      let state = row[1].enumerated().reduce(0) { $0 | ($1.element == "1" ? 1 << $1.offset : 0) }
      let exact = try Enumeration(try SamplingFixtures.andGate())
      #expect(abs(exact.energies[state] - Double(row[2])!) < 1e-12)
      #expect(abs(exact.probabilities(beta: Double(row[0])!)[state] - Double(row[3])!) < 1e-12)
    }
  }

  @Test func updateProbabilityMustBeAShare() throws {
    let model = try SamplingFixtures.pair(1)
    for alpha in [0, -0.5, 1.5, .nan] {
      #expect(throws: SamplerError.self) {
        try SynchronousSampler(
          model, beta: 1, updateProbability: alpha, spins: [1, 1],
          key: StreamKey(seed: 0, purpose: .spinUpdate))
      }
    }
  }
}
