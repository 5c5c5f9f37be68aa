import IsingTestSupport
import RandomStreams
import Testing

@Suite struct VectorGeneratorTests {
  /// The outputs that Blackman and Vigna's program xoshiro256plusplus.c gives from the state 1, 2, 3, 4.
  @Test func outputsArePublished() {
    let lanes = SIMD8<UInt64>(repeating: 1)
    var generator = VectorGenerator(state: lanes, 2 &* lanes, 3 &* lanes, 4 &* lanes)
    let published: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
      9_228_616_714_210_784_205, 9_973_669_472_204_895_162, 14_011_001_112_246_962_877,
      12_406_186_145_184_390_807, 15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
    ]
    for word in published {
      #expect(generator.next() == SIMD8(repeating: word))
    }
  }

  /// The state is the stream's words, four of 64 bits a lane.
  @Test func statesAreWordsOfPhilox() {
    let key = StreamKey(seed: 5, purpose: .testInput, stage: 1, replica: 2)
    var words = RandomStream(key, site: 9)
    var state = [SIMD8<UInt64>](repeating: SIMD8(), count: 4)
    for lane in 0..<8 {
      for k in 0..<4 { state[k][lane] = UInt64(words.next()) << 32 | UInt64(words.next()) }
    }
    var expected = VectorGenerator(state: state[0], state[1], state[2], state[3])
    var found = VectorGenerator(key, stream: 9)
    for _ in 0..<10 { #expect(found.next() == expected.next()) }
  }

  /// Bytes are uniform, and each of the 512 bit positions is set half of the time.
  @Test func bitsAreUniform() throws {
    var generator = VectorGenerator(StreamKey(seed: 6, purpose: .testInput), stream: 0)
    let draws = 20_000
    var bytes = [Int](repeating: 0, count: 256)
    var positions = [Int](repeating: 0, count: 512)
    for _ in 0..<draws {
      let vector = generator.next()
      for lane in 0..<512 { positions[lane] += Int(vector[lane / 64] >> UInt64(lane % 64) & 1) }
      for lane in 0..<8 {
        for byte in 0..<8 { bytes[Int(vector[lane] >> UInt64(8 * byte) & 255)] += 1 }
      }
    }
    let verdict = try GoodnessOfFit(
      counts: bytes, probabilities: Array(repeating: 1 / 256, count: 256)
    ).verdict()
    #expect(verdict.passed, "\(verdict)")
    // χ² of 512 positions: mean 512, variance 1024; 5 standard deviations.
    let chi = positions.reduce(0) {
      $0 + (Double($1) - Double(draws) / 2) * (Double($1) - Double(draws) / 2) * 4 / Double(draws)
    }
    #expect(abs(chi - 512) < 5 * 32, "χ² = \(chi)")
  }

  /// Lanes, streams, keys and successive outputs: as many equal bits as independent ones have.
  @Test func streamsAreIndependent() {
    let key = StreamKey(seed: 7, purpose: .testInput)
    let draws = 4000
    var first = VectorGenerator(key, stream: 0)
    var second = VectorGenerator(key, stream: 1)
    var other = VectorGenerator(key.replica(1), stream: 0)
    var previous = SIMD8<UInt64>()
    // Lane against the next lane, stream against stream, key against key, output against the last.
    var equal = [Int](repeating: 0, count: 4)
    for _ in 0..<draws {
      let vector = first.next()
      let turned = SIMD8(
        vector[1], vector[2], vector[3], vector[4], vector[5], vector[6], vector[7], vector[0])
      for (k, partner) in [turned, second.next(), other.next(), previous].enumerated() {
        for lane in 0..<8 { equal[k] += (~(vector[lane] ^ partner[lane])).nonzeroBitCount }
      }
      previous = vector
    }
    let bits = Double(512 * draws)
    for count in equal {
      let z = (Double(count) - bits / 2) / (bits / 4).squareRoot()
      #expect(abs(z) < 5, "z = \(z)")
    }
  }
}
