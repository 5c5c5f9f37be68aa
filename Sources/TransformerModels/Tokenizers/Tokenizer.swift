/// Text to token ids and back, as Hugging Face `tokenizers` does it: added tokens, normalisation, cutting
/// into pieces, a model that makes ids of pieces, special tokens around texts.
public struct Tokenizer: Sendable {
  /// The largest number of tokens of one text, special tokens included; longer texts are truncated.
  public let maximumTokens: Int

  let parts: TokenizerParts
  private let added: AddedTokens
  private let bert: BERTTokens?

  /// Assembles a tokenizer.
  ///
  /// - Precondition: `maximumTokens` leaves room for the special tokens of a text.
  init(parts: TokenizerParts, maximumTokens: Int) {
    precondition(
      maximumTokens >= parts.template.specialCount,
      "\(maximumTokens) tokens against \(parts.template.specialCount) special ones")
    self.maximumTokens = maximumTokens
    self.parts = parts
    added = AddedTokens(parts.added, normalizer: parts.normalizer)
    bert = BERTTokens(parts)
  }

  /// Reads the tokenizer of a folder alone: `tokenizer.json`, or else `vocab.txt` with
  /// `tokenizer_config.json`.
  ///
  /// - Parameters:
  ///   - folder: the model's folder.
  ///   - maximumTokens: the most tokens of one text, special tokens included; more than the special ones.
  /// - Throws: `ModelFileError` that names file and key or token.
  public static func load(
    folder: String, maximumTokens: Int
  ) throws(ModelFileError) -> Tokenizer {
    let parts = try TokenizerParts.read(folder: ModelFolder(path: folder))
    return Tokenizer(parts: parts, maximumTokens: maximumTokens)
  }

  /// Reads the tokenizer of a model's folder, or a `tokenizer.json` alone; texts are never truncated.
  ///
  /// - Throws: `ModelFileError` that names file and key or token.
  public static func load(path: String) throws(ModelFileError) -> Tokenizer {
    Tokenizer(parts: try TokenizerParts.read(path: path), maximumTokens: .max)
  }

  /// Number of token ids: one more than the largest.
  public var vocabularySize: Int { max(parts.model.idCount, added.idCount) }

  /// The id that stands for words which the vocabulary does not spell; `nil` if there is none.
  public var unknownID: Int? { parts.model.unknownID }

  /// What the model's author puts before every text that is embedded; empty for nothing. `encode` does not
  /// add it.
  public var prompt: String { parts.prompt }

  /// Tokens that the prompt has before every text: special ones in front of it count, one behind it does not.
  var promptTokens: Int {
    guard !prompt.isEmpty else { return 0 }
    let ids = encode(prompt).ids
    let isClosed = ids.last.flatMap(token).map(added.isSpecial) ?? false
    return ids.count - (isClosed ? 1 : 0)
  }

  /// Whether texts that are too long lose their beginning.
  public var truncatesLeft: Bool { parts.truncatesLeft }

  /// The template of chats in Jinja; `nil` if the model has none.
  public var chatTemplate: String? { parts.chatTemplate }

  /// The tokens that have a part, by its name: `bos_token`, `eos_token`, `pad_token`, ….
  public var specialTokens: [String: String] { parts.roles }

  /// The text of a conversation by the model's template.
  ///
  /// - Throws: `ModelFileError` if the model has no template, or one that cannot be used, or that refuses
  ///   the conversation.
  public func text(
    of messages: [ChatMessage], addsGenerationPrompt: Bool = true
  ) throws(ModelFileError) -> String {
    guard let source = chatTemplate else {
      throw ModelFileError(
        .missingKey, file: "the model", place: "key \"chat_template\"", found: "no such key",
        expected: "the template of chats")
    }
    return try ChatTemplate(source).text(
      messages, addsGenerationPrompt: addsGenerationPrompt, tokens: specialTokens)
  }

  /// The token of an id, e.g. `##ing`; `nil` where the vocabulary has none.
  public func token(_ id: Int) -> String? { added.content(id) ?? parts.model.token(id) }

  /// The id of a token; `nil` where the vocabulary has none.
  public func id(of token: String) -> Int? { parts.id(of: token) }

