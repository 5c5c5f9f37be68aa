/// Reads this program's own couplings, E = −Σ J s s − Σ h s.
///
/// The form of `CouplingFile`: lines `i j J`, `i i h` or `i h`, columns between blanks or commas, `#`
/// before comments, perhaps a first line with the columns' names. As in every problem file, and unlike
/// there, entries that come twice are added with a warning.
enum CouplingsReader {
  static func read(
    _ bytes: [UInt8], fileName: String
  ) throws(ProblemFileError) -> IsingProblem {
    var lines = ProblemLines(bytes, fileName: fileName)
    var settings = CommentSettings()
    var rows: [(i: Int32, j: Int32, value: Double)] = []
    rows.reserveCapacity(bytes.count / 12)
    var largest = -1
    let limit = ProblemEntries.largestSpinCount(fileSize: bytes.count)
    var isFirst = true
    while lines.advance() {
      if lines.first == UInt8(ascii: "#") { try settings.read(lines) }
      lines.dropComment(from: UInt8(ascii: "#"))
      guard lines.first != nil else { continue }
      lines.separateByCommas()
      var columns: [Range<Int>] = []
      while columns.count < 4, let column = lines.column() { columns.append(column) }
      defer { isFirst = false }
      if isFirst, columns.allSatisfy({ isName(bytes[$0]) }) { continue }
      guard columns.count == 2 || columns.count == 3 else {
        throw lines.error(
          columns.count == 4 ? "more than 3 columns" : "\(columns.count) columns",
          "'i j J', 'i i h' or 'i h'")
      }
      let i = try spin(columns[0], lines, limit)
      let j = columns.count == 3 ? try spin(columns[1], lines, limit) : i
      rows.append((Int32(i), Int32(j), try lines.weight(columns[columns.count - 1])))
      largest = max(largest, i, j)
    }
    guard largest >= 0 else {
      throw ProblemFileError(
        fileName: fileName, found: "no couplings", expected: "lines 'i j J'")
    }
    var entries = try ProblemEntries(fileName: fileName, kind: .ising, spinCount: largest + 1)
    entries.pairs.reserveCapacity(rows.count)
    for (i, j, value) in rows {
      // The entries are of an objective, with the opposite sign.
      if i == j { entries.add(Int(i), -value) } else { entries.add(Int(i), Int(j), -value) }
    }
    entries.constant = settings.offset ?? 0
    return try entries.problem()
  }

  private static func spin(
    _ range: Range<Int>, _ lines: ProblemLines, _ limit: Int
  ) throws(ProblemFileError) -> Int {
    guard let spin = lines.whole(range), spin >= 0, spin < limit else {
      throw lines.error(lines.quoted(range), "a spin from 0 to \(limit - 1)")
    }
    return spin
  }

  /// Whether a column of the first line is a name.
  private static func isName(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
    // "inf" and "nan" are numbers that nobody meant, not names.
    return isLetter
      && !["inf", "nan", "infinity"].contains {
        String(decoding: text, as: UTF8.self).lowercased() == $0
      }
  }
}
