import ByteFormats

/// A token that is recognised in the text itself, before or after normalisation.
struct AddedToken: Sendable, Equatable {
  var content: String
  var id: Int
  /// Only where no letter or digit stands beside it.
  var isSingleWord = false
  /// Takes the white space before it.
  var stripsLeft = false
  /// Takes the white space behind it.
  var stripsRight = false
  /// Recognised in the normalised text, in its own normal form.
  var isNormalized = false
  /// Left out of decoded text.
  var isSpecial = true

  /// Whether it is found by its scalars alone, in the text as it was given.
  var isPlain: Bool { !isSingleWord && !stripsLeft && !stripsRight && !isNormalized }
}

/// The added tokens of a tokenizer; of two that begin at one place the longer one counts.
struct AddedTokens: Sendable {
  let tokens: [AddedToken]
  /// Normal forms of tokens, where they differ from the tokens, by id.
  private let normalForms: [Int: String]
  private let contents: [Int: AddedToken]
  private let special: Set<ExactText>
  private let raw: TokenFinder
  private let normalized: TokenFinder

  /// Prepares the search; `normalizer` gives the forms of the tokens that are normalised.
  init(_ tokens: [AddedToken], normalizer: (any Normalizer)?) {
    self.tokens = tokens
    var forms: [Int: String] = [:]
    if let normalizer {
      for token in tokens where token.isNormalized {
        var text = NormalText(scalars: Array(token.content.unicodeScalars))
        normalizer.normalize(&text)
        let form = String(String.UnicodeScalarView(text.scalars))
        if !form.utf8.elementsEqual(token.content.utf8) { forms[token.id] = form }
      }
    }
    normalForms = forms
    contents = Dictionary(tokens.map { ($0.id, $0) }) { $1 }
    special = Set(tokens.filter(\.isSpecial).map { ExactText($0.content) })
    raw = TokenFinder(tokens.filter { !$0.isNormalized }.map { ($0.content, $0) })
    normalized = TokenFinder(
      tokens.filter(\.isNormalized).map { (forms[$0.id] ?? $0.content, $0) })
  }

  /// The token of an id as decoding has it: in its normal form; `nil` if there is none.
  func token(_ id: Int) -> String? { normalForms[id] ?? contents[id]?.content }

  /// The token of an id as it was added; `nil` if there is none.
  func content(_ id: Int) -> String? { contents[id]?.content }

  /// Whether decoded text leaves a token out: by its text, whatever its id.
  func isSpecial(_ token: String) -> Bool { special.contains(ExactText(token)) }

  /// One more than the largest id.
  var idCount: Int { (tokens.map(\.id).max() ?? -1) + 1 }

  /// Cuts a text at the added tokens and normalises what lies between them.
  func pieces(of text: [Unicode.Scalar], normalizer: (any Normalizer)?) -> PiecedText {
    var cut = PiecedText(
      scalars: text, pieces: [.init(range: text.indices, token: -1, isAtStart: true)])
    raw.split(&cut)
    if let normalizer {
      var output: [Unicode.Scalar] = []
      output.reserveCapacity(text.count + 8)
      for place in cut.pieces.indices where cut.pieces[place].token < 0 {
        let piece = cut.pieces[place]
        var part = NormalText(scalars: Array(cut.scalars[piece.range]))
        normalizer.normalize(&part)
        let start = output.count
        output.append(contentsOf: part.scalars)
        cut.pieces[place].range = start..<output.count
        cut.pieces[place].isAtStart = piece.isAtStart && part.keepsStart
      }
      cut.scalars = output
      cut.pieces.removeAll { $0.token < 0 && $0.range.isEmpty }
    }
    normalized.split(&cut)
    return cut
  }
}

/// Finds tokens in a text, from left to right, the longest first.
private struct TokenFinder: Sendable {
  private let tokens: [AddedToken]
  private let trie: ScalarTrie
  private let firsts: ScalarSet

  init(_ tokens: [(form: String, token: AddedToken)]) {
    let usable = tokens.filter { !$0.form.isEmpty }
    self.tokens = usable.map(\.token)
    trie = ScalarTrie(words: usable.map(\.form))
    firsts = usable.reduce(into: ScalarSet()) { set, token in
      if let first = token.form.unicodeScalars.first, !set.contains(first) {
        set.formUnion(ScalarSet(first))
      }
    }
  }

  /// Cuts the pieces of text at the tokens.
  func split(_ text: inout PiecedText) {
    guard !tokens.isEmpty else {
      text.pieces.removeAll { $0.token < 0 && $0.range.isEmpty }
      return
    }
    var output: [PiecedText.Piece] = []
    for piece in text.pieces {
      if piece.token < 0 { split(piece, text.scalars, &output) } else { output.append(piece) }
    }
    text.pieces = output
  }

  private func split(
    _ piece: PiecedText.Piece, _ scalars: [Unicode.Scalar], _ output: inout [PiecedText.Piece]
  ) {
    let range = piece.range
    var start = range.lowerBound
    func add(_ part: Range<Int>, _ token: Int) {
      guard !part.isEmpty || token >= 0 else { return }
      output.append(
        .init(
          range: part, token: token,
          isAtStart: piece.isAtStart && part.lowerBound == range.lowerBound))
    }
    var place = range.lowerBound
    while place < range.upperBound {
      guard firsts.contains(scalars[place]), let match = longest(scalars, place, range.upperBound)
      else {
        place += 1
        continue
      }
      var (from, to) = (place, match.end)
      place = match.end
      let token = tokens[match.token]
      if token.isSingleWord {
        let before = from > range.lowerBound && ScalarSet.words.contains(scalars[from - 1])
        let after = to < range.upperBound && ScalarSet.words.contains(scalars[to])
        if before || after { continue }
      }
      if token.stripsLeft {
        while from > start, UnicodeTables.isWhitespace(scalars[from - 1].value) { from -= 1 }
      }
      if token.stripsRight {
        while to < range.upperBound, UnicodeTables.isWhitespace(scalars[to].value) { to += 1 }
      }
      // Space that the token before took is taken already.
      from = max(from, start)
      add(start..<from, -1)
      add(from..<max(from, to), token.id)
      start = max(from, to)
    }
    if start < range.upperBound { add(start..<range.upperBound, -1) }
  }

  private func longest(
    _ scalars: [Unicode.Scalar], _ place: Int, _ limit: Int
  ) -> (token: Int, end: Int)? {
    var node = ScalarTrie.root
    var found: (token: Int, end: Int)?
    var end = place
    while end < limit, let next = trie.child(node, scalars[end].value) {
      node = next
      end += 1
      if trie.id(at: node) >= 0 { found = (Int(trie.id(at: node)), end) }
    }
    return found
  }
}