  /// The normalized words of `text` that BERT's WordPiece sees, special tokens as they stand; none for
  /// other tokenizers.
  package func words(_ text: String) -> [[UInt32]] { bert?.words(text, token: token) ?? [] }

  /// The token ids of `text` between the special tokens that the model expects around it; an empty
  /// text gives these alone. Nothing is padded.
  ///
  /// - Complexity: O(length of the text), times its logarithm for long words of byte-pair encoding.
  public func encode(_ text: String) -> TokenizedText {
    assemble(parts.template.single, [ids(of: text)], specialCount: parts.template.specialCount)
  }

  /// The token ids of a pair of texts with the special tokens that the model expects around both; the
  /// longer text is truncated first.
  public func encode(_ first: String, _ second: String) -> TokenizedText {
    assemble(
      parts.template.pair, [ids(of: first), ids(of: second)],
      specialCount: parts.template.pairSpecialCount)
  }

  /// The token ids of `text` alone: no special tokens around it, nothing truncated.
  public func ids(of text: String) -> [Int] {
    var ids: [Int] = []
    ids.reserveCapacity(text.utf8.count / 4 + 2)
    if let bert {
      bert.append(text, to: &ids)
    } else {
      appendStepwise(text, to: &ids)
    }
    return ids
  }

  /// The ids as the general way gives them, step by step, where `encode` has a faster one.
  package func idsStepwise(of text: String) -> [Int] {
    var ids: [Int] = []
    appendStepwise(text, to: &ids)
    return ids
  }

  private func appendStepwise(_ text: String, to ids: inout [Int]) {
    var cut = added.pieces(of: Array(text.unicodeScalars), normalizer: parts.normalizer)
    parts.preTokenizer?.split(&cut)
    var work = TokenModel.Work()
    for piece in cut.pieces {
      if piece.token >= 0 {
        ids.append(piece.token)
      } else {
        parts.model.append(cut.scalars[piece.range], to: &ids, &work)
      }
    }
  }

  /// The text of token ids; ids that no token has are left out.
  ///
  /// - Parameters:
  ///   - ids: of tokens, in order.
  ///   - skippingSpecialTokens: whether special tokens are left out.
  public func decode(_ ids: [Int], skippingSpecialTokens: Bool = true) -> String {
    var tokens: [[Unicode.Scalar]] = []
    for id in ids {
      guard let token = added.token(id) ?? parts.model.token(id),
        !skippingSpecialTokens || !added.isSpecial(token)
      else { continue }
      tokens.append(Array(token.unicodeScalars))
    }
    let text: [Unicode.Scalar] =
      if let decoder = parts.decoder {
        Array(decoder.apply(tokens).joined())
      } else {
        Array(tokens.joined(separator: [" "]))
      }
    return String(String.UnicodeScalarView(text))
  }

  private func assemble(
    _ template: [EncodingTemplate.Part], _ texts: [[Int]], specialCount: Int
  ) -> TokenizedText {
    let count = texts.reduce(0) { $0 + $1.count } + specialCount
    let room = max(0, maximumTokens - specialCount)
    let lengths = Tokenizer.lengths(texts.map(\.count), room: room)
    var result = TokenizedText(ids: [], untruncatedCount: count, typeIDs: [])
    result.ids.reserveCapacity(min(count, maximumTokens))
    for part in template {
      switch part {
      case .token(let id, let type):
        result.ids.append(id)
        result.typeIDs.append(type)
      case .text(let index, let type):
        let ids = texts[index]
        let kept = parts.truncatesLeft ? ids.suffix(lengths[index]) : ids.prefix(lengths[index])
        result.ids += kept
        result.typeIDs += repeatElement(type, count: kept.count)
      }
    }
    return result
  }

  /// How much of each text is kept: the longer one is cut first, until both are equally long.
  private static func lengths(_ counts: [Int], room: Int) -> [Int] {
    guard counts.count == 2, counts[0] + counts[1] > room else {
      return counts.map { min($0, room) }
    }
    let shorter = min(counts[0], counts[1])
    if shorter <= room - shorter {
      return counts[0] <= counts[1] ? [shorter, room - shorter] : [room - shorter, shorter]
    }
    // The odd token goes to the longer text, of equal ones to the second.
    let half = room / 2
    return counts[0] > counts[1] ? [half + room % 2, half] : [half, half + room % 2]
  }
}
