/// Bytes in little endian, one number after the other.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  mutating func set(_ number: UInt64, at offset: Int) {
    withUnsafeBytes(of: number.littleEndian) { word in
      for (index, byte) in word.enumerated() { bytes[offset + index] = byte }
    }
  }

  /// A length and what has it.
  mutating func appendSection(_ content: [UInt8]) {
    append(UInt64(content.count))
    bytes += content
  }

  mutating func appendSection(_ codes: [Int16], bits: Int) {
    append(UInt64(CodePacking.byteCount(codes.count, bits: bits)))
    CodePacking.append(codes, bits: bits, to: &bytes)
  }

  mutating func appendSection(_ numbers: [Float]) {
    append(UInt64(4 * numbers.count))
    for number in numbers { append(number.bitPattern) }
  }
}
