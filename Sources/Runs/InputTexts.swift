import Foundation
import Jobs

/// The texts that a user gives on the command line and in a file.
public enum InputTexts {
  /// The most bytes that an input file may hold.
  public static let largestFile_bytes = 100_000_000

  /// Reads the values of `--text`, then the file of `--input`.
  ///
  /// A file whose name ends in `.json` is an array of strings. Any other file is UTF-8 with one text
  /// a line; a byte order mark, carriage returns at line ends and blank lines are no part of a text.
  ///
  /// - Parameters:
  ///   - texts: the values of `--text`, in order.
  ///   - file: the path given to `--input`.
  /// A blank value of `--text` or of a JSON array is a text of its own: two tokens for BERT.
  ///
  /// - Returns: at least one text.
  /// - Throws: `RunFailure` of kind `.badInput` that names the file and the line or index, or of kind
  ///   `.usage` if neither texts nor a file are given.
  public static func read(texts: [String], file: String?) throws(RunFailure) -> [String] {
    guard let file else {
      guard !texts.isEmpty else {
        throw RunFailure(.usage, "no text: give --text TEXT or --input FILE")
      }
      return texts
    }
    let bytes = try RunFailure.readingInput {
      try FileReading.bytes(of: file, limit: largestFile_bytes)
    }
    return texts + (try parse(bytes, file: file))
  }

  /// Splits the bytes of a file into texts; `file` decides the format and appears in errors.
  package static func parse(_ bytes: [UInt8], file: String) throws(RunFailure) -> [String] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let skipped = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    try checkEncoding(bytes, file: file)
    let content = bytes[skipped...]
    let texts =
      file.lowercased().hasSuffix(".json")
      ? try JSONTexts.parse(content, file: file) : lines(of: content)
    guard !texts.isEmpty else { throw RunFailure(.badInput, "\(file): holds no text") }
    return texts
  }

  /// Whether a text holds nothing but white space.
  static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

  private static func lines(of content: ArraySlice<UInt8>) -> [String] {
    content.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      let text = String(decoding: end, as: UTF8.self)
      return isBlank(text) ? nil : text
    }
  }

  private static func checkEncoding(_ bytes: [UInt8], file: String) throws(RunFailure) {
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let offset = error.byteOffsets.lowerBound
      let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
      let found = String(bytes[offset], radix: 16, uppercase: true)
      throw RunFailure(
        .badInput,
        "\(file):\(line): byte \(offset) is 0x\(found), which is not UTF-8; expected UTF-8 text")
    }
  }
}
