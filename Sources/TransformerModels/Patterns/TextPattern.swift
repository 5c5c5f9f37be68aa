/// A regular expression over Unicode scalars, compiled.
///
/// Matches are those of a backtracking matcher: the first alternative that leads to a match, greedy
/// repetitions as long as they can be. Where one search would try a place too often, the places that
/// failed are remembered, so that a search costs at most the length of the text times that of the
/// pattern.
struct TextPattern: Sendable {
  /// The text of the pattern.
  let source: String
  let code: [PatternInstruction]
  let sets: [ScalarSet]
  /// For choices: what each alternative can begin with, in ASCII and beyond.
  let firsts: [AlternativeFirst]

  /// Compiles a pattern.
  ///
  /// - Throws: `PatternError` that names what is not known.
  init(_ source: String) throws(PatternError) {
    let node = try PatternParser.parse(source)
    var compiler = PatternCompiler()
    try compiler.emit(node)
    compiler.append(.init(.match))
    self.source = source
    (code, sets, firsts) = (compiler.code, compiler.sets, compiler.firsts)
  }

  /// A pattern that matches a text as it stands.
  init(literal text: String) {
    source = text
    code =
      text.unicodeScalars.indices.enumerated().map { place, _ in .init(.set, Int32(place)) }
      + [.init(.match)]
    sets = text.unicodeScalars.map { ScalarSet($0) }
    firsts = []
  }

  /// Calls `body` with the stretches between matches and with the matches themselves, in order, which
  /// together are the whole range.
  func forEach(
    in text: [Unicode.Scalar], _ range: Range<Int>, _ body: (Range<Int>, _ isMatch: Bool) -> Void
  ) {
    var matcher = PatternMatcher(self)
    var start = range.lowerBound
    var place = start
    text.withUnsafeBufferPointer { scalars in
      while place <= range.upperBound {
        let end = matcher.end(scalars, range, from: place)
        guard end >= 0 else {
          place += 1
          continue
        }
        if start < place { body(start..<place, false) }
        body(place..<end, true)
        start = end
        place = end > place ? end : end + 1
      }
    }
    if start < range.upperBound { body(start..<range.upperBound, false) }
  }
}

/// What an alternative of a choice can begin with.
struct AlternativeFirst: Sendable {
  /// Bits of ASCII scalars; all set where the alternative can be empty.
  var low: UInt64
  var high: UInt64
  /// Where the alternative begins.
  var target: Int32
}
