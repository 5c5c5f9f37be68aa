/// `Metaspace`: writes spaces as a visible scalar, and begins a piece at each.
struct MetaspaceSplit: PreTokenizer {
  /// Where a text that does not begin with the scalar gets one.
  enum Prepending: String, CaseIterable, Sendable { case always, first, never }

  /// What stands for a space: ▁.
  var replacement: Unicode.Scalar
  var prepending: Prepending
  /// Whether the text is cut.
  var splits: Bool

  func split(_ text: inout PiecedText) {
    text.rewrite { piece, isAtStart, output in
      let begins = piece.first == " " || piece.first == replacement
      if !begins, prepending == .always || prepending == .first && isAtStart {
        output.append(replacement)
      }
      for scalar in piece { output.append(scalar == " " ? replacement : scalar) }
    }
    guard splits else { return }
    text.split { scalars, range, emit in
      var start = range.lowerBound
      for place in range where scalars[place] == replacement && place > start {
        emit(start..<place)
        start = place
      }
      emit(start..<range.upperBound)
    }
  }
}
