import IsingTestSupport
import RandomStreams
import Testing

@Suite struct WordSequenceTests {
  /// Words 1024 i … are block i of sites 0 to 255: word w of a group of 16 sites at w · 16.
  @Test func wordsAreBlocksOfPhilox() {
    let key = StreamKey(seed: 3, purpose: .testInput, stage: 2, replica: 5)
    var words = WordSequence(key)
    var pieces = words
    for block in 0..<3 {
      for group in 0..<16 {
        let streams = (0..<16).map {
          RandomStream(key, site: UInt32(16 * group + $0), block: UInt32(block))
        }
        var expected = [UInt32](repeating: 0, count: 64)
        for (lane, stream) in streams.enumerated() {
          var stream = stream
          for word in 0..<4 { expected[16 * word + lane] = stream.next() }
        }
        #expect((0..<64).map { _ in words.next() } == expected)
        #expect(pieces.withNext(64) { drawn in drawn.indices.map { drawn[$0] } } == expected)
      }
    }
  }

  @Test func indicesAreUniform() throws {
    var words = WordSequence(StreamKey(seed: 4, purpose: .testInput))
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { counts[words.index(below: 10)] += 1 }
    let verdict = try GoodnessOfFit(
      counts: counts, probabilities: Array(repeating: 0.1, count: 10)
    ).verdict()
    #expect(verdict.passed, "\(verdict)")
  }
}
