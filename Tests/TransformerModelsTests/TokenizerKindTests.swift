import Foundation
import Testing
import TransformerModels

/// Tokenizers of every kind against ids and texts of Hugging Face `tokenizers`.
@Suite struct TokenizerKindTests {
  struct Table: Decodable {
    struct Rows: Decodable {
      let ids: [[Int]]
      let decoded: [String]
    }

    let strings: [String]
    let tokenizers: [String: Rows]
  }

  @Test(arguments: [
    "gpt2", "llama3", "qwen2", "roberta", "smollm", "sp-metaspace", "sp-prepend", "unigram",
    "unigram-precompiled", "wordpiece",
  ])
  func hardStrings(name: String) throws {
    let table = try TestFiles.fixture("tokenizers/strings.json", as: Table.self)
    let rows = try #require(table.tokenizers[name])
    let tokenizer = try Tokenizer.load(path: TestFiles.path("tokenizers/\(name).json"))
    #expect(rows.ids.count == table.strings.count && table.strings.count >= 160)
    for (index, text) in table.strings.enumerated() {
      let ids = tokenizer.encode(text).ids
      #expect(ids == rows.ids[index], "\(text.debugDescription)")
      #expect(exactly(tokenizer.decode(ids), rows.decoded[index]), "\(text.debugDescription)")
      // The fast way of BERT and the general one, step by step.
      #expect(tokenizer.ids(of: text) == tokenizer.idsStepwise(of: text))
    }
  }

  struct Part: Decodable {
    struct Row: Decodable {
      let texts: [String]
      let ids: [Int]
      let types: [Int]
      let decoded: String
      let whole: String
    }

    let name: String
    let tokenizer: String
    let rows: [Row]
  }

  /// Each kind of normaliser, pre-tokeniser, model, template and decoder, on single texts and pairs.
  @Test func everyPart() throws {
    let parts = try TestFiles.fixture("tokenizer-parts.json", as: [Part].self)
    #expect(parts.count >= 20)
    let folder = try TemporaryFolder()
    for part in parts {
      let tokenizer = try Tokenizer.load(path: folder.write("\(part.name).json", part.tokenizer))
      for row in part.rows {
        let encoded =
          row.texts.count == 1
          ? tokenizer.encode(row.texts[0]) : tokenizer.encode(row.texts[0], row.texts[1])
        #expect(encoded.ids == row.ids, "\(part.name): \(row.texts.debugDescription)")
        #expect(encoded.typeIDs == row.types, "\(part.name): \(row.texts.debugDescription)")
        #expect(exactly(tokenizer.decode(encoded.ids), row.decoded), "\(part.name): \(row.texts)")
        #expect(
          exactly(tokenizer.decode(encoded.ids, skippingSpecialTokens: false), row.whole),
          "\(part.name): \(row.texts)")
      }
    }
  }

  /// Byte-pair encoding merges long pieces with a heap, and gets what scanning gets.
  @Test func longPieces() throws {
    let tokenizer = try Tokenizer.load(path: TestFiles.path("tokenizers/sp-metaspace.json"))
    let word = "the quick brown fox "
    let once = tokenizer.ids(of: word + word)
    let many = tokenizer.ids(of: String(repeating: word, count: 20_000))
    let period = tokenizer.ids(of: word + word + word).count - once.count
    #expect(many.count == once.count + 19_998 * period)
    #expect(many.prefix(once.count - 1) == once.prefix(once.count - 1))
  }

  /// Strings of Swift are equal where they are canonically equivalent; these must not be.
  private func exactly(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8)
  }

  /// Braces without plain digits are letters; what would take the compiler's stack or years is refused.
  @Test(arguments: [
    ("(?:ab){-1}", "ab{-1}a", ["ab{-1}", "a"]), ("(?<=a{-7})b", "aba{-7}b", ["aba{-7}", "b"]),
    ("a" + String(repeating: "{1}", count: 5000), "a", nil),
    (
      String(repeating: "(?:a?", count: 90) + String(repeating: ")", count: 90) + "|b", "aab",
      ["aa", "b"]
    ),
  ])
  func patternsThatTrapped(pattern: String, text: String, words: [String]?) throws {
    let folder = try TemporaryFolder()
    let vocabulary = ((words ?? []) + ["?"]).enumerated().map { "\"\($1)\":\($0)" }.joined(
      separator: ",")
    let path = try folder.write(
      "tokenizer.json",
      #"{"model":{"type":"WordLevel","unk_token":"?","vocab":{\#(vocabulary)}},"pre_tokenizer":{"type":"Split","#
        + #""behavior":"Isolated","invert":false,"pattern":{"Regex":"\#(pattern)"}}}"#)
    guard let words else {
      let found = modelFileError { _ = try Tokenizer.load(path: path) }?.found ?? ""
      #expect(found.hasPrefix("9 repetitions of one another"), "\(found.prefix(100))")
      return
    }
    #expect(try Tokenizer.load(path: path).ids(of: text) == Array(words.indices))
  }
}
