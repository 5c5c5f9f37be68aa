extension TextFile {
  /// The fields of one or two columns of a table: quoted ones may hold separators, line ends and doubled quotes
  /// (RFC 4180).
  ///
  /// - Throws: `FileError` if no column has a known name, a row has no field there, or a quote stays open.
  static func rows(
    _ bytes: [UInt8], _ range: Range<Int>, separator: UInt8, file: String, _ fields: TextFields
  ) throws(FileError) -> [InputText] {
    var reader = TableReader(bytes: bytes, range: range, separator: separator, file: file)
    guard let head = try reader.row() else { return [] }
    let names = head.map { $0.trimmed.lowercased() }
    guard let places = fields.places(among: names) else {
      throw FileError(
        "\(file):1",
        "found the columns \(head.prefix(8).map(\.trimmed).joined(separator: ", ")), expected one of them to be "
          + fields.words)
    }
    var texts: [InputText] = []
    while let row = try reader.row() {
      if let missing = places.first(where: { $0 >= row.count }) {
        throw FileError(
          "\(file):\(reader.rowLine)",
          "found \(row.count) columns, expected \(head.count) with \(head[missing].trimmed)")
      }
      texts.append(InputText(fields: places.map { row[$0] }))
    }
    return texts
  }
}

/// Rows of a table of separated values.
private struct TableReader {
  let bytes: [UInt8]
  let end: Int
  let separator: UInt8
  let file: String
  private var position: Int
  private var line = 1
  /// The line at which the last row begins.
  private(set) var rowLine = 1

  init(bytes: [UInt8], range: Range<Int>, separator: UInt8, file: String) {
    self.bytes = bytes
    self.separator = separator
    self.file = file
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next row that is not blank; `nil` behind the last.
  mutating func row() throws(FileError) -> [String]? {
    while position < end {
      rowLine = line
      let start = position
      let fields = try fields()
      let isBlank = bytes[start..<position].allSatisfy { $0 <= 0x20 && $0 != separator }
      if !isBlank { return fields }
    }
    return nil
  }

  private mutating func fields() throws(FileError) -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    while position < end {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        // A quote inside of an unquoted field is a character.
        if field.isEmpty { try quoted(&field) } else { field.append(byte) }
      case separator:
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      case UInt8(ascii: "\n"):
        line += 1
        if field.last == UInt8(ascii: "\r") { field.removeLast() }
        return fields + [String(decoding: field, as: UTF8.self)]
      default: field.append(byte)
      }
    }
    if field.last == UInt8(ascii: "\r") { field.removeLast() }
    return fields + [String(decoding: field, as: UTF8.self)]
  }

  /// Reads up to the quote that closes a field.
  private mutating func quoted(_ field: inout [UInt8]) throws(FileError) {
    let quote = UInt8(ascii: "\"")
    while position < end {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      guard byte == quote else {
        field.append(byte)
        continue
      }
      guard position < end, bytes[position] == quote else { return }
      field.append(quote)
      position += 1
    }
    throw FileError("\(file):\(rowLine)", "a quoted field does not end, expected a closing \"")
  }
}

extension String {
  /// Without spaces around it.
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
