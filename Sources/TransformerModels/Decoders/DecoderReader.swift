import ByteFormats

/// Reads the `decoder` of a `tokenizer.json`.
enum DecoderReader {
  private static let types = [
    "BPEDecoder", "ByteFallback", "ByteLevel", "CTC", "Fuse", "Metaspace", "Replace", "Sequence",
    "Strip",
    "WordPiece",
  ]

  /// The steps of a section.
  ///
  /// - Throws: `unsupported` for types and patterns that are not known.
  static func read(_ section: JSONFile) throws(ModelFileError) -> DecodingStep {
    _ = try section.string("type")
    switch try section.oneOf("type", types) {
    case "BPEDecoder":
      let suffix = try literal(section, "suffix", "</w>")
      return .bytePairs(
        suffix: ReplaceMatches(literal: suffix, with: " "),
        lastSuffix: ReplaceMatches(literal: suffix, with: ""))
    case "ByteFallback": return .byteFallback
    case "ByteLevel": return .byteLevel
    case "CTC":
      return .ctc(
        padding: ReplaceMatches(literal: try literal(section, "pad_token", "<pad>"), with: ""),
        delimiter: ReplaceMatches(
          literal: try literal(section, "word_delimiter_token", "|"), with: " "),
        cleansUp: try section.bool("cleanup", default: true))
    case "Fuse": return .fuse
    case "Metaspace":
      let space = try PreTokenizerReader.metaspace(section)
      return .metaspace(space.replacement, dropsFirst: space.prepending != .never)
    case "Replace": return .replace(try NormalizerReader.replacement(section))
    case "Strip":
      return .strip(
        try PreTokenizerReader.scalar(section, "content"),
        start: try section.integer("start", in: 0...1_000_000, default: 0),
        end: try section.integer("stop", in: 0...1_000_000, default: 0))
    case "WordPiece":
      return .wordPiece(
        prefix: Array(try section.string("prefix", default: "##").unicodeScalars),
        cleansUp: try section.bool("cleanup", default: true))
    default:
      return .sequence(
        try section.sections("decoders").map { part throws(ModelFileError) in try read(part) })
    }
  }

  private static func literal(
    _ section: JSONFile, _ key: String, _ usual: String
  ) throws(ModelFileError) -> String {
    let text = try section.string(key, default: usual)
    guard !text.isEmpty else { throw section.failure(.unsupported, key, expected: "a text") }
    return text
  }
}
