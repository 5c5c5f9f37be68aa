/// The special tokens around one text, and around two.
struct EncodingTemplate: Sendable, Equatable {
  /// A part of what a model gets.
  enum Part: Sendable, Equatable {
    /// The first (0) or second (1) text, with the type of its tokens.
    case text(Int, type: Int)
    /// A special token with its type.
    case token(Int, type: Int)
  }

  /// One text.
  var single: [Part] = [.text(0, type: 0)]
  /// Two texts.
  var pair: [Part] = [.text(0, type: 0), .text(1, type: 1)]

  /// The number of special tokens around one text.
  var specialCount: Int { single.count { if case .token = $0 { true } else { false } } }

  /// The number of special tokens around two texts.
  var pairSpecialCount: Int { pair.count { if case .token = $0 { true } else { false } } }

  /// All special ids.
  var ids: [Int] {
    (single + pair).compactMap { if case .token(let id, _) = $0 { id } else { nil } }
  }

  /// Ids in front of one text; `nil` if the text is not exactly once in the template.
  var ends: (prefix: [Int], suffix: [Int])? {
    let places = single.indices.filter {
      if case .text(0, type: 0) = single[$0] { true } else { false }
    }
    guard places.count == 1, single.count == specialCount + 1 else { return nil }
    func ids(_ parts: ArraySlice<Part>) -> [Int] {
      parts.compactMap { if case .token(let id, type: 0) = $0 { id } else { nil } }
    }
    let (prefix, suffix) = (ids(single[..<places[0]]), ids(single[(places[0] + 1)...]))
    return prefix.count + suffix.count == specialCount ? (prefix, suffix) : nil
  }

  /// The template of a beginning and an end around each text: `cls A sep`, `cls A sep B sep`.
  static func bert(start: Int, end: Int) -> EncodingTemplate {
    EncodingTemplate(
      single: [.token(start, type: 0), .text(0, type: 0), .token(end, type: 0)],
      pair: [
        .token(start, type: 0), .text(0, type: 0), .token(end, type: 0), .text(1, type: 1),
        .token(end, type: 1),
      ])
  }

  /// RoBERTa's: two ends between two texts, all of type 0.
  static func roberta(start: Int, end: Int) -> EncodingTemplate {
    EncodingTemplate(
      single: [.token(start, type: 0), .text(0, type: 0), .token(end, type: 0)],
      pair: [
        .token(start, type: 0), .text(0, type: 0), .token(end, type: 0), .token(end, type: 0),
        .text(1, type: 0), .token(end, type: 0),
      ])
  }

  /// A beginning and an end around each text where they are given, the second text of type 1.
  static func plain(start: Int?, end: Int?) -> EncodingTemplate {
    func side(_ text: Int) -> [Part] {
      (start.map { [.token($0, type: text)] } ?? []) + [.text(text, type: text)]
        + (end.map { [.token($0, type: text)] } ?? [])
    }
    return EncodingTemplate(single: side(0), pair: side(0) + side(1))
  }
}
