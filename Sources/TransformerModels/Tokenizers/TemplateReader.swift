import ByteFormats

/// Reads the `post_processor` of a `tokenizer.json`.
enum TemplateReader {
  private static let types = [
    "TemplateProcessing", "BertProcessing", "RobertaProcessing", "ByteLevel", "Sequence",
  ]

  /// The special tokens that a section puts around texts.
  ///
  /// - Throws: `unsupported` for types that are not known, and for two templates in one sequence.
  static func read(_ section: JSONFile) throws(ModelFileError) -> EncodingTemplate {
    try template(section) ?? EncodingTemplate()
  }

  /// The template of a section; `nil` if it adds nothing.
  private static func template(
    _ section: JSONFile
  ) throws(ModelFileError) -> EncodingTemplate? {
    _ = try section.string("type")
    switch try section.oneOf("type", types) {
    case "BertProcessing":
      return .bert(start: try pairID(section, "cls"), end: try pairID(section, "sep"))
    case "RobertaProcessing":
      return .roberta(start: try pairID(section, "cls"), end: try pairID(section, "sep"))
    // It trims the places of tokens in the text, which this program does not report.
    case "ByteLevel": return nil
    case "TemplateProcessing":
      let single = try parts(section, "single")
      // Some write an empty list for a template that nobody needs.
      guard section.value("pair") != nil, try !section.sections("pair").isEmpty else {
        return EncodingTemplate(single: single)
      }
      return EncodingTemplate(single: single, pair: try parts(section, "pair"))
    default:
      var found: EncodingTemplate?
      for part in try section.sections("processors") {
        guard let next = try template(part) else { continue }
        guard found == nil else {
          throw section.failure(.unsupported, "processors", expected: "one template")
        }
        found = next
      }
      return found
    }
  }

  private static func pairID(_ section: JSONFile, _ key: String) throws(ModelFileError) -> Int {
    guard case .array(let pair) = section.value(key), pair.count == 2,
      case .integer(let id) = pair[1], (0...TokenizerParts.largestID).contains(id)
    else { throw section.failure(.wrongType, key, expected: "a pair of token and id") }
    return id
  }

  private static func parts(
    _ section: JSONFile, _ key: String
  ) throws(ModelFileError) -> [EncodingTemplate.Part] {
    var parts: [EncodingTemplate.Part] = []
    for piece in try section.sections(key) {
      guard piece.value("SpecialToken") != nil else {
        let text = try piece.section("Sequence")
        let isFirst = try text.oneOf("id", key == "single" ? ["A"] : ["A", "B"]) == "A"
        parts.append(.text(isFirst ? 0 : 1, type: try type(text)))
        continue
      }
      let special = try piece.section("SpecialToken")
      let type = try type(special)
      let token = try section.section("special_tokens").section(try special.string("id"))
      guard case .array(let values) = token.value("ids") else {
        throw token.failure(.wrongType, "ids", expected: "an array of ids")
      }
      for value in values {
        guard case .integer(let id) = value, (0...TokenizerParts.largestID).contains(id) else {
          throw token.failure(.wrongType, "ids", expected: "an array of ids")
        }
        parts.append(.token(id, type: type))
      }
    }
    for text in key == "single" ? [0] : [0, 1] {
      guard parts.contains(where: { if case .text(text, _) = $0 { true } else { false } }) else {
        throw section.failure(.unsupported, key, expected: "every text in the template")
      }
    }
    return parts
  }

  private static func type(_ section: JSONFile) throws(ModelFileError) -> Int {
    try section.integer("type_id", in: 0...1_000_000, default: 0)
  }
}
