import Foundation
import RandomStreams
import Testing

@Suite struct CountTests {
  struct Trials: Sendable {
    var n: Int
    var p: Double
  }

  private static let cases = [
    Trials(n: 1, p: 0.3), Trials(n: 16, p: 0.5), Trials(n: 64, p: 0.12), Trials(n: 256, p: 0.001),
    Trials(n: 256, p: 0.038), Trials(n: 256, p: 0.0395), Trials(n: 256, p: 0.31),
    Trials(n: 256, p: 0.5), Trials(n: 256, p: 0.77), Trials(n: 256, p: 0.99),
    Trials(n: 1024, p: 0.02), Trials(n: 65535, p: 0.0001), Trials(n: 65535, p: 0.4),
  ]

  static func binomialLaw(_ trials: Trials) -> [Double] {
    (0...trials.n).map { k in
      let n = Double(trials.n)
      let x = Double(k)
      let logarithm =
        lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1) + x * Foundation.log(trials.p)
        + (n - x) * log1p(-trials.p)
      return Foundation.exp(logarithm)
    }
  }

  @Test(arguments: cases)
  func binomialHasItsLaw(_ trials: Trials) {
    let key = StreamKey(seed: 11, purpose: .gate, stage: 1)
    let draws = 200_000
    var counts = [Int](repeating: 0, count: trials.n + 1)
    var sum = 0.0
    var squares = 0.0
    let mean = Double(trials.n) * trials.p
    let variance = mean * (1 - trials.p)
    for site in 0..<draws {
      var stream = RandomStream(key, site: UInt32(site))
      let count = stream.binomial(trials: trials.n, probability: trials.p)
      counts[count] += 1
      sum += Double(count) - mean
      squares += (Double(count) - mean) * (Double(count) - mean)
    }
    #expect(ChiSquare.agrees(counts, probabilities: Self.binomialLaw(trials)))
    let number = Double(draws)
    #expect(abs(sum / number) < 5 * (variance / number).squareRoot())
    // Var of (x − μ)² = μ₄ − σ⁴ with μ₄ = σ²(1 + 3(n − 2)p(1 − p)).
    let fourth = variance * (1 + 3 * (Double(trials.n) - 2) * trials.p * (1 - trials.p))
    let error = ((fourth - variance * variance) / number).squareRoot()
    #expect(abs(squares / number - variance) < 5 * error + 1e-9)
  }

  @Test(arguments: [0, 1, 3, 16, 256, 1024, 65535])
  func batchEqualsPlainCounts(_ n: Int) {
    let key = StreamKey(seed: 12, purpose: .gate, stage: 9, replica: 77)
    let count = 5_003
    let p = (0..<count).map { Float($0 * 7919 % count) / Float(count - 1) }
    var counts = [UInt16](repeating: 9, count: count)
    p.withUnsafeBufferPointer { p in
      counts.withUnsafeMutableBufferPointer {
        BinomialBatch.draw(trials: n, probabilities: p, key: key, firstSite: 1000, into: $0)
      }
    }
    for index in 0..<count {
      let plain = BinomialBatch.count(
        trials: n, probability: p[index], key: key, site: 1000 + UInt32(index))
      #expect(Int(counts[index]) == plain)
    }
  }

  @Test func certainties() {
    var stream = RandomStream(StreamKey(seed: 1, purpose: .gate), site: 0)
    #expect(stream.binomial(trials: 256, probability: 0) == 0)
    #expect(stream.binomial(trials: 256, probability: 1) == 256)
    #expect(stream.binomial(trials: 0, probability: 0.5) == 0)
    #expect(stream.poisson(mean: 0) == 0)
  }

  @Test(arguments: [0.1, 3, 9.9, 10, 50, 1000])
  func poissonHasItsLaw(_ mean: Double) {
    var stream = RandomStream(StreamKey(seed: 13, purpose: .testInput), site: 1)
    let draws = 200_000
    let size = Int(mean + 12 * mean.squareRoot() + 20)
    var counts = [Int](repeating: 0, count: size)
    var sum = 0.0
    for _ in 0..<draws {
      let count = stream.poisson(mean: mean)
      counts[min(count, size - 1)] += 1
      sum += Double(count)
    }
    let law = (0..<size).map { k in
      Foundation.exp(Double(k) * Foundation.log(mean) - mean - lgamma(Double(k) + 1))
    }
    #expect(ChiSquare.agrees(counts, probabilities: law))
    #expect(abs(sum / Double(draws) - mean) < 5 * (mean / Double(draws)).squareRoot())
  }

  /// Mean r(1 − p)/p, variance r(1 − p)/p².
  @Test func negativeBinomialMoments() {
    var stream = RandomStream(StreamKey(seed: 14, purpose: .testInput), site: 1)
    let (r, p, draws) = (4.0, 0.3, 200_000)
    var sum = 0.0
    for _ in 0..<draws { sum += Double(stream.negativeBinomial(successes: r, probability: p)) }
    let variance = r * (1 - p) / (p * p)
    #expect(
      abs(sum / Double(draws) - r * (1 - p) / p) < 5 * (variance / Double(draws)).squareRoot())
  }

  @Test func multinomialCountsAddUpAndHaveTheirMoments() {
    let weights: [Float] = [0.5, 0, 3, 0.01, 1.49, 0]
    let total = 5.0
    let (draws, rows) = (64, 40_000)
    var sums = [Double](repeating: 0, count: weights.count)
    var product = 0.0
    var counts = [UInt16](repeating: 0, count: weights.count)
    for row in 0..<rows {
      var stream = RandomStream(StreamKey(seed: 15, purpose: .race), site: UInt32(row))
      weights.withUnsafeBufferPointer { weights in
        counts.withUnsafeMutableBufferPointer {
          stream.multinomial(draws: draws, weights: weights, into: $0)
        }
      }
      #expect(counts.reduce(0) { $0 + Int($1) } == draws)
      for index in counts.indices { sums[index] += Double(counts[index]) }
      product += (Double(counts[0]) - 6.4) * (Double(counts[2]) - 38.4)
    }
    for index in weights.indices {
      let p = Double(weights[index]) / total
      let error = (Double(draws) * p * (1 - p) / Double(rows)).squareRoot()
      #expect(abs(sums[index] / Double(rows) - Double(draws) * p) <= 5 * error)
    }
    // Covariance −n p₀ p₂ = −3.84; its estimate errs by about σ₀σ₂√((1 + ρ²)/rows) = 0.05.
    let error = ((64 * 0.1 * 0.9) * (64 * 0.6 * 0.4) * 1.17 / Double(rows)).squareRoot()
    #expect(abs(product / Double(rows) + 3.84) < 5 * error)
  }
}
