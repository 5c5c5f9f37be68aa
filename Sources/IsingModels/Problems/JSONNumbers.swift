import ByteFormats

/// A list of numbers in a JSON document: as numbers, or as the bytes of a NumPy array, which stand in
/// base64 or as a list of numbers from 0 to 255.
enum JSONNumbers {
  case numbers([Double])
  case text([UInt8])

  /// Reads what stands there.
  init(_ scanner: inout JSONScanner) throws(JSONError) {
    if scanner.peek() == UInt8(ascii: "\"") {
      self = .text(Array(try scanner.string().utf8))
      return
    }
    var numbers: [Double] = []
    try scanner.list { (scanner) throws(JSONError) in numbers.append(try scanner.number()) }
    self = .numbers(numbers)
  }

  /// The values, where numbers stand for themselves; nil for a text.
  var plain: [Double]? {
    if case .numbers(let numbers) = self { numbers } else { nil }
  }

  /// The values of a little-endian array.
  ///
  /// - Returns: nil for what is no base64, no bytes, or not a whole number of values.
  func values(of type: BinaryType) -> [Double]? {
    let bytes: [UInt8]?
    switch self {
    case .text(let text): bytes = Base64.decoded(text)
    case .numbers(let numbers):
      let whole = numbers.compactMap { UInt8(exactly: $0) }
      bytes = whole.count == numbers.count ? whole : nil
    }
    guard let bytes, bytes.count % type.size == 0 else { return nil }
    var reader = ByteReader(bytes)
    var values: [Double] = []
    values.reserveCapacity(bytes.count / type.size)
    while !reader.isAtEnd {
      let bits = reader.unsigned(type.size)
      switch type {
      case .float64: values.append(Double(bitPattern: bits))
      case .float32: values.append(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
      default:
        let shift = UInt64(64 - 8 * type.size)
        values.append(
          type.isSigned ? Double(Int64(bitPattern: bits << shift) >> Int64(shift)) : Double(bits))
      }
    }
    return values
  }
}

/// Base64 (RFC 4648), with either alphabet and without blanks.
enum Base64 {
  static func decoded(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var (bits, count) = (UInt32(0), 0)
    var padding = 0
    for byte in text {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(byte) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        bits &= 1 << UInt32(count) - 1
      }
    }
    // What is left of the last group is zero, and a single character holds no byte.
    guard padding <= 2, count < 6, bits == 0 else { return nil }
    return bytes
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
