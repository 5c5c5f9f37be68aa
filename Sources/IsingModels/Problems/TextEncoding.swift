/// Brings a text file to UTF-8 without a mark.
enum TextEncoding {
  /// - Returns: the bytes, and whether they were UTF-16 (some copies of the Gset are).
  static func utf8(
    _ bytes: [UInt8], fileName: String
  ) throws(ProblemFileError) -> (bytes: [UInt8], wasUTF16: Bool) {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return (Array(bytes.dropFirst(3)), false) }
    guard let (isLittleEndian, start) = utf16Order(bytes) else { return (bytes, false) }
    guard bytes.count % 2 == 0 else {
      throw ProblemFileError(
        fileName: fileName, found: "UTF-16 with an odd number of bytes",
        expected: "UTF-8, or whole UTF-16")
    }
    let units = stride(from: start, to: bytes.count, by: 2).map { k in
      let (first, second) = (UInt16(bytes[k]), UInt16(bytes[k + 1]))
      return isLittleEndian ? second << 8 | first : first << 8 | second
    }
    return (Array(String(decoding: units, as: UTF16.self).utf8), true)
  }

  /// The order of UTF-16 and where the text begins; nil for anything else.
  private static func utf16Order(_ bytes: [UInt8]) -> (isLittleEndian: Bool, start: Int)? {
    guard bytes.count >= 4 else { return nil }
    switch (bytes[0], bytes[1]) {
    case (0xff, 0xfe): return (true, 2)
    case (0xfe, 0xff): return (false, 2)
    default: break
    }
    // Without a mark, ASCII shows as every other byte 0.
    if bytes[0] != 0, bytes[1] == 0, bytes[2] != 0, bytes[3] == 0 { return (true, 0) }
    if bytes[0] == 0, bytes[1] != 0, bytes[2] == 0, bytes[3] != 0 { return (false, 0) }
    return nil
  }
}
