import CriticalControl
import RandomStreams
import SampleStatistics
import Testing

/// Entropies of counts against a separate implementation with scipy 1.17: `psi`, `polygamma`, `gammaln`, and 20 001
/// points of the integral of Nemenman, Shafee and Bialek.
@Suite struct CountEntropyTests {
  private static let cases: [([Int], [CountEntropy: Double])] = [
    (
      [5, 3, 0, 1, 0, 7, 0, 0],
      [
        .nemenmanShafeeBialek: 1.3715188175125959, .grassberger: 1.4929515677012595,
        .chaoShen: 1.3151905106396233, .millerMadow: 1.3060638802671547,
      ]
    ),
    (
      [1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
      [
        .nemenmanShafeeBialek: 1.9366261602600137, .grassberger: 2.656657206581369,
        .chaoShen: 3.046482035086619, .millerMadow: 1.7612943611198906,
      ]
    ),
    (
      [40, 20, 3, 1],
      [
        .nemenmanShafeeBialek: 0.8881243348521011, .grassberger: 0.9026197095157591,
        .chaoShen: 0.9127456426500008, .millerMadow: 0.8891071380215219,
      ]
    ),
    (
      [0, 16, 0, 0, 0],
      [
        .nemenmanShafeeBialek: 0.0644547857379008, .grassberger: -0.0006492758995846337,
        .chaoShen: 0, .millerMadow: 0,
      ]
    ),
  ]

  @Test(arguments: cases.indices)
  func values(_ index: Int) {
    let (counts, expected) = Self.cases[index]
    for (estimator, value) in expected {
      #expect(close(estimator.estimate(counts), value, 1e-6), "\(estimator)")
    }
  }

  @Test func specialFunctions() {
    let arguments = [0.1, 1, 2.5, 7, 64, 1000]
    let psi = [
      -10.423754940411076, -0.5772156649015329, 0.7031566406452432, 1.872784335098467,
      4.151050238804236, 6.907255195648812,
    ]
    let psi1 = [
      101.43329915079275, 1.6449340668482266, 0.4903577561002349, 0.15354517795933756,
      0.01574770606433893, 0.001000500166666633,
    ]
    for (x, (a, b)) in zip(arguments, zip(psi, psi1)) {
      #expect(close(SpecialFunctions.digamma(x), a, 1e-13))
      #expect(close(SpecialFunctions.trigamma(x), b, 1e-12))
    }
    for (x, value) in zip(
      [1e-6, 0.1, 2.5, 7, 64, 1000],
      [
        13.81550998074943, 2.252712651734206, 0.2846828704729192, 6.579251212010101,
        201.00931639928152, 5905.220423209181,
      ])
    {
      #expect(close(SpecialFunctions.logGamma(x), value, 1e-12))
    }
  }

  /// 32 draws of 64 keys: each correction is nearer to the truth than the one before it.
  @Test func corrections() throws {
    let row = SyntheticRows.rows(.normal, count: 1, keys: 64, deviation: 1, seed: 3)[0]
    let truth = RowState(scores: row, beta: 1).entropy
    var sums: [CountEntropy: Double] = [:]
    let repeats = 150
    for replica in 0..<repeats {
      var stream = RandomStream(
        StreamKey(seed: 2, purpose: .race, replica: UInt32(replica)), site: 0)
      let firings = SyntheticFirings(draws: 32).fire(row, at: 1, for: .counts, &stream)
      for estimator in CountEntropy.allCases {
        sums[estimator, default: 0] += estimator.estimate(firings.counts) - truth
      }
    }
    func bias(_ estimator: CountEntropy) -> Double { -(sums[estimator] ?? 0) / Double(repeats) }
    // A mean of 150 has an error of about 0.02.
    #expect(bias(.plugIn) > bias(.millerMadow) + 0.2)
    #expect(bias(.millerMadow) > bias(.grassberger) + 0.15)
    #expect(bias(.grassberger) > abs(bias(.nemenmanShafeeBialek)) + 0.05)
  }
}
