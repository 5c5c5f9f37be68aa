import ByteFormats

/// Reads a `tokenizer.json` of Hugging Face `tokenizers`.
enum TokenizerJSON {
  /// Reads the whole file.
  ///
  /// - Throws: `unsupported`, with the key, for any part that is not known.
  static func read(_ file: JSONFile) throws(ModelFileError) -> TokenizerParts {
    let model = try TokenModelReader.read(file.section("model"))
    return TokenizerParts(
      model: model,
      normalizer: file.value("normalizer") == nil
        ? nil : try NormalizerReader.read(file.section("normalizer")),
      preTokenizer: file.value("pre_tokenizer") == nil
        ? nil : try PreTokenizerReader.read(file.section("pre_tokenizer")),
      added: try added(file, model),
      template: file.value("post_processor") == nil
        ? EncodingTemplate() : try TemplateReader.read(file.section("post_processor")),
      decoder: file.value("decoder") == nil ? nil : try DecoderReader.read(file.section("decoder")))
  }

  /// The added tokens with the ids that they get: that of the model's vocabulary, or the next free one.
  private static func added(
    _ file: JSONFile, _ model: TokenModel
  ) throws(ModelFileError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    var places: [ExactText: Int] = [:]
    var next = model.idCount
    for section in try file.sections("added_tokens") {
      let content = try section.string("content")
      guard !content.isEmpty else { continue }
      let stated = try section.integer("id", in: 0...TokenizerParts.largestID)
      let isSpecial = try section.bool("special", default: false)
      var token = AddedToken(
        content: content, id: stated,
        isSingleWord: try section.bool("single_word", default: false),
        stripsLeft: try section.bool("lstrip", default: false),
        stripsRight: try section.bool("rstrip", default: false),
        isNormalized: try section.bool("normalized", default: !isSpecial), isSpecial: isSpecial)
      let known = places[ExactText(content)]
      if let known {
        token.id = tokens[known].id
      } else if let id = model.id(of: content) {
        token.id = id
      } else {
        token.id = next
        next += 1
      }
      guard token.id == stated else {
        throw ModelFileError(
          .inconsistent, file: section.path, place: "key \"\(section.prefix)id\"",
          found: "\(stated) for \"\(content)\"",
          expected: "\(token.id), its place in the vocabulary or behind it")
      }
      if let known {
        tokens[known] = token
      } else {
        places[ExactText(content)] = tokens.count
        tokens.append(token)
      }
    }
    return tokens
  }
}
