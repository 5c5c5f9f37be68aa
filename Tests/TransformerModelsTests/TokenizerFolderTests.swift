import Foundation
import Testing
import TransformerModels

/// Folders as sentence-transformers and transformers read them.
@Suite struct TokenizerFolderTests {
  private func model(_ name: String) throws -> LoadedModel {
    try LoadedModel.load(folder: TestFiles.path("cases/\(name)"))
  }

  private func ids(_ model: LoadedModel, _ text: String) -> [Int] {
    model.tokenizer.encode(model.tokenizer.prompt + text).ids
  }

  @Test func tokenLimitOfTheTokenizer() throws {
    let model = try model("02-st6-token-limit")
    let half = "the quick brown fox jumps over the lazy dog"
    #expect(
      ids(model, "\(half) \(half)")
        == [2, 161, 162, 163, 164, 168, 153, 169, 161, 170, 171, 161, 162, 163, 164, 3])
    #expect(model.graph.maximumTokens == 16)
  }

  @Test func tokenizerConfigurationWins() throws {
    #expect(
      ids(try model("07-tokenizer-config-wins"), "Hello World")
        == [2, 44, 139, 146, 146, 149, 59, 149, 152, 146, 138, 3])
  }

  @Test func canonicallyEqualWordsAreTwo() throws {
    let model = try model("08-canonically-equal-words")
    for (text, expected) in [
      ("caf\u{e9}", [2, 174, 3]), ("cafe\u{301}", [2, 175, 3]),
      ("m\u{1ed9}t mo\u{323}\u{302}t", [2, 176, 177, 3]), ("\u{8c48} \u{f900}", [2, 178, 179, 3]),
      ("\u{c5} \u{212b}", [2, 181, 180, 3]),
    ] {
      #expect(ids(model, text) == expected)
    }
  }

  @Test func defaultPrompt() throws {
    let model = try model("09-default-prompt")
    #expect(model.tokenizer.prompt == "query: ")
    #expect(ids(model, "hello world") == [2, 85, 155, 139, 152, 159, 30, 165, 166, 3])
  }

  @Test func aPromptThatIsNotThereIsRefused() throws {
    var model = TinyModelFolder()
    model.files["config_sentence_transformers.json"] =
      #"{"default_prompt_name": "passage", "prompts": {"query": "q: "}}"#
    let error = modelFileError { _ = try model.load() }
    #expect(error?.problem == .inconsistent && error?.place.contains("default_prompt_name") == true)
    model.files["config_sentence_transformers.json"] =
      #"{"default_prompt_name": "passage", "prompts": {"passage": "p: "}}"#
    #expect(try model.load().tokenizer.prompt == "p: ")
  }

  @Test func addedTokensMatchTheNormalizedText() throws {
    let model = try model("17-added-token")
    #expect(ids(model, "hello Nanotube world") == [2, 165, 174, 166, 3])
    // As `tokenizers` has it: what is left of a word begins one of its own.
    #expect(ids(model, "hello nanotubes") == [2, 165, 174, 87, 3])
    #expect(ids(model, "hello nanotube s") == [2, 165, 174, 87, 3])
  }

  @Test func truncationSideAndLetterCase() throws {
    var model = TinyModelFolder()
    model.files["tokenizer_config.json"] =
      #"{"truncation_side": "left", "model_max_length": 4, "do_lower_case": false}"#
    #expect(try model.load().tokenizer.encode("a b a a b").ids == [2, 5, 6, 3])
    #expect(try model.load().tokenizer.encode("A").ids == [2, 1, 3])
    // sentence-transformers' own flag lowers the case before the tokenizer.
    model.files["sentence_bert_config.json"] = #"{"do_lower_case": true}"#
    #expect(try model.load().tokenizer.encode("A").ids == [2, 5, 3])
    model.files["tokenizer_config.json"] = #"{"truncation_side": "middle"}"#
    #expect(modelFileError { _ = try model.load() }?.problem == .unsupported)
  }

  /// `vocab.json` and `merges.txt` give what `tokenizer.json` gives.
  @Test func mergesInFilesOfTheirOwn() throws {
    struct File: Decodable {
      struct Model: Decodable {
        let vocab: [String: Int]
        let merges: [[String]]
      }

      let model: Model
    }
    let file = try TestFiles.fixture("tokenizers/gpt2.json", as: File.self).model
    let folder = try TemporaryFolder()
    try folder.write("vocab.json", [UInt8](JSONEncoder().encode(file.vocab)))
    try folder.write(
      "merges.txt",
      "#version: 0.2\n" + file.merges.map { $0.joined(separator: " ") }.joined(separator: "\n"))
    let error = modelFileError { _ = try Tokenizer.load(path: folder.path) }
    #expect(error?.place == "key \"tokenizer_class\"")
    try folder.write("tokenizer_config.json", #"{"tokenizer_class": "GPT2Tokenizer"}"#)
    let older = try Tokenizer.load(path: folder.path)
    let newer = try Tokenizer.load(path: TestFiles.path("tokenizers/gpt2.json"))
    let table = try TestFiles.fixture("tokenizers/strings.json", as: TokenizerKindTests.Table.self)
    for text in table.strings { #expect(older.encode(text).ids == newer.encode(text).ids) }
    try folder.write("merges.txt", "#version: 0.2\nzz zz\n")
    #expect(
      modelFileError { _ = try Tokenizer.load(path: folder.path) }?.place == "merge 1")
  }

  @Test func otherFormsAreNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("tokenizer.model", "x")
    #expect(
      modelFileError { _ = try Tokenizer.load(path: folder.path) }?.found == "tokenizer.model alone"
    )
  }
}
