import ByteFormats

/// Reads the `normalizer` of a `tokenizer.json`.
enum NormalizerReader {
  /// Every type that is known.
  private static let types = [
    "BertNormalizer", "ByteLevel", "Lowercase", "NFC", "NFD", "NFKC", "NFKD", "Nmt", "Precompiled",
    "Prepend", "Replace", "Sequence", "Strip", "StripAccents",
  ]

  /// The normalizer of a section.
  ///
  /// - Throws: `unsupported` for types and patterns that are not known.
  static func read(_ section: JSONFile) throws(ModelFileError) -> any Normalizer {
    _ = try section.string("type")
    switch try section.oneOf("type", types) {
    case "BertNormalizer":
      let lowersCase = try section.bool("lowercase", default: true)
      return TextNormalizer(
        cleansText: try section.bool("clean_text", default: true),
        separatesIdeographs: try section.bool("handle_chinese_chars", default: true),
        stripsAccents: try section.bool("strip_accents", default: lowersCase),
        lowersCase: lowersCase)
    case "ByteLevel": return ByteScalars()
    case "Lowercase": return Lowercase()
    case "NFC": return UnicodeForm(isCompatible: false, composes: true)
    case "NFD": return UnicodeForm(isCompatible: false, composes: false)
    case "NFKC": return UnicodeForm(isCompatible: true, composes: true)
    case "NFKD": return UnicodeForm(isCompatible: true, composes: false)
    case "Nmt": return NMTCleaning()
    case "Precompiled":
      guard let map = PrecompiledMap(base64: try section.string("precompiled_charsmap")) else {
        throw section.failure(
          .invalidNumber, "precompiled_charsmap", expected: "a map of SentencePiece in base64")
      }
      return map
    case "Prepend": return PrependText(prefix: Array(try section.string("prepend").unicodeScalars))
    case "Replace": return try replacement(section)
    case "Strip":
      return StripEnds(
        left: try section.bool("strip_left", default: true),
        right: try section.bool("strip_right", default: true))
    case "StripAccents": return StripAccents()
    default:
      return NormalizerSequence(
        steps: try section.sections("normalizers").map { part throws(ModelFileError) in
          try read(part)
        })
    }
  }

  /// `Replace`, which is a decoder as well.
  static func replacement(_ section: JSONFile) throws(ModelFileError) -> ReplaceMatches {
    let pattern = try pattern(section)
    let literal = try section.section("pattern").value("String")
    var single: Unicode.Scalar?
    if case .string(let text) = literal, text.unicodeScalars.count == 1 {
      single = text.unicodeScalars.first
    }
    return ReplaceMatches(
      pattern: pattern, content: Array(try section.string("content").unicodeScalars), single: single
    )
  }

  /// The `pattern` of a section: a text, or a regular expression.
  ///
  /// - Throws: `unsupported` for a regular expression that `TextPattern` does not know.
  static func pattern(_ section: JSONFile) throws(ModelFileError) -> TextPattern {
    let part = try section.section("pattern")
    if part.value("String") != nil {
      let text = try part.string("String")
      guard !text.isEmpty else { throw part.failure(.unsupported, "String", expected: "a text") }
      return TextPattern(literal: text)
    }
    let source = try part.string("Regex")
    do throws(PatternError) { return try TextPattern(source) } catch {
      throw ModelFileError(
        .unsupported, file: part.path, place: "key \"\(part.prefix)Regex\"",
        found: "\(error.found) in \(source)", expected: error.expected)
    }
  }
}
