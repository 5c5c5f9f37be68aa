import Foundation
import IsingTestSupport
import RandomStreams
import Testing
import VirtualChip

@Suite("The slowest of several Erlang times")
struct ErlangMaximumTests {
  @Test("one time, in closed form")
  func single() {
    #expect(abs(ErlangMaximum.distribution(2, shape: 1) - (1 - exp(-2))) < 1e-12)
    #expect(abs(ErlangMaximum.distribution(3, shape: 2) - (1 - 4 * exp(-3))) < 1e-12)
    #expect(ErlangMaximum.expected(shape: 64, of: 1) == 64)
    // The largest of N exponential times: 1 + 1/2 + … + 1/N.
    let harmonic = (1...20).reduce(0) { $0 + 1 / Double($1) }
    #expect(abs(ErlangMaximum.expected(shape: 1, of: 20) - harmonic) < 1e-3)
  }

  @Test("the slowest of 240 rows of 64 draws takes 1.39 times the mean")
  func reference() {
    #expect(abs(ErlangMaximum.expected(shape: 64, of: 240) / 64 - 1.39) < 0.005)
  }

  @Test("both forms of the distribution agree where they meet")
  func continuity() {
    for x in stride(from: 40.0, to: 100, by: 3) {
      let exact = ErlangMaximum.distribution(x, shape: 64)
      #expect(abs(exact - ErlangMaximum.distribution(x, shape: 64 + 1e-9)) < 1e-3)
    }
  }

  @Test(arguments: [(1, 12), (16, 12), (64, 240), (256, 12), (256, 1536)])
  func monteCarlo(shape: Int, count: Int) {
    var stream = RandomStream(StreamKey(seed: 5, purpose: .testInput), site: UInt32(shape))
    let runs = max(60, 60_000 / count)
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<runs {
      let slowest = (0..<count).reduce(0.0) { largest, _ in
        max(largest, stream.gamma(shape: Double(shape)))
      }
      sum += slowest
      squares += slowest * slowest
    }
    let mean = sum / Double(runs)
    let error = ((squares / Double(runs) - mean * mean) / Double(runs)).squareRoot()
    let expected = ErlangMaximum.expected(shape: Double(shape), of: count)
    // Beyond 64 the approximation itself is good to 10⁻³.
    let verdict = compare(
      mean, with: expected, standardError: error + (shape > 64 ? 1e-3 * expected / 4.5 : 0))
    #expect(verdict.passed, "\(verdict)")
  }

  @Test("quantiles average to the expectation", arguments: [(16, 12), (64, 40), (256, 1536)])
  func quantiles(shape: Int, count: Int) {
    let points = 2000
    let mean =
      (0..<points).reduce(0.0) {
        $0
          + ErlangMaximum.quantile(
            (Double($1) + 0.5) / Double(points), shape: Double(shape), of: count)
      } / Double(points)
    let expected = ErlangMaximum.expected(shape: Double(shape), of: count)
    #expect(abs(mean / expected - 1) < 1e-3, "\(mean) against \(expected)")
    let median = ErlangMaximum.quantile(0.5, shape: Double(shape), of: count)
    let below = pow(ErlangMaximum.distribution(median, shape: Double(shape)), Double(count))
    #expect(abs(below - 0.5) < 1e-6)
  }
}
