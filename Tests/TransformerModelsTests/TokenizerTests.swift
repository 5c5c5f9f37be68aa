import Foundation
import Testing
import TransformerModels

struct TokenizerFixture: Decodable {
  struct Row: Decodable {
    let text: String
    let ids: [Int]
    let small_ids: [Int]
  }

  let small_vocabulary: [String]
  let texts: [Row]
}

/// A tokenizer with the fixture's small vocabulary, read from `vocab.txt`.
private func smallTokenizer(
  _ folder: TemporaryFolder, words: [String], maximumTokens: Int = 10_000
) throws -> Tokenizer {
  try folder.write("vocab.txt", words.joined(separator: "\n") + "\n")
  return try Tokenizer.load(folder: folder.path, maximumTokens: maximumTokens)
}

@Suite struct TokenizerTests {
  static let basic = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "a", "##b", "ab", "##c",
    "é", "!", "##",
  ]

  @Test func matchesHuggingFaceWithSmallVocabulary() throws {
    let folder = try TemporaryFolder()
    let fixture = try TestFiles.fixture("tokenizer-texts.json", as: TokenizerFixture.self)
    let tokenizer = try smallTokenizer(folder, words: fixture.small_vocabulary)
    #expect(fixture.texts.count >= 290)
    for row in fixture.texts {
      #expect(tokenizer.encode(row.text).ids == row.small_ids, "\(row.text.debugDescription)")
    }
  }

  @Test(.enabled(if: TestFiles.hasModel)) func matchesHuggingFaceWithTheModelsVocabulary() throws {
    let fixture = try TestFiles.fixture("tokenizer-texts.json", as: TokenizerFixture.self)
    let tokenizer = try Tokenizer.load(folder: TestFiles.modelFolder, maximumTokens: 10_000)
    #expect(tokenizer.vocabularySize == 30_522)
    for row in fixture.texts {
      #expect(tokenizer.encode(row.text).ids == row.ids, "\(row.text.debugDescription)")
    }
  }

  @Test(.enabled(if: TestFiles.hasModel)) func publicSentencesHaveTheirIDs() throws {
    struct Sentences: Decodable {
      struct Row: Decodable {
        let text: String
        let ids: [Int]
        let untruncated: Int
      }

      let maximum_tokens: Int
      let texts: [Row]
    }
    let fixture = try TestFiles.fixture("minilm-token-ids.json", as: Sentences.self)
    let tokenizer = try LoadedModel.load(folder: TestFiles.modelFolder).tokenizer
    #expect(tokenizer.maximumTokens == fixture.maximum_tokens)
    #expect(fixture.texts.count == 12)
    for row in fixture.texts {
      let encoded = tokenizer.encode(row.text)
      #expect(encoded.ids == row.ids)
      #expect(encoded.untruncatedCount == row.untruncated)
      #expect(encoded.isTruncated == (row.untruncated > 256))
    }
  }

  /// Every code point between two letters gives the words that Hugging Face gives.
  @Test func wordsOfAllOfUnicode() throws {
    struct Sweep: Decodable { let blocks: [String] }
    let sweep = try TestFiles.fixture("tokenizer-sweep.json", as: Sweep.self)
    let folder = try TemporaryFolder()
    let tokenizer = try smallTokenizer(folder, words: TokenizerTests.basic)
    #expect(sweep.blocks.count == 272)
    for (block, expected) in sweep.blocks.enumerated() {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      func mix(_ number: UInt32) { hash = (hash ^ UInt64(number)) &* 0x100_0000_01b3 }
      for offset in 0..<4096 {
        guard let scalar = Unicode.Scalar(UInt32(block * 4096 + offset)) else { continue }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: ["a", scalar, "a"])
        for word in tokenizer.words(String(text)) {
          for value in word { mix(value) }
          mix(.max)
        }
        mix(.max - 1)
      }
      #expect(String(hash) == expected, "code points from \(String(block * 4096, radix: 16))")
    }
  }

  /// Marks that are kept stand in canonical order (classes 224 and 216 here), but not across the
  /// dropped joiner U+034F of class 0, nor for marks younger than Unicode 9.0, whose class counts as 0.
  @Test func marksAreOrdered() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try smallTokenizer(folder, words: TokenizerTests.basic)
    #expect(tokenizer.words("a\u{302e}\u{1d165}") == [[0x61, 0x1d165, 0x302e]])
    #expect(tokenizer.words("a\u{1d165}\u{302e}") == [[0x61, 0x1d165, 0x302e]])
    #expect(tokenizer.words("a\u{302e}\u{7}\u{1d165}") == [[0x61, 0x1d165, 0x302e]])
    #expect(tokenizer.words("a\u{302e}\u{34f}\u{1d165}") == [[0x61, 0x302e, 0x1d165]])
    #expect(tokenizer.words("a\u{8d4}\u{8d3}") == [[0x61, 0x8d4, 0x8d3]])
  }

  @Test func longestMatchFirst() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try smallTokenizer(folder, words: TokenizerTests.basic)
    #expect(tokenizer.encode("unaffable").ids == [2, 5, 6, 7, 3])
    #expect(tokenizer.encode("abc").ids == [2, 10, 11, 3])
    #expect(tokenizer.encode("abd").ids == [2, 1, 3])
    #expect(tokenizer.encode("A!").ids == [2, 8, 13, 3])
    #expect(tokenizer.encode("").ids == [2, 3])
    #expect(tokenizer.token(6) == "##aff")
    #expect(tokenizer.token(99) == nil)
    #expect(tokenizer.token(-1) == nil)
  }

  @Test func truncationKeepsTheLastSpecialToken() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try smallTokenizer(folder, words: TokenizerTests.basic, maximumTokens: 5)
    let whole = tokenizer.encode("a a a")
    #expect(whole == TokenizedText(ids: [2, 8, 8, 8, 3], untruncatedCount: 5))
    #expect(!whole.isTruncated)
    let cut = tokenizer.encode("a a ab a")
    #expect(cut == TokenizedText(ids: [2, 8, 8, 10, 3], untruncatedCount: 6))
    #expect(cut.isTruncated)
  }

  @Test func casedVocabularyKeepsCaseAndAccents() throws {
    let folder = try TemporaryFolder()
    try folder.write("tokenizer_config.json", #"{"do_lower_case": false}"#)
    let tokenizer = try smallTokenizer(folder, words: TokenizerTests.basic)
    #expect(tokenizer.encode("é a A").ids == [2, 12, 8, 1, 3])
  }

  /// The trainers' truncation and padding in `tokenizer.json` are not the model's.
  @Test func tokenizerFileDecidesAllButLengths() throws {
    let folder = try TemporaryFolder()
    try folder.write("tokenizer.json", tokenizerJSON())
    let tokenizer = try Tokenizer.load(folder: folder.path, maximumTokens: 256)
    let text = String(repeating: "a ", count: 200)
    #expect(tokenizer.encode(text).ids == [1] + [Int](repeating: 3, count: 200) + [2])
    #expect(tokenizer.encode("a[SEP]a").ids == [1, 3, 2, 3, 2])
  }

  @Test(arguments: [
    ("WordPiece", "Unigram", ModelFileError.Problem.wrongType, "model.vocab"),
    ("WordPiece", "BPE", .wrongType, "model.merges"),
    ("\"WordPiece\"", "\"Characters\"", .unsupported, "model.type"),
    ("BertNormalizer", "Uppercase", .unsupported, "normalizer.type"),
    ("BertPreTokenizer", "Sentences", .unsupported, "pre_tokenizer.type"),
    ("TemplateProcessing", "Suffixes", .unsupported, "post_processor.type"),
    ("\"lstrip\": false", "\"lstrip\": 1", .wrongType, "added_tokens[0].lstrip"),
    ("\"id\": 2, \"special\"", "\"id\": 9, \"special\"", .inconsistent, "added_tokens[0].id"),
    ("\"a\": 3", "\"a\": 0", .inconsistent, "model.vocab.a"),
    ("\"a\": 3", "\"a\": -3", .invalidNumber, "model.vocab.a"),
    ("\"a\": 3", "\"a\": 99999999999", .invalidNumber, "model.vocab.a"),
    ("\"a\": 3", "\"a\": 3, \"a\": 4", .duplicateName, "line"),
    ("\"[UNK]\": 0,", "", .missingKey, "[UNK]"),
    ("\"vocab\"", "\"words\"", .missingKey, "model.vocab"),
    ("\"type\": \"BertPreTokenizer\"", "\"kind\": 1", .missingKey, "pre_tokenizer.type"),
  ])
  func otherTokenizersAreRefused(
    old: String, new: String, problem: ModelFileError.Problem, place: String
  ) throws {
    let folder = try TemporaryFolder()
    let json = tokenizerJSON()
    #expect(json.contains(old))
    try folder.write("tokenizer.json", json.replacingOccurrences(of: old, with: new))
    let error = modelFileError {
      _ = try Tokenizer.load(folder: folder.path, maximumTokens: 256)
    }
    #expect(error?.problem == problem)
    #expect(error?.place.contains(place) == true, "\(error?.description ?? "")")
  }

  @Test func vocabularyWithoutSpecialTokensIsRefused() throws {
    let folder = try TemporaryFolder()
    let error = modelFileError { _ = try smallTokenizer(folder, words: ["a", "b"]) }
    #expect(error?.problem == .missingKey)
    #expect(error?.found == "no line \"[UNK]\"")
    let bare = try TemporaryFolder()
    let missing = modelFileError {
      _ = try Tokenizer.load(folder: bare.path, maximumTokens: 9)
    }
    #expect(missing?.problem == .missingFile)
    try bare.write("vocab.txt", [0x5b, 0xff, 0x0a])
    let invalid = modelFileError { _ = try Tokenizer.load(folder: bare.path, maximumTokens: 9) }
    #expect(invalid?.problem == .invalidText)
  }

  /// `é` as one scalar and as two: two words of a vocabulary, though Swift's strings are equal.
  @Test func spellingsOfOneCharacterAreTwoWords() throws {
    let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
    let folder = try TemporaryFolder()
    try folder.write(
      "tokenizer.json",
      tokenizerJSON()
        .replacing("\"##b\": 4", with: "\"\(composed)\": 4, \"\(decomposed)\": 5")
        .replacing("\"strip_accents\": null", with: "\"strip_accents\": false"))
    let json = try Tokenizer.load(folder: folder.path, maximumTokens: 9)
    #expect(json.token(4)?.utf8.elementsEqual(composed.utf8) == true)
    #expect(json.token(5)?.utf8.elementsEqual(decomposed.utf8) == true)
    // A text keeps the spelling that it has.
    #expect(json.encode(composed).ids == [1, 4, 2])
    #expect(json.encode(decomposed).ids == [1, 5, 2])

    let twice = tokenizerJSON().replacing("\"##b\": 4", with: "\"a\": 4")
    try folder.write("tokenizer.json", twice)
    let error = modelFileError { _ = try Tokenizer.load(folder: folder.path, maximumTokens: 9) }
    #expect(error?.problem == .duplicateName && error?.found == "the key \"a\" twice")

    // Special tokens of the older form are looked up by their bytes too.
    let older = try TemporaryFolder()
    try older.write(
      "vocab.txt", (TokenizerTests.basic + [composed, decomposed]).joined(separator: "\n"))
    try older.write("tokenizer_config.json", "{\"sep_token\": \"\(composed)\"}")
    let lines = try Tokenizer.load(folder: older.path, maximumTokens: 9)
    #expect(lines.encode("").ids == [2, TokenizerTests.basic.count])
  }

  private func tokenizerJSON() -> String {
    """
    {"version": "1.0", "truncation": {"max_length": 128}, "padding": {"strategy": {"Fixed": 128}},
     "added_tokens": [{"id": 2, "special": true, "content": "[SEP]", "single_word": false,
       "lstrip": false, "rstrip": false, "normalized": false}],
     "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
       "strip_accents": null, "lowercase": true},
     "pre_tokenizer": {"type": "BertPreTokenizer"},
     "post_processor": {"type": "TemplateProcessing", "single": [
       {"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
       {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
       "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]},
         "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}},
     "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
       "max_input_chars_per_word": 100,
       "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "##b": 4}}}
    """
  }
}
