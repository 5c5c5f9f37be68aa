/// Tokens that are recognised in the raw text before any normalisation, e.g. a literal `[SEP]`.
struct SpecialTokens: Sendable {
  private let patterns: [(scalars: [Unicode.Scalar], id: Int)]
  /// First scalars of the patterns: few, mostly only `[`, so a list is faster than a set.
  private let firsts: [Unicode.Scalar]

  /// Recognises `tokens`; of two that match at one place the longer one counts.
  init(_ tokens: [AddedToken]) {
    patterns =
      tokens.filter { !$0.content.isEmpty }
      .map { (Array($0.content.unicodeScalars), $0.id) }
      .sorted { $0.0.count > $1.0.count }
    firsts = Array(Set(patterns.map { $0.scalars[0] }))
  }

  /// Calls `text` and `token` with the stretches between special tokens, and these, in order.
  func split(
    _ string: String, text: (Substring.UnicodeScalarView) -> Void, token: (Int) -> Void
  ) {
    let scalars = Substring(string).unicodeScalars
    var start = scalars.startIndex
    var index = start
    while index < scalars.endIndex {
      guard firsts.contains(scalars[index]), let match = match(scalars[index...]) else {
        scalars.formIndex(after: &index)
        continue
      }
      if start < index { text(scalars[start..<index]) }
      token(match.id)
      index = match.end
      start = index
    }
    if start < index { text(scalars[start..<index]) }
  }

  private func match(
    _ rest: Substring.UnicodeScalarView
  ) -> (id: Int, end: Substring.UnicodeScalarView.Index)? {
    for pattern in patterns where rest.starts(with: pattern.scalars) {
      return (pattern.id, rest.index(rest.startIndex, offsetBy: pattern.scalars.count))
    }
    return nil
  }
}
