import ByteFormats

/// Reads the `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerReader {
  /// Every type that is known.
  private static let types = [
    "BertPreTokenizer", "ByteLevel", "CharDelimiterSplit", "Digits", "FixedLength", "Metaspace",
    "Punctuation", "Sequence", "Split", "UnicodeScripts", "Whitespace", "WhitespaceSplit",
  ]

  /// The pre-tokenizer of a section.
  ///
  /// - Throws: `unsupported` for types and patterns that are not known.
  static func read(_ section: JSONFile) throws(ModelFileError) -> any PreTokenizer {
    _ = try section.string("type")
    switch try section.oneOf("type", types) {
    case "BertPreTokenizer": return BERTWords()
    case "ByteLevel":
      return ByteLevelSplit(
        addsPrefixSpace: try section.bool("add_prefix_space", default: true),
        words: try section.bool("use_regex", default: true) ? byteLevelWords(section) : nil)
    case "CharDelimiterSplit":
      return ScalarSplit(kind: .one(try scalar(section, "delimiter")), behavior: .removed)
    case "Digits":
      return ScalarSplit(
        kind: .number,
        behavior: try section.bool("individual_digits", default: false) ? .isolated : .contiguous)
    case "FixedLength":
      return FixedLengthSplit(length: try section.integer("length", in: 1...1_000_000, default: 5))
    case "Metaspace": return try metaspace(section)
    case "Punctuation":
      return ScalarSplit(kind: .punctuation, behavior: try behavior(section, default: .isolated))
    case "Split":
      return PatternSplit(
        pattern: try NormalizerReader.pattern(section),
        behavior: try behavior(section, default: nil),
        isInverted: try section.bool("invert", default: false))
    case "UnicodeScripts": return ScriptSplit()
    case "Whitespace": return WordRuns()
    case "WhitespaceSplit": return ScalarSplit(kind: .whitespace, behavior: .removed)
    default:
      return PreTokenizerSequence(
        steps: try section.sections("pretokenizers").map { part throws(ModelFileError) in
          try read(part)
        })
    }
  }

  /// `Metaspace`, which is a decoder as well.
  static func metaspace(_ section: JSONFile) throws(ModelFileError) -> MetaspaceSplit {
    let word = try section.oneOf(
      "prepend_scheme", MetaspaceSplit.Prepending.allCases.map(\.rawValue))
    var prepending = MetaspaceSplit.Prepending(rawValue: word) ?? .always
    if case .bool(false) = section.value("add_prefix_space") {
      // The older form of the same.
      guard section.value("prepend_scheme") == nil || prepending == .never else {
        throw section.failure(
          .inconsistent, "add_prefix_space", expected: "what prepend_scheme \"\(word)\" says")
      }
      prepending = .never
    }
    return MetaspaceSplit(
      replacement: try scalar(section, "replacement"), prepending: prepending,
      splits: try section.bool("split", default: true))
  }

  private static func byteLevelWords(_ section: JSONFile) throws(ModelFileError) -> PatternSplit {
    do throws(PatternError) {
      return PatternSplit(
        pattern: try TextPattern(PatternSplit.byteLevelWords), behavior: .isolated)
    } catch {
      throw section.failure(.unsupported, "use_regex", expected: error.expected)
    }
  }

  static func scalar(_ section: JSONFile, _ key: String) throws(ModelFileError) -> Unicode.Scalar {
    let text = try section.string(key)
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
      throw section.failure(.wrongType, key, expected: "one character")
    }
    return scalar
  }

  private static func behavior(
    _ section: JSONFile, default fallback: DelimiterBehavior?
  ) throws(ModelFileError) -> DelimiterBehavior {
    if let fallback, section.value("behavior") == nil { return fallback }
    _ = try section.string("behavior")
    let word = try section.oneOf("behavior", DelimiterBehavior.allCases.map(\.rawValue))
    return DelimiterBehavior(rawValue: word) ?? .isolated
  }
}
