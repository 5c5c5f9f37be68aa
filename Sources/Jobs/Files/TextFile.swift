import ByteFormats

/// Files of texts: one a line, or an array of strings in JSON.
public enum TextFile {
  /// The texts of a file whose name ends in `.json`, an array of strings, or of any other, UTF-8 with one
  /// text a line.
  ///
  /// A byte order mark, carriage returns at line ends and blank lines are no part of a text.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: its name, which decides the format and appears in errors.
  /// - Returns: at least one text.
  /// - Throws: `FileError` with the line or the element.
  public static func texts(_ bytes: [UInt8], file: String) throws(FileError) -> [String] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    try checkEncoding(bytes, file: file)
    let range = start..<bytes.count
    let texts =
      file.lowercased().hasSuffix(".json")
      ? try elements(bytes, range, file: file) : lines(of: bytes[range])
    guard !texts.isEmpty else { throw FileError(file, "holds no text") }
    return texts
  }

  private static func lines(of content: ArraySlice<UInt8>) -> [String] {
    content.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      let text = String(decoding: end, as: UTF8.self)
      return text.allSatisfy(\.isWhitespace) ? nil : text
    }
  }

  private static func checkEncoding(_ bytes: [UInt8], file: String) throws(FileError) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let offset = error.byteOffsets.lowerBound
      let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
      let found = String(bytes[offset], radix: 16, uppercase: true)
      throw FileError(
        "\(file):\(line)",
        "byte \(offset) is 0x\(found), which is not UTF-8; expected UTF-8 text")
    }
  }

  /// The strings of an array in JSON.
  private static func elements(
    _ bytes: [UInt8], _ range: Range<Int>, file: String
  ) throws(FileError) -> [String] {
    var scanner = JSONScanner(bytes, range: range)
    let value: JSONValue
    do throws(JSONError) {
      value = try scanner.value()
      guard scanner.peek() == nil else { throw scanner.failure(expected: "the end") }
    } catch { throw FileError(file, "is not JSON: it goes wrong at byte \(error.position)") }
    guard case .array(let elements) = value else {
      throw FileError(file, "holds \(kind(of: value)), expected an array of strings")
    }
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      guard case .string(let text) = element else {
        throw FileError(file, "element \(index) is \(kind(of: element)), expected a string")
      }
      texts.append(text)
    }
    return texts
  }

  /// What a value is, in words for a message.
  private static func kind(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
