/// A text cut into pieces, of which some are tokens already.
struct PiecedText: Sendable {
  /// A stretch of the text.
  struct Piece: Sendable {
    var range: Range<Int>
    /// Id of an added token; −1 for text.
    var token = -1
    /// Whether the piece begins where the whole text does.
    var isAtStart = false
  }

  /// The scalars of all pieces.
  var scalars: [Unicode.Scalar]
  var pieces: [Piece]

  /// Cuts every piece of text; empty pieces vanish.
  mutating func split(
    _ cut: ([Unicode.Scalar], Range<Int>, _ emit: (Range<Int>) -> Void) -> Void
  ) {
    var output: [Piece] = []
    output.reserveCapacity(pieces.count + scalars.count / 4)
    for piece in pieces {
      guard piece.token < 0 else {
        output.append(piece)
        continue
      }
      let start = piece.range.lowerBound
      cut(scalars, piece.range) { range in
        guard !range.isEmpty else { return }
        output.append(
          Piece(range: range, isAtStart: piece.isAtStart && range.lowerBound == start))
      }
    }
    pieces = output
  }

  /// Writes every piece of text anew: `body` appends what becomes of it.
  mutating func rewrite(
    _ body: (ArraySlice<Unicode.Scalar>, _ isAtStart: Bool, inout [Unicode.Scalar]) -> Void
  ) {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(scalars.count + scalars.count / 4 + 8)
    for place in pieces.indices where pieces[place].token < 0 {
      let start = output.count
      body(scalars[pieces[place].range], pieces[place].isAtStart, &output)
      pieces[place].range = start..<output.count
    }
    scalars = output
  }
}

/// A step that cuts a text into pieces, as Hugging Face `tokenizers` defines it.
protocol PreTokenizer: Sendable {
  /// Cuts the pieces of text further.
  func split(_ text: inout PiecedText)
}

/// Steps one after the other.
struct PreTokenizerSequence: PreTokenizer {
  var steps: [any PreTokenizer]

  func split(_ text: inout PiecedText) {
    for step in steps { step.split(&text) }
  }
}
