import ByteFormats
import Testing

@Suite struct ByteTests {
  @Test func numbersStandInLittleEndian() throws {
    var writer = ByteWriter()
    writer.put(UInt16(0x0201))
    writer.put(Int32(-2))
    writer.put(1.0)
    writer.put([3, -4] as [Int8])
    writer.set(0x0807_0605_0403_0201, at: 6)
    #expect(
      writer.bytes == [
        1, 2, 0xfe, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0xfc,
      ])
    var reader = ByteReader(writer.bytes)
    #expect(try reader.get(UInt16.self) == 0x0201)
    #expect(try reader.get(Int32.self) == -2)
    #expect(reader.unsigned(3) == 0x03_0201)
    #expect(Array(try reader.slice(5)) == [4, 5, 6, 7, 8])
    #expect(reader.remaining == 10)
    #expect(try reader.list(Int8.self) == [3, -4])
    #expect(reader.isAtEnd)
  }

  @Test func bytesThatEndTooEarlyAreRefused() {
    var writer = ByteWriter()
    writer.put([1.5, -2.5])
    for count in 0..<writer.bytes.count {
      var reader = ByteReader(writer.bytes, range: 0..<count)
      #expect(throws: ByteReader.Damaged.self, "\(count)") { try reader.list(Double.self) }
    }
    for count: UInt64 in [3, 1 << 40, .max] {
      writer.set(count, at: 0)
      var reader = ByteReader(writer.bytes)
      #expect(throws: ByteReader.Damaged.self, "\(count)") { try reader.list(Double.self) }
    }
  }

  @Test func ceilings() {
    for dividend in 0...40 {
      for divisor in 1...9 {
        let quotient = ceilingDivide(dividend, divisor)
        #expect(quotient * divisor >= dividend && (quotient - 1) * divisor < dividend)
      }
    }
    for value in 1...5000 {
      let bits = ceilingLog2(value)
      #expect(1 << bits >= value && (bits == 0 || 1 << (bits - 1) < value))
    }
  }

  @Test func prefixesAscendByThousands() {
    #expect(SIPrefix.all.map(\.symbol).joined() == "afpnµmkMGTP")
    for (index, prefix) in SIPrefix.all.enumerated() {
      #expect(prefix.exponent == 3 * index - 18)
      #expect(Double("1e\(prefix.exponent)") == prefix.factor)
    }
  }
}
