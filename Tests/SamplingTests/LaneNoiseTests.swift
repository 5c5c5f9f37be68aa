import Foundation
import RandomStreams
import Sampling
import Testing

@Suite struct LaneNoiseTests {
  private static let tick = 0x1p-23

  /// Words near both ends of the range and around all powers of 2, where the polynomial begins and ends,
  /// and a million in between.
  private var words: [UInt32] {
    var words = (0..<4096).flatMap { [UInt32($0), UInt32.max - UInt32($0)] }
    for power in 0..<32 {
      let first = UInt32(1) << UInt32(power)
      words += (0..<256).flatMap { [first &+ $0, first &- $0] }
    }
    var source = WordSequence(StreamKey(seed: 3, purpose: .testInput))
    // Each power of 2 of the range as often as the highest.
    words += (0..<1_000_000).map { _ in source.next() >> (source.next() % 32) }
    return words + Array(repeating: 1, count: 16 - words.count % 16)
  }

  private func each(_ body: (SIMD16<UInt32>) -> Void) {
    let words = words
    for first in stride(from: 0, to: words.count, by: 16) {
      body(SIMD16(words[first..<first + 16]))
    }
  }

  @Test func exponentialIsTheLogarithm() {
    var worst = 0.0
    each { words in
      let ticks = LogNoise.exponential(words)
      for lane in 0..<16 where words[lane] != 0 {
        let exact = -log2(Double(words[lane]) * 0x1p-32)
        let error = abs(Double(ticks[lane]) * Self.tick - exact)
        // The polynomial, the rounding of the word to 24 bits, and those of the last two sums.
        worst = max(worst, error / (2e-7 + 1.2e-7 * exact))
        #expect(ticks[lane] >= -1, "word \(words[lane])")
      }
    }
    #expect(worst < 1, "\(worst)")
    // The word 0 stands for everything below 2⁻³², and beats all costs up to 127 ln 2.
    #expect(LogNoise.exponential(SIMD16())[0] * 0x1p-23 == 159)
  }

  @Test func logisticMagnitudeIsTheLogit() {
    var worst = 0.0
    each { words in
      let ticks = LogNoise.logisticMagnitude(words)
      for lane in 0..<16 where words[lane] & 0x7fff_ffff != 0 {
        let v = Double(words[lane] & 0x7fff_ffff) * 0x1p-31
        let exact = log2((2 - v) / v)
        let error = abs(Double(ticks[lane]) * Self.tick - exact)
        worst = max(worst, error / (4e-7 + 1.2e-7 * exact))
      }
    }
    #expect(worst < 1, "\(worst)")
  }

  /// How many of all 2³² words accept a cost, found by bisection of a function that falls in the word, against
  /// e^{−cost}: exact to a few millionths, or a word.
  @Test func acceptanceProbabilities() {
    for cost in [1e-6, 1e-3, 0.1, 0.5, 1, 2, 3, 5, 8, 12, 16, 20, 22] {
      func accepts(_ word: UInt32) -> Bool {
        let ticks = LogNoise.exponential(SIMD16(repeating: word))[0]
        return Double(ticks) * Self.tick * log(2) >= cost
      }
      var low = UInt32(0)
      var high = UInt32.max
      while low + 1 < high {
        let middle = low + (high - low) / 2
        if accepts(middle) { low = middle } else { high = middle }
      }
      let found = (Double(low) + 1) * 0x1p-32
      let exact = exp(-cost)
      #expect(
        abs(found - exact) < 2e-6 * exact + 0x1p-32, "cost \(cost): \(found), expected \(exact)")
    }
  }
}
