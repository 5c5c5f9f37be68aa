import RandomStreams
import Testing

@Suite struct UniformTests {
  @Test func borders() {
    #expect(Uniforms.float(0) == 0)
    #expect(Uniforms.float(.max) == 1 - 0x1p-24)
    #expect(Uniforms.openFloat(0) == 0x1p-24)
    #expect(Uniforms.openFloat(.max) == 1 - 0x1p-24)
    #expect(Uniforms.openDouble(0, 0) == 0x1p-53)
    #expect(Uniforms.openDouble(.max, .max) == 1 - 0x1p-53)
  }

  @Test func lanesEqualScalars() {
    var stream = RandomStream(StreamKey(seed: 4, purpose: .testInput), site: 0)
    var words = SIMD16<UInt32>()
    for lane in 0..<16 { words[lane] = stream.next() }
    let floats = Uniforms.floats(words)
    for lane in 0..<16 { #expect(floats[lane] == Uniforms.float(words[lane])) }
  }

  /// Neighbouring sites are independent: the correlation of 100 000 pairs is below 5/√100 000.
  @Test func neighbouringSitesAreUncorrelated() {
    let key = StreamKey(seed: 5, purpose: .testInput)
    let count = 100_000
    var sum = 0.0
    var previous = 0.0
    for site in 0..<count {
      var stream = RandomStream(key, site: UInt32(site))
      let value = (stream.uniform() - 0.5) * 12.0.squareRoot()
      sum += value * previous
      previous = value
    }
    #expect(abs(sum / Double(count)) < 5 / Double(count).squareRoot())
  }

  @Test func integersAreUniform() {
    var stream = RandomStream(StreamKey(seed: 6, purpose: .testInput), site: 0)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[Int(stream.integer(below: 7))] += 1 }
    let square = ChiSquare.statistic(counts, expected: [Double](repeating: 10_000, count: 7))
    #expect(square < ChiSquare.bound(degrees: 6))
  }
}
