/// Reads the quadratic forms of qbsolv.
///
/// Lines that begin with `c` or `#` are comments, which may set an offset and a scale. `p qubo 0
/// maxNodes nNodes nCouplers` comes before nNodes lines `i i Q_ii` and nCouplers lines `i j Q_ij`,
/// variables from 0 to maxNodes − 1. The objective is Σ Q_ij x_i x_j + Σ Q_ii x_i, to be minimised.
/// `j i` with j > i means the same pair.
enum QUBOReader {
  static func read(
    _ bytes: [UInt8], fileName: String
  ) throws(ProblemFileError) -> IsingProblem {
    var lines = ProblemLines(bytes, fileName: fileName)
    var settings = CommentSettings()
    guard try advance(&lines, &settings) else {
      throw ProblemFileError(
        fileName: fileName, found: "no program line",
        expected: "'p qubo 0 maxNodes nNodes nCouplers'")
    }
    let header = try Header(&lines, fileSize: bytes.count)
    var entries = try ProblemEntries(fileName: fileName, kind: .qubo, spinCount: header.spinCount)
    entries.pairs.reserveCapacity(min(header.pairCount, bytes.count / 6 + 1))
    if let warning = header.warning { entries.warn("\(fileName): \(warning)") }
    var nodes = 0
    var couplers = 0
    while try advance(&lines, &settings) {
      let i = try lines.index("a variable", in: 0...header.spinCount - 1)
      let j = try lines.index("a variable", in: 0...header.spinCount - 1)
      let value = try lines.weight()
      try lines.endOfLine("'i j Q'")
      if i == j {
        nodes += 1
        entries.add(i, value)
      } else {
        couplers += 1
        entries.add(i, j, value)
      }
    }
    guard nodes == header.nodeCount, couplers == header.pairCount else {
      throw ProblemFileError(
        fileName: fileName, found: "\(nodes) nodes and \(couplers) couplers",
        expected: "\(header.nodeCount) and \(header.pairCount), as the program line says")
    }
    entries.take(settings)
    if let warning = settings.warning(fileName: fileName) { entries.warn(warning) }
    return try entries.problem()
  }

  /// Goes to the next line that is neither empty nor a comment.
  private static func advance(
    _ lines: inout ProblemLines, _ settings: inout CommentSettings
  ) throws(ProblemFileError) -> Bool {
    while lines.advance() {
      guard let first = lines.first else { continue }
      guard first == UInt8(ascii: "c") || first == UInt8(ascii: "#") else { return true }
      try settings.read(lines)
    }
    return false
  }
}

/// `p qubo 0 maxNodes nNodes nCouplers`.
private struct Header {
  let spinCount: Int
  let nodeCount: Int
  let pairCount: Int
  let warning: String?

  init(_ lines: inout ProblemLines, fileSize: Int) throws(ProblemFileError) {
    let form = "'p qubo 0 maxNodes nNodes nCouplers'"
    for word in ["p", "qubo"] {
      guard let range = lines.column() else { throw lines.error("the end of the line", form) }
      guard lines.bytes[range].elementsEqual(word.utf8) else {
        throw lines.error(lines.quoted(range), form)
      }
    }
    guard let topology = lines.column() else { throw lines.error("the end of the line", form) }
    let isFree = ["0", "unconstrained"].contains { lines.bytes[topology].elementsEqual($0.utf8) }
    warning = isFree ? nil : "the topology \(lines.quoted(topology)) was ignored"
    spinCount = try lines.index("the number of variables", in: 0...Int.max)
    nodeCount = try lines.index("the number of nodes", in: 0...Int.max)
    pairCount = try lines.index("the number of couplers", in: 0...Int.max)
    try lines.endOfLine(form)
    try ProblemEntries.check(spinCount: spinCount, fileSize: fileSize, lines: lines)
  }
}
