import RandomStreams
import Testing

@Suite struct PhiloxTests {
  /// Known answers published with the generator (Random123, file kat_vectors, philox4x32 10 rounds).
  @Test func knownAnswers() {
    #expect(
      Philox.block(counter: SIMD4(0, 0, 0, 0), key: (0, 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = UInt32.max
    #expect(
      Philox.block(counter: SIMD4(repeating: ones), key: (ones, ones))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.block(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: (0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test(arguments: [0, 7, UInt32.max - 4])
  func sixteenLanesAreSixteenSites(_ firstSite: UInt32) {
    let key = StreamKey(seed: 0x1234_5678_9abc_def0, purpose: .gate, stage: 17, replica: 3)
    for block: UInt32 in [0, 1, 1000] {
      let words = Philox.sixteenBlocks(key: key, firstSite: firstSite, block: block)
      for lane in 0..<16 {
        var stream = RandomStream(key, site: firstSite &+ UInt32(lane), block: block)
        #expect(stream.next() == words.0[lane])
        #expect(stream.next() == words.1[lane])
        #expect(stream.next() == words.2[lane])
        #expect(stream.next() == words.3[lane])
      }
    }
  }

  @Test func everyPartOfTheNameMatters() {
    let key = StreamKey(seed: 1, purpose: .race, stage: 2, replica: 3)
    var others = [key, key.replica(4)]
    others.append(StreamKey(seed: 2, purpose: .race, stage: 2, replica: 3))
    others.append(StreamKey(seed: 1 << 32 + 1, purpose: .race, stage: 2, replica: 3))
    others.append(StreamKey(seed: 1, purpose: .gate, stage: 2, replica: 3))
    others.append(StreamKey(seed: 1, purpose: .race, stage: 3, replica: 3))
    var first = Set(
      others.map { key in
        var stream = RandomStream(key, site: 5)
        return stream.next()
      })
    var site = RandomStream(key, site: 6)
    first.insert(site.next())
    var block = RandomStream(key, site: 5, block: 1)
    first.insert(block.next())
    #expect(first.count == others.count + 2)
  }

  @Test func purposesHaveDifferentNumbers() {
    #expect(Set(StreamPurpose.allCases.map(\.rawValue)).count == StreamPurpose.allCases.count)
  }
}
