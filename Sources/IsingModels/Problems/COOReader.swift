/// Reads dimod's coordinate lists.
///
/// Lines `u v bias` and `u u bias` (linear), with any whole numbers from 0 as names;
/// `# vartype=SPIN` or `# vartype=BINARY` says what the variables are; comments may set an offset and a
/// scale. A file that does not say it may be the edges of a cut, `u v weight`. dimod's own reader takes no
/// exponents: it skips such lines without a word. They are read here, with a warning.
enum COOReader {
  /// - Parameter kind: for a file that does not say it.
  static func read(
    _ bytes: [UInt8], fileName: String, kind: IsingProblem.Kind?
  ) throws(ProblemFileError) -> IsingProblem {
    var lines = ProblemLines(bytes, fileName: fileName)
    var settings = CommentSettings()
    var stated: IsingProblem.Kind?
    var entries = LabelledEntries()
    entries.reserve(bytes.count / 12)
    var skippedByDimod = 0
    while lines.advance() {
      guard let first = lines.first else { continue }
      if first == UInt8(ascii: "#") {
        try settings.read(lines)
        guard let found = try vartype(lines) else { continue }
        guard stated == nil || stated == found else {
          throw lines.error("another vartype than before", "one vartype")
        }
        stated = found
        continue
      }
      let u = try lines.index("a variable", in: 0...Int.max)
      let v = try lines.index("a variable", in: 0...Int.max)
      guard let column = lines.column() else { throw lines.error("two columns", "'u v bias'") }
      let bias = try lines.weight(column)
      try lines.endOfLine("'u v bias'")
      if u == v, bias != 0, stated == nil, kind == .maximumCut {
        throw lines.error(
          "the linear term \(bias) of variable \(u), which a cut does not contain",
          "edges 'u v weight', or --kind ising for s = ±1, --kind qubo for x = 0 or 1")
      }
      if !isReadByDimod(bytes[column]) { skippedByDimod += 1 }
      entries.add(u, v, bias)
    }
    guard let kind = stated ?? kind else {
      throw ProblemFileError(
        fileName: fileName, found: "no vartype",
        expected:
          "a first line '# vartype=SPIN' or '# vartype=BINARY', or the kind by name: ising, qubo or max-cut"
      )
    }
    let warnings =
      skippedByDimod == 0
      ? []
      : [
        "\(fileName): dimod skips \(skippedByDimod) lines without a word, whose numbers have "
          + "exponents or end in a point; they were read here"
      ]
    return try entries.problem(
      fileName: fileName, kind: kind, settings: settings,
      warnings: warnings)
  }

  /// dimod's form of a number: `[+-]?\d*(\.\d+)?`.
  private static func isReadByDimod(_ text: ArraySlice<UInt8>) -> Bool {
    text.last != UInt8(ascii: ".") && !text.contains { $0 | 0x20 == UInt8(ascii: "e") }
  }

  /// The variables' type in a comment.
  static func vartype(_ lines: ProblemLines) throws(ProblemFileError) -> IsingProblem.Kind? {
    let text = lines.rest
    guard let start = text.firstRange(of: "vartype") else { return nil }
    var value = text[start.upperBound...]
    guard value.first == "=" || value.first == ":" else { return nil }
    value = value.dropFirst().drop { $0 == " " || $0 == "\t" }
    let name = value.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    switch name.uppercased() {
    case "SPIN": return .ising
    case "BINARY": return .qubo
    default:
      throw lines.error(
        "vartype \(ProblemFileError.quoted(ArraySlice(name.utf8)))", "SPIN or BINARY")
    }
  }
}
