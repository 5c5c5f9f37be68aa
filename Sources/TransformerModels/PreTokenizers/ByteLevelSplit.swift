/// `ByteLevel`: words by GPT-2's pattern, each written with a scalar for each of its bytes.
struct ByteLevelSplit: PreTokenizer {
  /// Whether a piece that does not begin with a space gets one.
  var addsPrefixSpace: Bool
  /// The pattern of words; `nil` if pieces stay whole.
  var words: PatternSplit?

  func split(_ text: inout PiecedText) {
    if addsPrefixSpace {
      text.rewrite { piece, _, output in
        if piece.first != " " { output.append(" ") }
        output.append(contentsOf: piece)
      }
    }
    words?.split(&text)
    text.rewrite { piece, _, output in ByteAlphabet.append(piece, to: &output) }
  }
}
