/// Lines of text of one width of letters.
public enum TextLines {
  /// The most characters of a line of words.
  public static let width = 98
  /// The most characters of a line of a table, and of one that is not made of words alone.
  public static let tableWidth = 100

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

  /// Columns as `columns` makes them, in lines of at most `width` characters: the widest columns are made narrower,
  /// and what does not fit into a cell goes on below itself. Words stay whole, and what no-break spaces join; where whole words leave no room for all
  /// columns, those that are left follow below, with the first column again.
  public static func folded(
    _ rows: [[String]], isRight: [Bool] = [], indent: Int = 0, gap: Int = 2,
    width: Int = TextLines.tableWidth
  ) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let room = width - indent
    func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }
    func widest(_ length: (String) -> Int) -> [Int] {
      (0..<count).map { column in
        rows.map { column < $0.count ? length($0[column]) : 0 }.max() ?? 0
      }
    }
    let whole = widest(\.count)
    guard total(whole) > room else {
      return columns(rows, isRight: isRight, indent: indent, gap: gap).map(plain)
    }
    let least = widest { $0.split(separator: " ").map(\.count).max() ?? 0 }
    guard total(least) <= room || count <= 2 else {
      return inGroups(rows, least, isRight: isRight, indent: indent, gap: gap, width: width)
    }
    func widths(_ most: Int) -> [Int] {
      zip(whole, least).map { min($0, max(most, $1)) }
    }
    var most = whole.max() ?? 0
    while most > 1, total(widths(most)) > room { most -= 1 }
    let own = widths(most)
    let broken = rows.flatMap { row -> [[String]] in
      let cells = row.enumerated().map { column, cell in
        cell.count <= own[column] ? [cell] : wrapped(cell, indent: 0, width: own[column])
      }
      return (0..<max(1, cells.map(\.count).max() ?? 1)).map { line in
        cells.map { line < $0.count ? $0[line] : "" }
      }
    }
    return columns(broken, isRight: isRight, indent: indent, gap: gap).map(plain)
  }

  private static func plain(_ line: String) -> String { line.replacing("\u{A0}", with: " ") }

  /// Columns of which not all fit beside each other: as many as do, then the others, each time with the first.
  private static func inGroups(
    _ rows: [[String]], _ least: [Int], isRight: [Bool], indent: Int, gap: Int, width: Int
  ) -> [String] {
    var groups: [[Int]] = []
    var taken = Int.max
    for column in least.indices.dropFirst() {
      if taken > width - least[column] - gap {
        groups.append([0])
        taken = indent + least[0]
      }
      groups[groups.count - 1].append(column)
      taken += gap + least[column]
    }
    return Array(
      groups.map { group in
        folded(
          rows.map { row in group.map { $0 < row.count ? row[$0] : "" } },
          isRight: group.map { $0 < isRight.count && isRight[$0] }, indent: indent, gap: gap,
          width: width)
      }.joined(separator: [""]))
  }

  /// A line, or several where it is too long: those after the first stand four spaces further right.
  public static func folded(_ line: String, width: Int = TextLines.tableWidth) -> [String] {
    guard line.count > width else { return [line] }
    let spaces = line.prefix { $0 == " " }.count
    let parts = wrapped(String(line.dropFirst(spaces)), indent: 4, width: width - spaces)
    return parts.map { String(repeating: " ", count: spaces) + $0 }
  }

  /// Columns flush left in lines of the usual width, each line with its end.
  public static func table(_ rows: [[String]], indent: Int = 0) -> String {
    folded(rows, indent: indent).map { $0 + "\n" }.joined()
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
