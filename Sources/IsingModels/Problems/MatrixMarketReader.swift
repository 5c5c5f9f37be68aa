/// Reads square matrices in Matrix Market's coordinate and array forms.
///
/// What the matrix A means, a comment `%%ising-npu kind=…` or the caller says:
/// - `max-cut` (otherwise): the weights of a graph. Where nobody said so, a diagonal that is not 0 is
///   taken for the linear terms of another kind, and refused; where somebody did, it does not matter.
/// - `qubo`: xᵀAx is to be minimised, x ∈ {0, 1}: a pair costs a_ij + a_ji in all declarations, and
///   the diagonal is linear.
/// - `ising`: J and h, with h on the diagonal. E = −Σ J s s − Σ h s.
///
/// The values of pairs are those of `MatrixEntries`.
enum MatrixMarketReader {
  static func read(
    _ bytes: [UInt8], fileName: String, kind asked: IsingProblem.Kind?
  ) throws(ProblemFileError) -> IsingProblem {
    var lines = ProblemLines(bytes, fileName: fileName)
    let banner = try MatrixMarketBanner(&lines)
    var settings = CommentSettings()
    let form = banner.isArray ? "'rows columns'" : "'rows columns entries'"
    guard try advance(&lines, &settings) else {
      throw lines.error("the end of the file", "a line \(form)")
    }
    let rows = try lines.index("the number of rows", in: 0...Int.max)
    let columns = try lines.index("the number of columns", in: 0...Int.max)
    let count = banner.isArray ? 0 : try lines.index("the number of entries", in: 0...Int.max)
    try lines.endOfLine(form)
    guard rows == columns else {
      throw lines.error("\(rows) rows and \(columns) columns", "a square matrix")
    }
    try ProblemEntries.check(spinCount: rows, fileSize: bytes.count, lines: lines)
    let kind = asked ?? settings.kind ?? .maximumCut
    let matrix = try MatrixEntries(
      fileName: fileName, kind: kind, size: rows, isSymmetric: banner.isSymmetric)
    var reader = Reader(
      lines: lines, settings: settings, matrix: matrix, size: rows, isPattern: banner.isPattern,
      ignoresLoops: kind == .maximumCut ? (asked ?? settings.kind) != nil : nil)
    if banner.isArray {
      try reader.readArray(isSymmetric: banner.isSymmetric)
    } else {
      try reader.readCoordinates(count)
    }
    if kind == .maximumCut {
      try reader.settings.refuse("a cut has no constant and no scale", fileName: fileName)
    }
    return try reader.matrix.problem(reader.settings)
  }

  /// Goes to the next line that is neither empty nor a comment.
  fileprivate static func advance(
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

/// The lines behind the line of sizes.
private struct Reader {
  var lines: ProblemLines
  var settings: CommentSettings
  var matrix: MatrixEntries
  let size: Int
  let isPattern: Bool
  /// Of a graph: whether its diagonal does not matter, or is refused; nil for other kinds.
  let ignoresLoops: Bool?

  mutating func readCoordinates(_ expected: Int) throws(ProblemFileError) {
    matrix.reserve(min(expected, lines.bytes.count / 4 + 1))
    var count = 0
    while try MatrixMarketReader.advance(&lines, &settings) {
      count += 1
      let i = try lines.index("a row", in: 1...size)
      let j = try lines.index("a column", in: 1...size)
      let value = isPattern ? 1 : try lines.weight()
      try lines.endOfLine(isPattern ? "'i j'" : "'i j a'")
      try take(i - 1, j - 1, value)
    }
    guard count == expected else {
      throw ProblemFileError(
        fileName: lines.fileName, found: "\(count) \(count == 1 ? "entry" : "entries")",
        expected: "\(expected), as the line of sizes says")
    }
  }

  /// Values column by column, of symmetric matrices from the diagonal down; zeros are no pairs.
  mutating func readArray(isSymmetric: Bool) throws(ProblemFileError) {
    // Two bytes make the shortest value and its end; size is below 2³¹, so that its square is in range.
    let expected = isSymmetric ? size * (size + 1) / 2 : size * size
    guard expected <= lines.bytes.count / 2 + 1 else {
      throw lines.error(
        "\(expected) values in a file of \(lines.bytes.count) bytes", "a file that holds them")
    }
    var (i, j) = (0, 0)
    var count = 0
    while try MatrixMarketReader.advance(&lines, &settings) {
      while lines.first != nil {
        count += 1
        let value = try lines.weight()
        guard count <= expected else { continue }
        if i == j || value != 0 { try take(i, j, value) }
        i += 1
        if i == size {
          j += 1
          i = isSymmetric ? j : 0
        }
      }
    }
    guard count == expected else {
      throw ProblemFileError(
        fileName: lines.fileName, found: "\(count) value\(count == 1 ? "" : "s")",
        expected: "\(expected), as the line of sizes says")
    }
  }

  private mutating func take(_ i: Int, _ j: Int, _ value: Double) throws(ProblemFileError) {
    guard i == j else { return matrix.add(i, j, value) }
    guard let ignoresLoops else { return matrix.add(i, value) }
    guard value != 0 else { return }
    guard ignoresLoops else {
      throw lines.error(
        "\(value) on the diagonal, which the cut of a graph would not contain",
        "the kind by name: qubo (xᵀAx), ising (J and h), or max-cut (a graph all the same)")
    }
    matrix.ignoreLoop()
  }
}
