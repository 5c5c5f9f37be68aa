import ByteFormats
import RandomStreams
import Testing

@Suite struct DecimalNumberTests {
  private func parse(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return DecimalNumber.parse(bytes, bytes.indices)
  }

  private func plain(_ value: Double) -> String {
    var bytes: [UInt8] = []
    DecimalNumber.appendPlain(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func decimals() {
    for (text, value) in [
      ("1", 1.0), ("-3", -3), ("+4", 4), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1E-3", 1e-3),
      ("0.1", 0.1), ("123456789012345678901234567890", 123_456_789_012_345_677_877_719_597_056),
      ("9007199254740993", 9_007_199_254_740_992), ("1e22", 1e22), ("1e23", 1e23),
      ("0.000000000000000000000000000001", 1e-30), ("5e-324", .leastNonzeroMagnitude),
      ("1e-400", 0),
      ("0000000000000000000000001.5", 1.5), ("2.2250738585072014e-308", .leastNormalMagnitude),
    ] {
      #expect(parse(text) == value, "\(text)")
    }
    for text in [
      "", "-", ".", "e5", "1e", "1e+", "1.2.3", "nan", "inf", "-Infinity", "0x10", "1,5", "1e999",
      "1d5", "--1", "1 ", "1e5.5", "½",
    ] {
      #expect(parse(text) == nil, "\(text)")
    }
  }

  @Test func plainNumbersReadBackAsTheSameBits() {
    #expect(plain(1e-7) == "0.0000001")
    #expect(plain(-1.25e-3) == "-0.00125")
    #expect(plain(1e20) == "100000000000000000000")
    #expect(plain(-0.0) == "0")
    #expect(plain(3) == "3")
    // The least Int64, which has no opposite.
    #expect(plain(-0x1p63) == "-9223372036854776000")
    #expect(plain(0x1p63) == "9223372036854776000")
    #expect(plain(0.1) == "0.1")
    #expect(plain(1e16 + 2) == "10000000000000002")
    for place in 1...20_000 {
      let value = Double(bitPattern: SplitMix64.word(UInt64(place)))
      guard value.isFinite else { continue }
      let text = plain(value)
      #expect(!text.contains("e"))
      #expect(parse(text) == value && Double(text) == value, "\(value)")
      #expect(parse(value.description) == value)
    }
  }

  @Test func wholeNumbers() {
    func whole(_ text: String) -> Int? {
      let bytes = Array(text.utf8)
      return DecimalNumber.whole(bytes, bytes.indices)
    }
    for value in [0, 7, -7, 10, .max, .min, .max - 1, .min + 1] {
      #expect(whole("\(value)") == value)
    }
    #expect(whole("+12") == 12)
    #expect(whole("-0") == 0)
    #expect(whole("007") == 7)
    for text in [
      "", "-", "+", "1.0", "1e3", " 1", "1 ", "9223372036854775808", "-9223372036854775809", "٣",
    ] {
      #expect(whole(text) == nil, "\(text)")
    }
  }
}
