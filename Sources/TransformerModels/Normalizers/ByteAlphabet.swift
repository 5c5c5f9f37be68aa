/// GPT-2's alphabet of 256 printable scalars, one for each byte (Radford et al. 2019).
///
/// Printable bytes of Latin-1 stand for themselves; the others, in order, for U+0100 and on.
enum ByteAlphabet {
  /// The scalar of each byte.
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0..<UInt32(256)).map { byte in
      switch byte {
      case 0x21...0x7e, 0xa1...0xac, 0xae...0xff: return Unicode.Scalar(UInt8(byte))
      default:
        defer { next += 1 }
        return Unicode.Scalar(next) ?? " "
      }
    }
  }()

  /// The byte of each scalar below U+0144; −1 where there is none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = Int16(byte) }
    return bytes
  }()

  /// The byte that a scalar stands for; `nil` if it stands for none.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    guard scalar.value < 0x144 else { return nil }
    let byte = bytes[Int(scalar.value)]
    return byte < 0 ? nil : UInt8(byte)
  }

  /// Appends the scalars of the bytes of `text` in UTF-8.
  static func append(_ text: ArraySlice<Unicode.Scalar>, to output: inout [Unicode.Scalar]) {
    let table = scalars
    for scalar in text {
      if scalar.value < 0x80 {
        output.append(table[Int(scalar.value)])
      } else {
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          output.append(table[Int(byte)])
        }
      }
    }
  }
}
