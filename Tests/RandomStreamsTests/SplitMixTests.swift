import RandomStreams
import Testing

@Suite struct SplitMixTests {
  /// The first outputs of the authors' program from seed 0.
  @Test func knownWords() {
    #expect(
      (1...3).map { SplitMix64.word($0) }
        == [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f])
  }
}
