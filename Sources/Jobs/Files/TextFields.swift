/// The names of keys and columns that hold a text, or a pair of texts, in any case.
struct TextFields: Sendable {
  /// Lists of names of which all must be there; the first such list is taken.
  let known: [[String]]
  /// What is expected, in words.
  let words: String

  /// One text.
  static let texts = TextFields(known: [["text"], ["sentence"]], words: "text or sentence")

  /// A pair of texts, or else one text.
  static let pairsOrTexts = TextFields(
    known: [
      ["text", "text_pair"], ["text", "pair"], ["text1", "text2"], ["text_a", "text_b"],
      ["sentence1", "sentence2"], ["query", "passage"], ["query", "document"], ["query", "answer"],
      ["question", "answer"], ["question", "context"], ["premise", "hypothesis"],
    ] + texts.known,
    words: texts.words + ", or a pair such as query and passage")

  /// Whether a pair is among them.
  var takesPairs: Bool { known.contains { $0.count > 1 } }

  /// The places of the first list of names that is whole.
  func places(among names: [String]) -> [Int]? {
    for list in known {
      let places = list.compactMap { names.firstIndex(of: $0) }
      if places.count == list.count { return places }
    }
    return nil
  }
}

extension InputText {
  /// A text from one field, a pair from two.
  init(fields: [String]) { self.init(fields[0], pair: fields.count > 1 ? fields[1] : nil) }
}
