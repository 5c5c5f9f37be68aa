public import Reports

/// The token ids of texts.
public struct TokenizeReport: Report {
  /// A text, or a pair of texts.
  public struct Output: Sendable {
    /// The text.
    public var text: String
    /// The second text of a pair.
    public var pair: String?
    /// Token ids, with the special tokens that the model expects.
    public var ids: [Int]
    /// The type of each token: which text it belongs to.
    public var typeIDs: [Int]
    /// Token ids of the text alone.
    public var idsWithoutSpecial: [Int]
    /// The token of each id.
    public var tokens: [String]
    /// The text that the ids stand for, special tokens left out.
    public var decoded: String
  }

  /// Where the tokenizer comes from, as given.
  public var tokenizer: String
  /// One more than the largest id.
  public var vocabularySize: Int
  /// One a text, or a pair.
  public var outputs: [Output]
}

/// The JSON document of `tokenize` (docs/tokenizers.md).
extension TokenizeReport: HasFacts {
  /// Keys and values of the JSON document; those of a single text stand at the top as well.
  public var facts: Facts {
    let head: Facts = [
      "schema": "ising-npu-tokenize/1", "tokenizer": tokenizer, "vocabulary_size": vocabularySize,
    ]
    return head + (outputs.count == 1 ? outputs[0].facts : Facts([])) + ["outputs": outputs]
  }
}

extension TokenizeReport.Output: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    let head: Facts = pair == nil ? ["text": text] : ["text": text, "pair": pair]
    return head + [
      "ids": ids, "ids_without_special": idsWithoutSpecial, "type_ids": typeIDs, "tokens": tokens,
      "decoded": decoded,
    ]
  }
}

extension TokenizeReport {
  /// The report for readers: every token with its id.
  public func document() -> Document {
    Document(
      title: "Tokens of \(outputs.count) \(outputs.count == 1 ? "text" : "texts")",
      sections: outputs.enumerated().map { index, output in
        Section(
          "text \(index + 1)",
          [
            .sentence(
              "\(TextLines.excerpt(output.text, 60)): \(Quantity.count(UInt64(output.ids.count))) tokens, "
                + "\(Quantity.count(UInt64(output.idsWithoutSpecial.count))) without special ones"),
            .table(Self.table(output), on: .readers),
          ])
      } + [Section("", [.table(file, on: .file)])])
  }

  private static func table(_ output: Output) -> Table {
    Table(
      "", [.figures("id"), .words("token"), .figures("type")],
      zip(zip(output.ids, output.tokens), output.typeIDs).map { token, type in
        [Cell("\(token.0)"), Cell(TextLines.excerpt(token.1, 60)), Cell("\(type)")]
      })
  }

  /// `tokens.csv`: one row a token.
  private var file: Table {
    Table(
      file: "tokens", header: ["text", "id", "token", "type"],
      rows: outputs.enumerated().flatMap { index, output in
        output.ids.indices.map { place in
          ["\(index)", "\(output.ids[place])", output.tokens[place], "\(output.typeIDs[place])"]
        }
      })
  }
}
