import CriticalControl
import Testing

/// Moments of softmax rows against scipy 1.17 (`softmax`, `logsumexp`, `brentq`, `minimize_scalar`).
@Suite struct RowStateTests {
  @Test(
    arguments: [
      (
        0.25,
        [
          2.030465311637131, 2.2942885255829775, 1.0552928557833863, 1.5437577664006874,
          -1.9838628200462691,
        ]
      ),
      (
        1.0,
        [
          1.507404050653753, 3.4600031833602767, 1.9525991327065237, 0.777971053959537,
          -1.2564985665902058,
        ]
      ),
      (
        3.0,
        [
          0.7605100676354315, 8.068739660262112, 2.4360765308755608, 0.034876135297647014,
          -0.6998010761843209,
        ]
      ),
    ])
  func moments(beta: Double, expected: [Double]) {
    let state = RowState(scores: eightScores, beta: beta)
    let found = [
      state.entropy, state.logPartition, state.meanScore, state.scoreVariance, state.logCollision,
    ]
    for (a, b) in zip(found, expected) { #expect(close(a, b, 1e-13)) }
  }

  @Test func rootAndPeak() throws {
    let rows = try ScoreRows([eightScores])
    #expect(close(try rows.beta(entropy: 1.2), 1.4491614626219247, 1e-12))
    // Flat at the peak: its place is known to the root of float64's step.
    #expect(close(try #require(rows.criticalBeta), 1.2983591449982337, 1e-6))
    #expect(close(rows.state(at: 1.2983591449982337).heatCapacity, 0.8465559696824799, 1e-13))
  }

  @Test func limits() throws {
    let frozen = RowState(scores: [5000, 0, -3, 4999], beta: 10)
    #expect(frozen.entropy < 6e-4 && frozen.entropy > 0)
    // ln(1 + e⁻¹⁰) above the largest βs.
    #expect(close(frozen.logPartition - 50000, 4.5398899216870535e-05, 1e-11))
    let even = RowState(scores: [7, 7, 7, 7], beta: 3)
    #expect(close(even.effectiveCompetitors, 4) && close(even.participation, 4))
    // Two largest scores leave ln 2 at any β.
    let rows = try ScoreRows([[1, 1, 0], [1, 1, 0]])
    #expect(close(rows.groundEntropy, 0.6931471805599453))
    #expect(throws: ControlError.self) { try rows.beta(entropy: 0.5) }
    #expect(throws: ControlError.self) { try rows.beta(entropy: 1.2) }
    #expect(try close(rows.state(at: rows.beta(entropy: 0.8)).entropy, 0.8))
    #expect(try ScoreRows([[2, 2], [3, 3]]).criticalBeta == nil)
  }

  @Test func refuses() {
    #expect(throws: ControlError.empty) { try ScoreRows([]) }
    #expect(throws: ControlError.empty) { try ScoreRows([[1], []]) }
    #expect(throws: ControlError.notFinite(row: 1, key: 0, value: .infinity)) {
      try ScoreRows([[1], [.infinity]])
    }
  }

  /// dH/dβ = −β Var_p[s], and −dH/d ln β is the heat capacity.
  @Test func slope() {
    for beta in [0.2, 0.9, 2.5] {
      let step = 1e-5
      let above = RowState(scores: eightScores, beta: beta + step).entropy
      let below = RowState(scores: eightScores, beta: beta - step).entropy
      let state = RowState(scores: eightScores, beta: beta)
      #expect(close((above - below) / (2 * step), state.entropySlope, 1e-8))
      #expect(close(-beta * state.entropySlope, state.heatCapacity))
    }
  }

  /// Against the quadrature of scipy: N x φ(x) Φ(x)^{N−1}.
  @Test(
    arguments: [
      (2, 0.5641895835477564), (64, 2.343733465079441), (512, 3.043903161204409),
      (32768, 4.134082868916816),
    ])
  func largestOfNormals(count: Int, expected: Double) {
    #expect(close(ExtremeValues.expectedMaximum(ofNormals: count), expected, 1e-9))
  }
}
