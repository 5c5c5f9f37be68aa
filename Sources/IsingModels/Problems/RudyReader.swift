/// Reads graphs for maximum cuts in the form of rudy and the Gset.
///
/// The first line is `n m`; m lines `i j w` follow, vertices from 1; a weight that is missing is 1.
/// Vertex i becomes spin i − 1. Empty lines, and lines that begin with `#`, `%` or `c`, are skipped.
enum RudyReader {
  static func read(
    _ bytes: [UInt8], fileName: String
  ) throws(ProblemFileError) -> IsingProblem {
    var lines = ProblemLines(bytes, fileName: fileName)
    guard advance(&lines) else {
      throw ProblemFileError(
        fileName: fileName, found: "no lines", expected: "a first line 'vertices edges'")
    }
    let spinCount = try lines.index("the number of vertices", in: 0...Int.max)
    let edgeCount = try lines.index("the number of edges", in: 0...Int.max)
    try lines.endOfLine("a first line 'vertices edges'")
    try ProblemEntries.check(spinCount: spinCount, fileSize: bytes.count, lines: lines)
    var entries = try ProblemEntries(
      fileName: fileName, kind: .maximumCut, spinCount: spinCount)
    // Four bytes make the shortest line, "1 2" and its end.
    entries.pairs.reserveCapacity(min(edgeCount, bytes.count / 4 + 1))
    var count = 0
    while advance(&lines) {
      count += 1
      let i = try lines.index("a vertex", in: 1...spinCount)
      let j = try lines.index("a vertex", in: 1...spinCount)
      let weight = lines.first == nil ? 1 : try lines.weight()
      try lines.endOfLine("'i j w'")
      if i == j { entries.ignoreLoop() } else { entries.add(i - 1, j - 1, weight) }
    }
    guard count == edgeCount else {
      throw ProblemFileError(
        fileName: fileName, found: "\(count) edges",
        expected: "\(edgeCount), as the first line says")
    }
    return try entries.problem()
  }

  /// Goes to the next line that is neither empty nor a comment.
  private static func advance(_ lines: inout ProblemLines) -> Bool {
    while lines.advance() {
      guard let first = lines.first else { continue }
      if first == UInt8(ascii: "#") || first == UInt8(ascii: "%") || first == UInt8(ascii: "c") {
        continue
      }
      return true
    }
    return false
  }
}
