/// Rows of comma-separated values, quoted by RFC 4180, each ended by LF.
struct CSVText {
  private(set) var text = ""
  private let columns: Int

  init(header: [String]) {
    columns = header.count
    add(header)
  }

  /// Adds a row.
  /// - Precondition: it has as many fields as the header.
  mutating func add(_ fields: [String]) {
    precondition(
      fields.count == columns, "row of \(fields.count) fields in a table of \(columns) columns")
    text += fields.map(Self.quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ field: String) -> String {
    // By bytes: "\r\n" is one character, which equals neither "\r" nor "\n".
    let needsQuotes = field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return field }
    var out = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}
