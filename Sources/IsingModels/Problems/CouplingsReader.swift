/// Reads this program's own couplings, E = −Σ J s s − Σ h s.
///
/// Lines `i j J` couple spins i and j, lines `i i h` or `i h` set the field of spin i; spins count from
/// 0. Columns stand between blanks or commas; `#` begins a comment, which may set an offset and a scale;
/// the first line may name the columns. The spins are 0 to the largest that is named. A file that is a
/// graph of rudy from its first line to its last is refused unless the caller named the format.
enum CouplingsReader {
  /// A line: two spins, equal ones for a field.
  private typealias Row = (i: Int32, j: Int32, value: Double)

  static func read(
    _ bytes: [UInt8], fileName: String, isStated: Bool
  ) throws(ProblemFileError) -> IsingProblem {
    var lines = ProblemLines(bytes, fileName: fileName)
    var settings = CommentSettings()
    var rows: [Row] = []
    rows.reserveCapacity(bytes.count / 12)
    var largest = -1
    let limit = ProblemEntries.largestSpinCount(fileSize: bytes.count)
    var isFirst = true
    var graph: (vertices: Int, edges: Int)?
    while lines.advance() {
      if lines.first == UInt8(ascii: "#") { try settings.read(lines) }
      lines.dropComment(from: UInt8(ascii: "#"))
      guard lines.first != nil else { continue }
      lines.separateByCommas()
      var columns = (0..<0, 0..<0, 0..<0)
      var count = 0
      while count < 4, let column = lines.column() {
        switch count {
        case 0: columns.0 = column
        case 1: columns.1 = column
        case 2: columns.2 = column
        default: break
        }
        count += 1
      }
      defer { isFirst = false }
      if isFirst {
        let first = [columns.0, columns.1, columns.2].prefix(count)
        if first.allSatisfy({ isName(bytes[$0]) }) { continue }
        if !isStated, count == 2, let n = lines.whole(columns.0), let m = lines.whole(columns.1) {
          graph = (n, m)
        }
      }
      guard count == 2 || count == 3 else {
        throw lines.error(
          count == 4 ? "more than 3 columns" : "\(count) columns", "'i j J', 'i i h' or 'i h'")
      }
      let i = try spin(columns.0, lines, limit)
      let j = count == 3 ? try spin(columns.1, lines, limit) : i
      rows.append(
        (Int32(i), Int32(j), try lines.weight(count == 3 ? columns.2 : columns.1)))
      largest = max(largest, i, j)
    }
    if let graph { try refuse(graph, rows, fileName: fileName) }
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
    entries.take(settings)
    if let warning = settings.warning(fileName: fileName) { entries.warn(warning) }
    return try entries.problem()
  }

  /// Refuses `n m` with m lines of vertices up to n behind it: as couplings, its first line would be a
  /// field of m, and every sign the wrong one.
  private static func refuse(
    _ graph: (vertices: Int, edges: Int), _ rows: [Row], fileName: String
  ) throws(ProblemFileError) {
    let edges = rows.dropFirst()
    guard edges.count == graph.edges, !edges.isEmpty,
      edges.allSatisfy({ max($0.i, $0.j) <= graph.vertices })
    else { return }
    throw ProblemFileError(
      fileName: fileName, place: "1",
      found:
        "'\(graph.vertices) \(graph.edges)' before \(edges.count) lines: a graph of rudy, or a "
        + "field of \(graph.edges) and couplings of opposite sign",
      expected: "the format by name, rudy or couplings")
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
