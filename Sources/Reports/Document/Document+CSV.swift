extension Table {
  /// The table as comma-separated values: quoting of RFC 4180, lines end with LF, one header row, units in
  /// the names of columns. A field is empty where there is no value.
  public var csv: String {
    let (columns, rows) = shown(on: .file)
    let header = columns.flatMap(\.keys)
    let places = columns.indices.filter { !columns[$0].keys.isEmpty }
    var text = Self.line(header)
    for row in rows {
      let fields = places.flatMap { row[$0].values }
      precondition(
        fields.count == header.count,
        "row of \(fields.count) fields in a table of \(header.count) columns: \(name)")
      text += Self.line(fields)
    }
    return text
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
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
