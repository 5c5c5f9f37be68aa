import ByteFormats

/// Files of texts: one a line, or strings of JSON, lines of JSON and tables.
public enum TextFile {
  /// The texts of a file, by the ending of its name:
  ///
  /// - `.json`: an array of strings, or of objects with a string `text` or `sentence`;
  /// - `.jsonl`, `.ndjson`: the same, one a line;
  /// - `.csv`, `.tsv`: a table (RFC 4180) whose first line names a column `text` or `sentence`;
  /// - any other: UTF-8 with one text a line.
  ///
  /// A byte order mark, carriage returns at line ends and blank lines are no part of a text.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: its name, which decides the format and appears in errors.
  /// - Returns: at least one text.
  /// - Throws: `FileError` with the line or the element, and the keys or columns that were found in place of a
  ///   text.
  public static func texts(_ bytes: [UInt8], file: String) throws(FileError) -> [String] {
    try read(bytes, file: file, .texts).map(\.text)
  }

  /// The texts of a file as `texts`, and pairs of them: arrays of two strings in JSON; objects and tables with two keys or
  /// columns `text` and `text_pair` (or `pair`), `text1` and `text2`, `text_a` and `text_b`, `sentence1` and `sentence2`,
  /// `query` and `passage` (`document`, `answer`), `question` and `answer` (`context`), `premise` and `hypothesis`.
  ///
  /// - Returns: at least one text or pair.
  /// - Throws: `FileError` as `texts`.
  public static func inputs(_ bytes: [UInt8], file: String) throws(FileError) -> [InputText] {
    try read(bytes, file: file, .pairsOrTexts)
  }

  private static func read(
    _ bytes: [UInt8], file: String, _ fields: TextFields
  ) throws(FileError) -> [InputText] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    try checkEncoding(bytes, file: file)
    let range = start..<bytes.count
    let texts: [InputText]
    switch file.lowercased().split(separator: ".", omittingEmptySubsequences: false).last {
    case "json": texts = try elements(bytes, range, file: file, fields)
    case "jsonl", "ndjson": texts = try jsonLines(bytes, range, file: file, fields)
    case "csv": texts = try rows(bytes, range, separator: UInt8(ascii: ","), file: file, fields)
    case "tsv": texts = try rows(bytes, range, separator: UInt8(ascii: "\t"), file: file, fields)
    default: texts = lines(of: bytes[range]).map { InputText($0) }
    }
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
}
