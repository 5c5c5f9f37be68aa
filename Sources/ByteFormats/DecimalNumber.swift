/// Decimal numbers in bytes: read exactly, written so that they read back exactly.
package enum DecimalNumber {
  /// The correctly rounded value of `[+-]digits[.digits][e[+-]digits]`; nil for anything else, and for
  /// a value that Float64 cannot hold.
  ///
  /// Up to 18 digits are gathered in an integer. Below 2⁵³, with a power of ten up to 10²² that is
  /// itself exact, one multiplication or division rounds once (Clinger 1990); the rest goes to the
  /// standard library.
  package static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    var position = range.lowerBound
    let end = range.upperBound
    guard position < end else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    var mantissa: UInt64 = 0
    var significant = 0
    var digits = 0
    var exponent = 0
    var hasPoint = false
    while position < end {
      let byte = bytes[position]
      if byte >= 0x30, byte <= 0x39 {
        digits += 1
        if significant > 0 || byte != 0x30 { significant += 1 }
        if significant <= 18 { mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30) }
        if hasPoint { exponent -= 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      position += 1
    }
    guard digits > 0 else { return nil }
    if position < end {
      guard let written = exponentPart(bytes, position..<end) else { return nil }
      exponent += written
    }
    if significant <= 18, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
      let power = powersOfTen[abs(exponent)]
      let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
      return isNegative ? -value : value
    }
    let value = Double(String(decoding: bytes[range], as: UTF8.self))
    return value?.isFinite == true ? value : nil
  }

  /// `e[+-]digits`, limited to what any sum of exponents needs.
  private static func exponentPart(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    guard bytes[position] | 0x20 == UInt8(ascii: "e") else { return nil }
    position += 1
    guard position < range.upperBound else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard position < range.upperBound else { return nil }
    var value = 0
    while position < range.upperBound {
      let byte = bytes[position]
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = min(value * 10 + Int(byte - 0x30), 1_000_000_000_000)
      position += 1
    }
    return isNegative ? -value : value
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// Appends a finite number without an exponent: the fewest digits that read back as the same bits.
  package static func appendPlain(_ value: Double, to bytes: inout [UInt8]) {
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
      appendWhole(Int(whole), to: &bytes)
      return
    }
    // "-1.2345e-07": digits, and where the point belongs.
    let text = Array(value.description.utf8)
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    for (k, byte) in text.enumerated() {
      if byte == UInt8(ascii: "-") {
        bytes.append(byte)
      } else if byte == UInt8(ascii: ".") {
        point = digits.count
      } else if byte == UInt8(ascii: "e") {
        exponent = exponentPart(text, k..<text.count) ?? 0
        break
      } else {
        digits.append(byte)
      }
    }
    let place = (point ?? digits.count) + exponent
    let zero = UInt8(ascii: "0")
    if place <= 0 {
      bytes += [zero, UInt8(ascii: ".")]
      bytes += repeatElement(zero, count: -place)
      bytes += digits
    } else if place >= digits.count {
      bytes += digits
      bytes += repeatElement(zero, count: place - digits.count)
    } else {
      bytes += digits[..<place]
      if digits[place...].contains(where: { $0 != zero }) {
        bytes.append(UInt8(ascii: "."))
        bytes += digits[place...]
      }
    }
  }

  /// The value of `[+-]digits`; nil for anything else, and for one that `Int` cannot hold.
  package static func whole(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    guard position < range.upperBound else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard position < range.upperBound else { return nil }
    // Below zero, where there is one number more.
    var value = 0
    while position < range.upperBound {
      let byte = bytes[position]
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.subtractingReportingOverflow(Int(byte &- 0x30))
      guard !first, !second else { return nil }
      value = sum
      position += 1
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// Appends a whole number.
  package static func appendWhole(_ value: Int, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}
