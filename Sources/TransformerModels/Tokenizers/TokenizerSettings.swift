import ByteFormats

/// What `tokenizer_config.json` and `special_tokens_map.json` of a folder say.
struct TokenizerSettings {
  /// Parts that tokens have in transformers.
  static let roles = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// `tokenizer_config.json`, or an empty object in its place.
  let file: JSONFile
  /// Tokens by their part.
  private(set) var named: [(role: String, token: AddedToken)] = []
  /// Further special tokens.
  private(set) var extra: [AddedToken] = []
  /// `added_tokens_decoder`: tokens with the ids that they should have, by rising id.
  private(set) var added: [AddedToken] = []
  /// The class of the tokenizer without its ending `Fast`; empty if no file names one.
  let className: String

  /// Reads the files of a folder, those that are there.
  ///
  /// - Parameter modelClass: the class that the model's kind has, where the files name none, and one that
  ///   it has whatever they name.
  init(
    folder: ModelFolder, modelClass: (usual: String, fixed: String?)
  ) throws(ModelFileError) {
    let path = folder.path(of: "tokenizer_config.json")
    file =
      folder.contains("tokenizer_config.json")
      ? try JSONFile(path: path) : JSONFile(path: path, prefix: "", object: JSONObject(members: []))
    let stated = try file.string("tokenizer_class", default: modelClass.usual)
    let name = modelClass.fixed ?? stated
    className =
      name.hasSuffix("Fast") && name != "PreTrainedTokenizerFast" ? String(name.dropLast(4)) : name
    var sources = [file]
    if file.value("added_tokens_decoder") != nil {
      try readAdded()
    } else if folder.contains("special_tokens_map.json") {
      // The older file counts only where the newer key is missing.
      sources.insert(try JSONFile(path: folder.path(of: "special_tokens_map.json")), at: 0)
    }
    for role in Self.roles {
      for source in sources where source.value(role) != nil {
        named.append((role, try Self.token(source, role)))
        break
      }
    }
    for source in sources {
      for key in ["extra_special_tokens", "additional_special_tokens"] {
        guard case .array(let values) = source.value(key) else { continue }
        for value in values {
          switch value {
          case .string(let text): extra.append(AddedToken(content: text, id: -1))
          case .object(let object):
            extra.append(
              try Self.token(JSONFile(path: source.path, prefix: "\(key)[].", object: object)))
          default: throw source.failure(.wrongType, key, expected: "an array of tokens")
          }
        }
      }
    }
  }

  /// The token of a part; `nil` if no file names one.
  func token(_ role: String) -> String? { named.first { $0.role == role }?.token.content }

  /// Whether models are told the types of tokens: `model_input_names` has `token_type_ids`, or, without that key,
  /// the class does.
  func givesTypes() throws(ModelFileError) -> Bool {
    let key = "model_input_names"
    switch file.value(key) {
    case nil: return TokenizerClass(rawValue: className)?.givesTypes ?? true
    case .array(let names)?: return names.contains(.string("token_type_ids"))
    default: throw file.failure(.wrongType, key, expected: "an array of names")
    }
  }

  private mutating func readAdded() throws(ModelFileError) {
    let section = try file.section("added_tokens_decoder")
    for member in section.object.members {
      guard let id = Int(member.key), (0...TokenizerParts.largestID).contains(id) else {
        throw section.failure(.invalidNumber, member.key, expected: "an id as the key")
      }
      var token = try Self.token(section.section(member.key))
      token.id = id
      added.append(token)
    }
    added.sort { $0.id < $1.id }
  }

  /// A token: a string, or an object with `content` and flags.
  private static func token(_ file: JSONFile, _ key: String) throws(ModelFileError) -> AddedToken {
    if case .object = file.value(key) { return try token(file.section(key)) }
    return AddedToken(content: try file.string(key), id: -1)
  }

  private static func token(_ section: JSONFile) throws(ModelFileError) -> AddedToken {
    let isSpecial = try section.bool("special", default: true)
    return AddedToken(
      content: try section.string("content"), id: -1,
      isSingleWord: try section.bool("single_word", default: false),
      stripsLeft: try section.bool("lstrip", default: false),
      stripsRight: try section.bool("rstrip", default: false),
      isNormalized: try section.bool("normalized", default: !isSpecial), isSpecial: isSpecial)
  }
}
