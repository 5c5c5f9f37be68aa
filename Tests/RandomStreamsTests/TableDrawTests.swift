import Foundation
import RandomStreams
import Testing

/// Draws of `BinomialBatch` against the law, over numbers of trials and probabilities.
@Suite struct TableDrawTests {
  private func counts(_ n: Int, _ p: Float, draws: Int, seed: UInt64) -> [UInt16] {
    let key = StreamKey(seed: seed, purpose: .gate, stage: 3)
    let p = [Float](repeating: p, count: draws)
    var counts = [UInt16](repeating: 0, count: draws)
    p.withUnsafeBufferPointer { p in
      counts.withUnsafeMutableBufferPointer {
        BinomialBatch.draw(trials: n, probabilities: p, key: key, firstSite: 5, into: $0)
      }
    }
    return counts
  }

  /// χ² at a false alarm rate of 2.9·10⁻⁷ a case, in which 200 000 draws show an error of a percent in the
  /// probability of a common count.
  @Test(arguments: [1, 2, 3, 7, 16, 64, 100, 256, 257, 1000, 1024, 1025, 4096])
  func batchHasTheLaw(_ n: Int) {
    // Beside, on and far from points of the grids, which are multiples of 1/64 to 1/2048.
    let probabilities: [Float] = [
      1e-6, 3e-4, 0.01, 0.0156, 0.015_625, 0.0157, 0.12, 0.2499, 0.31, 0.5, 0.5001, 0.77, 0.99,
      0.9999, 0.999_999,
    ]
    for (place, p) in probabilities.enumerated() {
      var tally = [Int](repeating: 0, count: n + 1)
      for count in counts(n, p, draws: 200_000, seed: UInt64(100 * n + place)) {
        tally[Int(count)] += 1
      }
      let law = CountTests.binomialLaw(CountTests.Trials(n: n, p: Double(p)))
      #expect(ChiSquare.agrees(tally, probabilities: law), "\(n) trials of \(p)")
    }
  }

  /// Counts that no column stands for come from the rest of the law: beyond ±64 of 512 it has 5.6·10⁻⁵,
  /// 224 of four million draws with a deviation of 15.
  @Test func endsOfTheLawAreDrawn() {
    let (n, draws) = (1024, 4_000_000)
    let law = CountTests.binomialLaw(CountTests.Trials(n: n, p: 0.5))
    let isFar = { (count: Int) in abs(count - 512) > 64 }
    let expected = (0...n).filter(isFar).reduce(0) { $0 + law[$1] } * Double(draws)
    let far = counts(n, 0.5, draws: draws, seed: 8).reduce(0) { $0 + (isFar(Int($1)) ? 1 : 0) }
    #expect(expected > 200)
    #expect(abs(Double(far) - expected) < 5 * expected.squareRoot())
  }

  @Test(arguments: [0, 1, 64, 1024, 2000])
  func certainties(_ n: Int) {
    #expect(counts(n, 0, draws: 1000, seed: 1).allSatisfy { $0 == 0 })
    #expect(counts(n, 1, draws: 1000, seed: 1).allSatisfy { $0 == n })
  }

  /// A count depends on its key and site alone, not on the block, the neighbours or the thread.
  @Test func countsDependOnTheirSiteAlone() async {
    let all = counts(256, 0.3, draws: 1000, seed: 4)
    let key = StreamKey(seed: 4, purpose: .gate, stage: 3)
    func part(_ range: Range<Int>) -> [UInt16] {
      let p = [Float](repeating: 0.3, count: range.count)
      var counts = [UInt16](repeating: 0, count: range.count)
      p.withUnsafeBufferPointer { p in
        counts.withUnsafeMutableBufferPointer {
          BinomialBatch.draw(
            trials: 256, probabilities: p, key: key, firstSite: 5 + UInt32(range.lowerBound),
            into: $0)
        }
      }
      return counts
    }
    let ranges = [0..<1, 1..<30, 30..<417, 417..<1000]
    await withTaskGroup(of: (Range<Int>, [UInt16]).self) { group in
      for range in ranges { group.addTask { (range, part(range)) } }
      for await (range, counts) in group { #expect(counts == Array(all[range])) }
    }
  }

  /// Neighbours share words of a stream; their counts are independent: a covariance of 0 with the
  /// deviation S p(1 − p)/√draws.
  @Test(arguments: [1, 16, 32])
  func neighboursAreIndependent(_ distance: Int) {
    let (n, p, draws) = (64, 0.3, 200_000)
    let drawn = counts(n, Float(p), draws: draws, seed: 5).map { Double($0) - Double(n) * p }
    let variance = Double(n) * p * (1 - p)
    let pairs = draws - distance
    let sum = (0..<pairs).reduce(0) { $0 + drawn[$1] * drawn[$1 + distance] }
    #expect(abs(sum / Double(pairs)) < 5 * variance / Double(pairs).squareRoot())
  }
}
