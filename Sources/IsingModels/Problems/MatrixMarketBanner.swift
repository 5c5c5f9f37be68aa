/// `%%MatrixMarket matrix coordinate real symmetric`, and what tools make of it.
///
/// One `%` instead of two, capitals, `double`, `unsigned-integer`, and `hermitian` for real numbers mean
/// what they seem to mean.
struct MatrixMarketBanner {
  let isArray: Bool
  let isPattern: Bool
  let isSymmetric: Bool

  /// Whether a first line, in lower case, is a banner.
  static func begins(_ line: String) -> Bool {
    line.hasPrefix("%%matrixmarket") || line.hasPrefix("%matrixmarket")
  }

  init(_ lines: inout ProblemLines) throws(ProblemFileError) {
    let form =
      "'%%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric'"
    guard lines.advance() else { throw lines.error("an empty file", form) }
    var words: [String] = []
    while words.count < 6, let range = lines.column() {
      words.append(String(decoding: lines.bytes[range].prefix(40), as: UTF8.self).lowercased())
    }
    let allowed: [Set<String>] = [
      ["%%matrixmarket", "%matrixmarket"], ["matrix"], ["coordinate", "array"],
      ["real", "double", "integer", "unsigned-integer", "pattern"],
      ["general", "symmetric", "hermitian"],
    ]
    guard words.count == allowed.count else { throw lines.error("\(words.count) words", form) }
    if words[3] == "complex" {
      throw lines.error("a complex matrix", "real numbers: \(form)")
    }
    if words[4] == "skew-symmetric" {
      throw lines.error(
        "a skew-symmetric matrix, of which a_ij + a_ji = 0 leaves no pair a value", form)
    }
    for (word, names) in zip(words, allowed) where !names.contains(word) {
      throw lines.error(ProblemFileError.quoted(ArraySlice(word.utf8)), form)
    }
    isArray = words[2] == "array"
    isPattern = words[3] == "pattern"
    isSymmetric = words[4] != "general"
    if isArray, isPattern { throw lines.error("an array of a pattern", form) }
  }
}
