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
    /// What becomes of the texts.
    public var form: Form

    /// Creates a request.
    public init(tokenizer: String, texts: [String], form: Form = .single) {
      self.tokenizer = tokenizer
      self.texts = texts
      self.form = form
    }
  }

  /// What becomes of texts.
  public enum Form: Sendable {
    /// Each by itself.
    case single
    /// The first with the second, and so on.
    case pairs
    /// What a user and the model say in turns, after what the system says, by the model's template.
    case chat(system: String?)
  }

  /// Makes ids of all texts; nothing is truncated or padded.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` for a tokenizer that cannot be used, `.usage` for an odd
  ///   number of texts as pairs.
  public static func perform(_ request: Request) throws(RunFailure) -> TokenizeReport {
    try RunFailure.ending {
      let tokenizer = try Tokenizer.load(path: request.tokenizer)
      var report = TokenizeReport(
        tokenizer: request.tokenizer, vocabularySize: tokenizer.vocabularySize, outputs: [])
      switch request.form {
      case .single: report.outputs = request.texts.map { output([$0], tokenizer) }
      case .pairs:
        guard request.texts.count.isMultiple(of: 2) else {
          throw OptionError("pair: found \(request.texts.count) texts, expected two for each pair")
        }
        report.outputs = stride(from: 0, to: request.texts.count, by: 2).map { place in
          output([request.texts[place], request.texts[place + 1]], tokenizer)
        }
      case .chat(let system):
        let text = try tokenizer.text(ofTurns: request.texts, system: system)
        // The template writes the special tokens itself.
        var chat = output([text], tokenizer)
        chat.ids = chat.idsWithoutSpecial
        chat.typeIDs = chat.ids.map { _ in 0 }
        chat.tokens = chat.ids.map { tokenizer.token($0) ?? "" }
        chat.decoded = tokenizer.decode(chat.ids)
        report.outputs = [chat]
      }
      return report
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
