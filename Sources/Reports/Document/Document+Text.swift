extension Document {
  /// The document for a terminal, with a final newline: sections with an empty line between, then the
  /// warnings, then the verdict.
  public var text: String {
    var blocks = sections.map { $0.parts.flatMap(\.lines) }
    blocks.append(
      warnings.flatMap { TextLines.wrapped("warning: " + $0, indent: 9) })
    if !verdict.isEmpty { blocks.append([verdict]) }
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }
}

extension Part {
  /// The part on a terminal.
  fileprivate var lines: [String] {
    guard media.contains(.terminal) else { return [] }
    switch self {
    case .sentence(let words, let indent, _): return TextLines.wrapped(words, indent: indent)
    case .line(let words, _): return [words]
    case .listing(let lines, _): return lines
    case .table(let table, _): return table.lines
    case .heading, .note, .cards, .bars, .picture: return []
    }
  }
}

extension Table {
  /// Columns as wide as their widest cell, two spaces apart, under their headings.
  public var lines: [String] {
    let (columns, rows) = shown(on: .terminal)
    let words = (hasHead ? [columns.map(\.title)] : []) + rows.map { $0.map(\.text) }
    return TextLines.columns(
      wrapsLast ? wrapped(words) : words, isRight: columns.map(\.isRight), indent: indent)
  }

  /// Rows whose last words would lead beyond the width of a line go on below themselves; nothing is broken where
  /// fewer than 16 characters are left.
  private func wrapped(_ rows: [[String]]) -> [[String]] {
    guard let last = rows.map(\.count).max().map({ $0 - 1 }), last > 0 else { return rows }
    let before = (0..<last).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let room = TextLines.width - indent - before.reduce(0) { $0 + $1 + 2 }
    guard room >= 16 else { return rows }
    return rows.flatMap { row -> [[String]] in
      guard row.count > last, row[last].count > room else { return [row] }
      let parts = TextLines.wrapped(row[last], indent: 0, width: room)
      return parts.enumerated().map { index, part in
        (index == 0 ? Array(row.dropLast()) : before.map { _ in "" }) + [part]
      }
    }
  }
}

/// Lines of text of one width of letters.
public enum TextLines {
  /// The most characters of a line.
  public static let width = 98

  /// Columns as wide as their widest cell, without spaces at the ends of lines.
  ///
  /// - Parameters:
  ///   - rows: cells; a row may have fewer than others.
  ///   - isRight: whether a column is flush right, one a column; others are flush left.
  ///   - indent: spaces before each line.
  ///   - gap: spaces between columns.
  public static func columns(
    _ rows: [[String]], isRight: [Bool] = [], indent: Int = 0, gap: Int = 2
  ) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column < isRight.count && isRight[column] ? padding + cell : cell + padding
      }
      var line =
        String(repeating: " ", count: indent)
        + cells.joined(separator: String(repeating: " ", count: gap))
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  /// Columns flush left, each line with its end.
  public static func table(_ rows: [[String]]) -> String {
    columns(rows).map { $0 + "\n" }.joined()
  }

  /// Lines of at most `width` characters, 98 by default; those after the first are indented.
  public static func wrapped(
    _ text: String, indent: Int, width: Int = TextLines.width
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// The first characters of a text on one line, control characters as spaces.
  public static func excerpt(_ text: String, _ length: Int) -> String {
    let plain = String(
      text.map { character in
        character.unicodeScalars.contains { $0.properties.generalCategory == .control }
          ? " " : character
      })
    return plain.count <= length ? plain : plain.prefix(length - 1) + "…"
  }
}
