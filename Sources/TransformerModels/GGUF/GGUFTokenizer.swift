/// What a GGUF file says of its tokenizer (keys `tokenizer.*`), checked for ids and lengths; a plain
/// value that knows nothing of how text is split.
package struct GGUFTokenizer: Sendable, Equatable {
  /// What a token is for, by its number in the file.
  package enum Kind: Int, Sendable {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  /// Path of the file, for messages.
  package let path: String
  /// The kind of tokenizer: `gpt2` (byte-level BPE), `llama` (SentencePiece with scores), `bert`
  /// (WordPiece whose words begin with ▁), `t5` (Unigram), ….
  package let model: String
  /// The name of the pre-tokenizer of BPE, e.g. `smollm`, `llama-bpe`, `qwen2`; `nil` if not given.
  package let preTokenizer: String?
  /// Token of each id.
  package let tokens: [String]
  /// Kind of each id; all normal if the file does not say.
  package let kinds: [Kind]
  /// Score of each id; empty if there are none.
  package let scores: [Float]
  /// Merges of BPE in their order: two tokens with a space between them.
  package let merges: [String]
  /// Ids of special tokens, each below the number of tokens.
  package let beginning: Int?
  package let end: Int?
  package let endOfTurn: Int?
  package let endOfMessage: Int?
  package let unknown: Int?
  package let separator: Int?
  package let padding: Int?
  package let mask: Int?
  package let classification: Int?
  /// Whether texts get a beginning, an end, a separator; `nil` leaves it to the kind.
  package let addsBeginning: Bool?
  package let addsEnd: Bool?
  package let addsSeparator: Bool?
  /// Whether a space is put in front of a text; `nil` leaves it to the kind.
  package let addsSpacePrefix: Bool?
  package let removesExtraSpaces: Bool?
  /// SentencePiece's map of normalised characters; empty if there is none.
  package let characterMap: [UInt8]
  /// The template of chats in Jinja.
  package let chatTemplate: String?
  /// The number of token types of `bert`.
  package let tokenTypes: Int?

  /// - Throws: `missingKey` without tokens, `inconsistent` where lists of tokens have other lengths,
  ///   `invalidNumber` for ids and kinds that do not exist.
  package init(_ metadata: GGUFMetadata) throws(ModelFileError) {
    func key(_ name: String) -> String { "tokenizer.ggml.\(name)" }
    path = metadata.path
    guard let model = try metadata.string(key("model")) else {
      throw metadata.failure(.missingKey, key("model"), expected: "the kind of tokenizer")
    }
    self.model = model
    preTokenizer = try metadata.string(key("pre"))
    guard let tokens = try metadata.strings(key("tokens")), !tokens.isEmpty else {
      throw metadata.failure(.missingKey, key("tokens"), expected: "an array of tokens")
    }
    self.tokens = tokens
    func checkCount(_ name: String, _ count: Int) throws(ModelFileError) {
      guard count == tokens.count else {
        throw metadata.failure(
          .inconsistent, key(name), expected: "one for each of \(tokens.count) tokens")
      }
    }
    if let numbers = try metadata.integers(key("token_type")) {
      try checkCount("token_type", numbers.count)
      kinds = try numbers.map { number throws(ModelFileError) in
        guard let kind = Kind(rawValue: number) else {
          throw ModelFileError(
            .invalidNumber, file: metadata.path, place: "key \"\(key("token_type"))\"",
            found: "\(number)", expected: "kinds from 1 to 6")
        }
        return kind
      }
    } else {
      kinds = Array(repeating: .normal, count: tokens.count)
    }
    let scores = try metadata.numbers(key("scores")) ?? []
    if !scores.isEmpty { try checkCount("scores", scores.count) }
    self.scores = scores.map(Float.init)
    merges = try metadata.strings(key("merges")) ?? []
    func id(_ name: String) throws(ModelFileError) -> Int? {
      try metadata.integer(key(name), in: 0...(tokens.count - 1))
    }
    beginning = try id("bos_token_id")
    end = try id("eos_token_id")
    endOfTurn = try id("eot_token_id")
    endOfMessage = try id("eom_token_id")
    unknown = try id("unknown_token_id")
    // The format's own spelling.
    separator = try id("seperator_token_id")
    padding = try id("padding_token_id")
    mask = try id("mask_token_id")
    classification = try id("cls_token_id")
    addsBeginning = try metadata.bool(key("add_bos_token"))
    addsEnd = try metadata.bool(key("add_eos_token"))
    addsSeparator = try metadata.bool(key("add_sep_token"))
    addsSpacePrefix = try metadata.bool(key("add_space_prefix"))
    removesExtraSpaces = try metadata.bool(key("remove_extra_whitespaces"))
    let map = try metadata.integers(key("precompiled_charsmap")) ?? []
    characterMap = map.map { UInt8(truncatingIfNeeded: $0) }
    chatTemplate = try metadata.string("tokenizer.chat_template")
    tokenTypes = try metadata.integer(key("token_type_count"), in: 1...1024)
  }
}
