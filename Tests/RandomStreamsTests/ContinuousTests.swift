import Foundation
import RandomStreams
import Testing

@Suite struct ContinuousTests {
  private let draws = 200_000

  /// Kolmogorov's distance of draws to a distribution function, times √n; 2.7 is exceeded with
  /// probability 2·e^(−2·2.7²) = 10⁻⁶.
  private func distance(_ sample: [Double], _ distribution: (Double) -> Double) -> Double {
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    var worst = 0.0
    for (index, value) in sorted.enumerated() {
      let p = distribution(value)
      worst = max(worst, abs(p - Double(index) / n), abs(p - Double(index + 1) / n))
    }
    return worst * n.squareRoot()
  }

  @Test func exponential() {
    var stream = RandomStream(StreamKey(seed: 21, purpose: .duration), site: 0)
    let sample = (0..<draws).map { _ in stream.exponential() }
    #expect(distance(sample) { 1 - Foundation.exp(-$0) } < 2.7)
  }

  @Test func normal() {
    var stream = RandomStream(StreamKey(seed: 22, purpose: .duration), site: 0)
    let sample = (0..<draws).map { _ in stream.normal() }
    #expect(distance(sample) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } < 2.7)
  }

  /// Erlang's distribution function: 1 − Σ_{j<K} e^(−λt)(λt)^j/j!.
  @Test(arguments: [1, 2, 9, 64])
  func erlang(_ firings: Int) {
    var stream = RandomStream(StreamKey(seed: 23, purpose: .duration), site: UInt32(firings))
    let rate_Hz = 2e8
    let sample = (0..<draws).map { _ in stream.erlang_s(firings: firings, rate_Hz: rate_Hz) }
    let found = distance(sample) { t in
      let x = t * rate_Hz
      var term = Foundation.exp(-x)
      var sum = 0.0
      for j in 0..<firings {
        sum += term
        term *= x / Double(j + 1)
      }
      return 1 - sum
    }
    #expect(found < 2.7)
  }

  @Test func gammaOfFractionalShapeHasItsMoments() {
    var stream = RandomStream(StreamKey(seed: 24, purpose: .duration), site: 0)
    let shape = 2.5
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<draws {
      let x = stream.gamma(shape: shape) - shape
      sum += x
      squares += x * x
    }
    let n = Double(draws)
    #expect(abs(sum / n) < 5 * (shape / n).squareRoot())
    // μ₄ = 3k² + 6k.
    #expect(abs(squares / n - shape) < 5 * ((2 * shape * shape + 6 * shape) / n).squareRoot())
  }

  @Test func functionsAreAccurate() {
    for index in 1..<20_000 {
      let x = Foundation.exp(Double(index - 10_000) / 20)
      if x < 1e-300 || x > 1e300 { continue }
      let wanted = Foundation.log(x)
      #expect(abs(DeterministicFunctions.log(x) - wanted) <= 4e-16 * max(0.5, abs(wanted)))
    }
    for index in 1..<1_000 {
      let x = SIMD4<Double>(1, 0.1, 1e30, 1e-200) * Double(index)
      let four = DeterministicFunctions.log(x)
      for lane in 0..<4 { #expect(four[lane] == DeterministicFunctions.log(x[lane])) }
    }
    for index in -7_000...7_000 {
      let x = Double(index) / 10.1
      let ratio = DeterministicFunctions.exp(x) / Foundation.exp(x)
      #expect(abs(ratio - 1) <= 4e-16)
    }
    for k in 0..<5_000 {
      let wanted: Double = lgamma(Double(k) + 1)
      let found = DeterministicFunctions.logFactorial(Double(k))
      #expect(abs(found - wanted) <= 1e-12 * max(1, wanted))
    }
  }

  /// Draws hashed: changes if any processor, system or build draws otherwise.
  @Test func bitsAreTheSameEverywhere() {
    var stream = RandomStream(StreamKey(seed: 25, purpose: .testInput), site: 3)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for _ in 0..<5_000 {
      let values = [
        stream.normal(), stream.exponential(), stream.gamma(shape: 3.5),
        Double(stream.binomial(trials: 256, probability: 0.2)),
        Double(stream.poisson(mean: 4)), Double(stream.poisson(mean: 40)),
      ]
      for value in values { hash = (hash ^ value.bitPattern) &* 0x100_0000_01b3 }
    }
    #expect(hash == 1_403_418_013_287_338_728)
  }
}
