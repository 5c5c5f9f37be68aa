import ByteFormats

/// Signed codes as a stream of bits: two's complement, the lowest bit first, no bit between codes, zeros
/// to the end of the last byte.
enum CodePacking {
  /// Bytes of `count` codes.
  static func byteCount(_ count: Int, bits: Int) -> Int { ceilingDivide(count * bits, 8) }

  /// The largest magnitude of a code: the range is symmetric.
  static func largest(bits: Int) -> Int16 { Int16((1 << (bits - 1)) - 1) }

  /// Packs codes.
  /// - Parameters:
  ///   - codes: each within the symmetric range.
  ///   - bits: of a code, 2 to 16.
  ///   - bytes: where the packed bytes are appended.
  static func append(_ codes: [Int16], bits: Int, to bytes: inout [UInt8]) {
    let mask = UInt64(1) << UInt64(bits) - 1
    var pending: UInt64 = 0
    var held = 0
    for code in codes {
      pending |= (UInt64(UInt16(bitPattern: code)) & mask) << UInt64(held)
      held += bits
      while held >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
        held -= 8
      }
    }
    if held > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
  }

  /// Unpacks codes; `nil` if a code is not in the symmetric range, or the last byte is not filled up
  /// with zeros.
  /// - Parameters:
  ///   - bytes: `byteCount(count, bits: bits)` bytes.
  ///   - count: the number of codes.
  ///   - bits: of a code, 2 to 16.
  static func codes(_ bytes: ArraySlice<UInt8>, count: Int, bits: Int) -> [Int16]? {
    let mask = UInt64(1) << UInt64(bits) - 1
    let unused = UInt16(16 - bits)
    let largest = largest(bits: bits)
    var codes: [Int16] = []
    codes.reserveCapacity(count)
    var pending: UInt64 = 0
    var held = 0
    var isInRange = true
    for byte in bytes {
      pending |= UInt64(byte) << UInt64(held)
      held += 8
      while held >= bits, codes.count < count {
        let code = Int16(bitPattern: UInt16(pending & mask) << unused) >> Int16(unused)
        isInRange = isInRange && code >= -largest
        codes.append(code)
        pending >>= UInt64(bits)
        held -= bits
      }
    }
    return isInRange && pending == 0 && codes.count == count ? codes : nil
  }
}
