import ByteFormats
import Testing

@Suite struct HashTests {
  /// Vectors of FIPS 180-4 (NIST examples).
  @Test func digestsOfKnownTexts() {
    #expect(
      SHA256.hexDigest(of: [])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hexDigest(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexDigest(
        of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.hexDigest(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Vectors of its authors.
  @Test func sumsOfKnownTexts() {
    #expect(FNV1a.of([]) == 0xcbf2_9ce4_8422_2325)
    #expect(FNV1a.of([0x61]) == 0xaf63_dc4c_8601_ec8c)
    #expect(FNV1a.of(Array("foobar".utf8)[...]) == 0x8594_4171_f739_67e8)
    var hash = FNV1a()
    for byte in "foobar".utf8 { hash.add(byte) }
    #expect(hash.value == 0x8594_4171_f739_67e8)
  }

  /// What checkpoints of earlier versions hold.
  @Test func hashOfWordsStays() {
    var hash = WordHash()
    hash.add("crossbar 128 x 128")
    hash.add([1, -2, 3] as [Int16])
    hash.add([0.5, -0.0] as [Float])
    let whole = hash.hexadecimal
    #expect(whole == "7bffbc5b3cd37be2")
    var other = WordHash()
    other.add("crossbar 128 x 128")
    other.add([1, -2, 3] as [Int16])
    other.add([0.5, 0.0] as [Float])
    #expect(other.hexadecimal != whole)
  }
}
