import Jobs
import TransformerModels

/// `tokenize`: the token ids of texts.
public enum TokenizeRun {
  /// What to do.
  public struct Request: Sendable {
    /// Folder of a model, a `tokenizer.json`, or a GGUF file.
    public var tokenizer: String
    /// The texts.
    public var texts: [String]
    /// Whether the texts are pairs: the first with the second, and so on.
    public var pairs: Bool

    /// Creates a request.
    public init(tokenizer: String, texts: [String], pairs: Bool = false) {
      self.tokenizer = tokenizer
      self.texts = texts
      self.pairs = pairs
    }
  }

  /// Makes ids of all texts; nothing is truncated or padded.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` for a tokenizer that cannot be used, `.usage` for an odd
  ///   number of texts as pairs.
  public static func perform(_ request: Request) throws(RunFailure) -> TokenizeReport {
    try RunFailure.ending {
      let tokenizer = try Tokenizer.load(path: request.tokenizer)
      guard request.pairs else {
        return TokenizeReport(
          tokenizer: request.tokenizer, vocabularySize: tokenizer.vocabularySize,
          outputs: request.texts.map { output([$0], tokenizer) })
      }
      guard request.texts.count.isMultiple(of: 2) else {
        throw OptionError("pair: found \(request.texts.count) texts, expected two for each pair")
      }
      return TokenizeReport(
        tokenizer: request.tokenizer, vocabularySize: tokenizer.vocabularySize,
        outputs: stride(from: 0, to: request.texts.count, by: 2).map { place in
          output([request.texts[place], request.texts[place + 1]], tokenizer)
        })
    }
  }

  private static func output(_ texts: [String], _ tokenizer: Tokenizer) -> TokenizeReport.Output {
    let encoded =
      texts.count == 1 ? tokenizer.encode(texts[0]) : tokenizer.encode(texts[0], texts[1])
    return TokenizeReport.Output(
      text: texts[0], pair: texts.count == 2 ? texts[1] : nil, ids: encoded.ids,
      typeIDs: encoded.typeIDs, idsWithoutSpecial: texts.flatMap(tokenizer.ids),
      tokens: encoded.ids.map { tokenizer.token($0) ?? "" }, decoded: tokenizer.decode(encoded.ids))
  }
}
