extension Document {
  /// The document for a terminal, with a final newline: sections with an empty line between, then the
  /// warnings, then the verdict.
  public var text: String {
    var blocks = sections.map { $0.parts.flatMap(\.lines) }
    blocks.append(
      warnings.flatMap { TextLines.wrapped("warning: " + $0, indent: 9) })
    if !verdict.isEmpty { blocks.append(TextLines.folded(verdict)) }
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
    case .line(let words, _): return TextLines.folded(words)
    case .listing(let lines, _): return lines
    case .table(let table, _): return table.lines
    case .heading, .note, .cards, .bars, .picture: return []
    }
  }
}

extension Table {
  /// Columns as wide as their widest cell, two spaces apart, under their headings, in lines of the usual width.
  public var lines: [String] {
    let (columns, rows) = shown(on: .terminal)
    let words = (hasHead ? [columns.map(\.title)] : []) + rows.map { $0.map(\.text) }
    return TextLines.folded(words, isRight: columns.map(\.isRight), indent: indent)
  }
}
