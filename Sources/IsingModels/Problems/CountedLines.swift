/// Files that begin with `n m`, followed by m lines `i j w`: graphs of rudy, QUBOs of MQLib and Biq Mac,
/// Hamiltonians of Qubist.
///
/// Empty lines, and lines that begin with `#`, `%` or `c`, are skipped; comments may set an offset and a
/// scale.
struct CountedLines {
  var lines: ProblemLines
  private(set) var settings = CommentSettings()
  /// n and m of the first line.
  private(set) var sizes = (variables: 0, entries: 0)
  private(set) var count = 0

  /// - Parameter names: of n and m.
  init(
    _ bytes: [UInt8], fileName: String, names: (variables: String, entries: String)
  ) throws(ProblemFileError) {
    lines = ProblemLines(bytes, fileName: fileName)
    let form = "a first line '\(names.variables) \(names.entries)'"
    guard try advance() else {
      throw ProblemFileError(fileName: fileName, found: "no lines", expected: form)
    }
    sizes.variables = try lines.index("the number of \(names.variables)", in: 0...Int.max)
    sizes.entries = try lines.index("the number of \(names.entries)", in: 0...Int.max)
    try lines.endOfLine(form)
    try ProblemEntries.check(spinCount: sizes.variables, fileSize: bytes.count, lines: lines)
  }

  /// Room for the entries: four bytes make the shortest line, "1 2" and its end.
  var room: Int { min(sizes.entries, lines.bytes.count / 4 + 1) }

  /// The next entry, with its numbers in a range; a weight that is missing is 1.
  mutating func next(
    _ what: String, in allowed: ClosedRange<Int>
  ) throws(ProblemFileError) -> (i: Int, j: Int, weight: Double)? {
    guard try advance() else {
      guard count == sizes.entries else {
        throw ProblemFileError(
          fileName: lines.fileName,
          found: "\(count) "
            + (what == "a vertex"
              ? (count == 1 ? "edge" : "edges") : count == 1 ? "entry" : "entries"),
          expected: "\(sizes.entries), as the first line says")
      }
      return nil
    }
    count += 1
    let i = try lines.index(what, in: allowed)
    let j = try lines.index(what, in: allowed)
    let weight = lines.first == nil ? 1 : try lines.weight()
    try lines.endOfLine("'i j w'")
    return (i, j, weight)
  }

  /// Goes to the next line that is neither empty nor a comment.
  private mutating func advance() throws(ProblemFileError) -> Bool {
    while lines.advance() {
      guard let first = lines.first else { continue }
      guard first == UInt8(ascii: "#") || first == UInt8(ascii: "%") || first == UInt8(ascii: "c")
      else { return true }
      try settings.read(lines)
    }
    return false
  }
}
