/// `Split`: cuts at the matches of a pattern, or at what lies between them.
struct PatternSplit: PreTokenizer {
  var pattern: TextPattern
  var behavior: DelimiterBehavior
  /// Whether what does not match is the delimiter.
  var isInverted = false

  /// The words of GPT-2: contractions, letters, numbers and signs with the space before them, spaces
  /// (Radford et al. 2019, `encoder.py`).
  static let byteLevelWords =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  func split(_ text: inout PiecedText) {
    text.split { scalars, range, emit in
      var pieces = DelimitedPieces(behavior)
      pattern.forEach(in: scalars, range) { stretch, isMatch in
        pieces.add(stretch, isMatch: isMatch != isInverted, emit)
      }
      pieces.finish(emit)
    }
  }
}

/// `Punctuation`, `Digits`, `WhitespaceSplit`, `CharDelimiterSplit`: cut at scalars of a kind.
struct ScalarSplit: PreTokenizer {
  /// A kind of scalars.
  enum Kind: Sendable {
    /// Signs of ASCII and the categories P*.
    case punctuation
    /// The categories N*.
    case number
    case whitespace
    case one(Unicode.Scalar)
  }

  var kind: Kind
  var behavior: DelimiterBehavior

  func split(_ text: inout PiecedText) {
    text.split { scalars, range, emit in
      var pieces = DelimitedPieces(behavior)
      var start = range.lowerBound
      for place in range where contains(scalars[place]) {
        if start < place { pieces.add(start..<place, isMatch: false, emit) }
        pieces.add(place..<(place + 1), isMatch: true, emit)
        start = place + 1
      }
      if start < range.upperBound { pieces.add(start..<range.upperBound, isMatch: false, emit) }
      pieces.finish(emit)
    }
  }

  private func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch kind {
    case .punctuation: return ScalarCategories.isPunctuation(scalar)
    case .whitespace: return UnicodeTables.isWhitespace(scalar.value)
    case .one(let delimiter): return scalar == delimiter
    case .number:
      if scalar.value < 0x80 { return scalar.value >= 0x30 && scalar.value < 0x3a }
      return UnicodeTables.category(scalar.value) & UnicodeTables.numbers != 0
    }
  }
}

/// `Whitespace`: runs of letters, marks and digits, and runs of other signs.
struct WordRuns: PreTokenizer {
  func split(_ text: inout PiecedText) {
    text.split { scalars, range, emit in
      var start = range.lowerBound
      var last = Kind.space
      for place in range {
        let kind = WordRuns.kind(scalars[place].value)
        guard kind != last else { continue }
        if last != .space { emit(start..<place) }
        (start, last) = (place, kind)
      }
      if last != .space { emit(start..<range.upperBound) }
    }
  }

  private enum Kind { case word, space, sign }

  private static func kind(_ value: UInt32) -> Kind {
    switch value {
    // Joiners are part of a word in this pattern's dialect.
    case 0x30..<0x3a, 0x41..<0x5b, 0x5f, 0x61..<0x7b, 0x200c, 0x200d: .word
    case 0..<0x80: UnicodeTables.isWhitespace(value) ? .space : .sign
    default:
      UnicodeTables.isWhitespace(value) ? .space : UnicodeTables.isWord(value) ? .word : .sign
    }
  }
}

/// `FixedLength`: pieces of so many scalars.
struct FixedLengthSplit: PreTokenizer {
  var length: Int

  func split(_ text: inout PiecedText) {
    text.split { _, range, emit in
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(range.upperBound, start + length)
        emit(start..<end)
        start = end
      }
    }
  }
}

/// `UnicodeScripts`: cuts where the script changes; Hiragana and Katakana count as Han.
///
/// What stands before the first scalar that has a script is dropped, as in the reference.
struct ScriptSplit: PreTokenizer {
  func split(_ text: inout PiecedText) {
    text.split { scalars, range, emit in
      var start = -1
      var last = -1
      for place in range {
        let script = ScriptSplit.script(scalars[place].value)
        guard script >= 0 else { continue }
        if script != last {
          if start >= 0 { emit(start..<place) }
          start = place
        }
        last = script
      }
      if start >= 0 { emit(start..<range.upperBound) }
    }
  }

  private static let han = ScriptTable.script(0x4e00)
  private static let kana = [ScriptTable.script(0x3042), ScriptTable.script(0x30a2)]

  private static func script(_ value: UInt32) -> Int {
    if value == 0x30fc { return han }
    if value == 0x20 { return -1 }
    let script = ScriptTable.script(value)
    return kana.contains(script) ? han : script
  }
}

/// `BertPreTokenizer`: words between white space, each sign of punctuation by itself.
struct BERTWords: PreTokenizer {
  func split(_ text: inout PiecedText) {
    ScalarSplit(kind: .whitespace, behavior: .removed).split(&text)
    ScalarSplit(kind: .punctuation, behavior: .isolated).split(&text)
  }
}
