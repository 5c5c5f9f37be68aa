import ByteFormats

/// How a sentence-transformers model turns token vectors into one sentence vector.
struct SentenceConfiguration: Sendable {
  /// Tokens of one text when the model does not say.
  static let usualMaximumTokens = 256

  /// The folder of the transformer: the model's own, or one in it; `nil` without `modules.json`.
  var transformerFolder: ModelFolder?
  /// Whether the mean over the tokens is taken.
  var pools = true
  /// Whether the result is divided by its norm.
  var normalizes = true

  /// The mean over the tokens and unit length.
  init() {}

  /// Reads `modules.json` and the pooling's `config.json`; `nil` if there is no `modules.json`.
  ///
  /// - Throws: `unsupported` for modules or pooling that this program does not compute.
  init?(folder: ModelFolder) throws(ModelFileError) {
    guard folder.contains("modules.json") else { return nil }
    let path = folder.path(of: "modules.json")
    let file = try MappedFile(path: path)
    guard case .array(let values) = try JSONFile.parse(file.copy(0..<file.count), file: path) else {
      throw ModelFileError(
        .wrongType, file: path, found: "no array", expected: "an array of modules")
    }
    pools = false
    normalizes = false
    let modules = try JSONFile.sections(values, path: path, prefix: "")
    for (index, module) in modules.enumerated() {
      let type = try module.string("type")
      switch (type.split(separator: ".").last, index) {
      case ("Transformer", 0):
        transformerFolder = try folder.subfolder(
          try module.string("path", default: ""), namedBy: module, key: "path")
      case ("Pooling", 1):
        let pooling = try folder.subfolder(
          try module.string("path", default: ""), namedBy: module, key: "path")
        try SentenceConfiguration.checkPooling(
          JSONFile(path: pooling.path(of: "config.json")))
        pools = true
      case ("Normalize", 2):
        normalizes = true
      default:
        throw module.failure(
          .unsupported, "type", expected: "the modules Transformer, Pooling and Normalize, in order"
        )
      }
    }
    guard pools else {
      throw ModelFileError(
        .unsupported, file: path, found: "\(modules.count) modules, none of them Pooling",
        expected: "the modules Transformer, Pooling and Normalize, in order")
    }
  }

  /// Refuses all but the mean over the tokens.
  private static func checkPooling(_ file: JSONFile) throws(ModelFileError) {
    if file.value("pooling_mode") != nil {
      _ = try file.oneOf("pooling_mode", ["mean"])
      return
    }
    for member in file.object.members where member.key.hasPrefix("pooling_mode_") {
      let isMean = member.key == "pooling_mode_mean_tokens"
      guard try file.bool(member.key, default: isMean) == isMean else {
        throw file.failure(
          .unsupported, member.key, expected: "\(isMean): only the mean over the tokens is computed"
        )
      }
    }
  }

  /// The largest number of tokens of one text: `max_seq_length` of `sentence_bert_config.json`, else
  /// 256 or fewer positions.
  static func maximumTokens(
    folder: ModelFolder, positions: Int
  ) throws(ModelFileError) -> Int {
    let name = "sentence_bert_config.json"
    let usual = min(usualMaximumTokens, positions)
    guard folder.contains(name) else { return usual }
    let file = try JSONFile(path: folder.path(of: name))
    guard try !file.bool("do_lower_case", default: false) else {
      throw file.failure(.unsupported, "do_lower_case", expected: "false: the tokenizer does it")
    }
    return try file.integer("max_seq_length", in: 1...positions, default: usual)
  }
}
