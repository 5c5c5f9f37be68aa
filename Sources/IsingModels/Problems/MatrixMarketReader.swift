/// Reads sparse square matrices in Matrix Market's coordinate form.
///
/// What the matrix A means, a comment `%%ising-npu kind=…` or the caller says:
/// - `max-cut` (otherwise): the weights of a graph. Edge {i, j} weighs a_ij where the matrix is
///   declared symmetric, and a_ij + a_ji where it is general. The diagonal does not matter.
/// - `qubo`: xᵀAx is to be minimised, x ∈ {0, 1}: a pair costs a_ij + a_ji in both declarations, and
///   the diagonal is linear.
/// - `ising`: J_ij = a_ij where it is symmetric, a_ij + a_ji where it is general; the diagonal is h.
///   E = −Σ J s s − Σ h s.
enum MatrixMarketReader {
  static func read(
    _ bytes: [UInt8], fileName: String, kind: IsingProblem.Kind?
  ) throws(ProblemFileError) -> IsingProblem {
    var lines = ProblemLines(bytes, fileName: fileName)
    let banner = try Banner(&lines)
    var settings = CommentSettings()
    guard try advance(&lines, &settings) else {
      throw lines.error("the end of the file", "a line 'rows columns entries'")
    }
    let rows = try lines.index("the number of rows", in: 0...Int.max)
    let columns = try lines.index("the number of columns", in: 0...Int.max)
    let entryCount = try lines.index("the number of entries", in: 0...Int.max)
    try lines.endOfLine("'rows columns entries'")
    guard rows == columns else {
      throw lines.error("\(rows) rows and \(columns) columns", "a square matrix")
    }
    try ProblemEntries.check(spinCount: rows, fileSize: bytes.count, lines: lines)
    let kind = kind ?? settings.kind ?? .maximumCut
    var entries = try ProblemEntries(fileName: fileName, kind: kind, spinCount: rows)
    entries.pairs.reserveCapacity(min(entryCount, bytes.count / 4 + 1))
    let sign: Double = kind == .ising ? -1 : 1
    let pairFactor = kind == .qubo && banner.isSymmetric ? 2 : sign
    var count = 0
    var hasLower = false
    var hasUpper = false
    while try advance(&lines, &settings) {
      count += 1
      let i = try lines.index("a row", in: 1...rows)
      let j = try lines.index("a column", in: 1...rows)
      let value = banner.isPattern ? 1 : try lines.weight()
      try lines.endOfLine(banner.isPattern ? "'i j'" : "'i j a'")
      if i != j {
        entries.add(i - 1, j - 1, pairFactor * value)
        if i > j { hasLower = true } else { hasUpper = true }
      } else if kind == .maximumCut {
        entries.ignoreLoop()
      } else {
        entries.add(i - 1, sign * value)
      }
    }
    guard count == entryCount else {
      throw ProblemFileError(
        fileName: fileName, found: "\(count) entries",
        expected: "\(entryCount), as the line of sizes says")
    }
    if kind != .qubo, !banner.isSymmetric, hasLower, hasUpper {
      entries.warn(
        "\(fileName): entries stand in both triangles of a general matrix; a_ij + a_ji is the "
          + "pair's value, which counts a symmetric matrix twice unless it is declared symmetric")
    }
    entries.constant = settings.offset ?? 0
    return try entries.problem()
  }

  /// Goes to the next line that is neither empty nor a comment.
  private static func advance(
    _ lines: inout ProblemLines, _ settings: inout CommentSettings
  ) throws(ProblemFileError) -> Bool {
    while lines.advance() {
      guard let first = lines.first else { continue }
      guard first == UInt8(ascii: "%") else { return true }
      try settings.read(lines)
    }
    return false
  }
}

/// `%%MatrixMarket matrix coordinate real symmetric`.
private struct Banner {
  let isPattern: Bool
  let isSymmetric: Bool

  init(_ lines: inout ProblemLines) throws(ProblemFileError) {
    let form = "'%%MatrixMarket matrix coordinate real|integer|pattern general|symmetric'"
    guard lines.advance() else { throw lines.error("an empty file", form) }
    var words: [String] = []
    while words.count < 6, let range = lines.column() {
      words.append(String(decoding: lines.bytes[range].prefix(40), as: UTF8.self).lowercased())
    }
    let allowed: [Set<String>] = [
      ["%%matrixmarket"], ["matrix"], ["coordinate"], ["real", "integer", "pattern"],
      ["general", "symmetric"],
    ]
    guard words.count == allowed.count else { throw lines.error("\(words.count) words", form) }
    for (word, names) in zip(words, allowed) where !names.contains(word) {
      throw lines.error(ProblemFileError.quoted(ArraySlice(word.utf8)), form)
    }
    isPattern = words[3] == "pattern"
    isSymmetric = words[4] == "symmetric"
  }
}
