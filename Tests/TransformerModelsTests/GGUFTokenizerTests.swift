import Foundation
import Testing
import TransformerModels

/// Tokenizers from the metadata of GGUF files give what their `tokenizer.json` gives.
@Suite struct GGUFTokenizerTests {
  /// The bytes of a GGUF file without tensors.
  private struct Metadata {
    private var body: [UInt8] = []
    private var count: UInt64 = 0

    var bytes: [UInt8] {
      Array("GGUF".utf8) + little(UInt32(3)) + little(UInt64(0)) + little(count) + body
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private func text(_ text: String) -> [UInt8] { little(UInt64(text.utf8.count)) + text.utf8 }

    mutating func add(_ key: String, _ value: String) {
      count += 1
      body += text(key) + little(UInt32(8)) + text(value)
    }

    mutating func add(_ key: String, _ value: Int) {
      count += 1
      body += text(key) + little(UInt32(4)) + little(UInt32(value))
    }

    mutating func add(_ key: String, _ flag: Bool) {
      count += 1
      body += text(key) + little(UInt32(7)) + [flag ? 1 : 0]
    }

    mutating func add(_ key: String, _ values: [String]) {
      count += 1
      body += text(key) + little(UInt32(9)) + little(UInt32(8)) + little(UInt64(values.count))
      for value in values { body += text(value) }
    }

    mutating func add(_ key: String, _ values: [Int]) {
      count += 1
      body += text(key) + little(UInt32(9)) + little(UInt32(5)) + little(UInt64(values.count))
      for value in values { body += little(Int32(value)) }
    }
  }

  private struct File: Decodable {
    struct Token: Decodable {
      let id: Int
      let content: String
    }

    struct Model: Decodable {
      let vocab: [String: Int]
      let merges: [[String]]
    }

    let added_tokens: [Token]
    let model: Model
  }

  private func metadata(_ name: String, pre: String) throws -> (Metadata, File) {
    let file = try TestFiles.fixture("tokenizers/\(name).json", as: File.self)
    let size = max(file.model.vocab.values.max() ?? 0, file.added_tokens.map(\.id).max() ?? 0) + 1
    var tokens = [String](repeating: "", count: size)
    for (token, id) in file.model.vocab { tokens[id] = token }
    var kinds = [Int](repeating: 1, count: size)
    for token in file.added_tokens {
      tokens[token.id] = token.content
      kinds[token.id] = 3
    }
    var metadata = Metadata()
    metadata.add("general.architecture", "llama")
    metadata.add("tokenizer.ggml.model", "gpt2")
    metadata.add("tokenizer.ggml.pre", pre)
    metadata.add("tokenizer.ggml.tokens", tokens)
    metadata.add("tokenizer.ggml.token_type", kinds)
    metadata.add("tokenizer.ggml.merges", file.model.merges.map { $0.joined(separator: " ") })
    return (metadata, file)
  }

  @Test(arguments: [("smollm", "smollm"), ("llama3", "llama-bpe"), ("gpt2", "gpt-2")])
  func byteLevel(name: String, pre: String) throws {
    let folder = try TemporaryFolder()
    var (metadata, file) = try metadata(name, pre: pre)
    if let first = file.added_tokens.first { metadata.add("tokenizer.ggml.bos_token_id", first.id) }
    metadata.add("tokenizer.chat_template", "{{ bos_token }}{{ messages[0].content }}")
    let tokenizer = try Tokenizer.load(path: folder.write("a.gguf", metadata.bytes))
    let other = try Tokenizer.load(path: TestFiles.path("tokenizers/\(name).json"))
    let table = try TestFiles.fixture("tokenizers/strings.json", as: TokenizerKindTests.Table.self)
    for text in table.strings {
      #expect(tokenizer.encode(text).ids == other.encode(text).ids, "\(text.debugDescription)")
      #expect(tokenizer.decode(tokenizer.encode(text).ids) == other.decode(other.encode(text).ids))
    }
    let chat = try tokenizer.text(of: [ChatMessage(role: "user", content: "hi")])
    #expect(chat == (file.added_tokens.first?.content ?? "") + "hi")
    // A folder with the file alone is as good as the file.
    #expect(try Tokenizer.load(path: folder.path).encode("a b").ids == tokenizer.encode("a b").ids)
  }

  /// The key decides; without it Llama's kind has a space in front, and Gemma's none.
  @Test(
    arguments: [
      ("gemma", nil, [2]), ("gemma", true, [1]), ("gemma", false, [2]), ("llama", nil, [1]),
      ("llama", true, [1]), ("llama", false, [2]),
    ] as [(String, Bool?, [Int])])
  func spacePrefix(architecture: String, flag: Bool?, ids: [Int]) throws {
    var metadata = Metadata()
    metadata.add("general.architecture", architecture)
    metadata.add("tokenizer.ggml.model", "llama")
    metadata.add("tokenizer.ggml.tokens", ["<unk>", "▁a", "a", "▁"])
    metadata.add("tokenizer.ggml.token_type", [2, 1, 1, 1])
    if let flag { metadata.add("tokenizer.ggml.add_space_prefix", flag) }
    let folder = try TemporaryFolder()
    let tokenizer = try Tokenizer.load(path: folder.write("a.gguf", metadata.bytes))
    #expect(tokenizer.ids(of: "a") == ids)
    #expect(tokenizer.decode(ids) == (flag == false && ids == [1] ? " a" : "a"))
  }

  @Test func unknownNamesAreListed() throws {
    let folder = try TemporaryFolder()
    let error = modelFileError {
      let (metadata, _) = try metadata("gpt2", pre: "klingon")
      _ = try Tokenizer.load(path: folder.write("a.gguf", metadata.bytes))
    }
    #expect(error?.found == "\"klingon\"" && error?.expected.contains("smollm") == true)
  }

  private struct Example: Decodable {
    let text: String
    let ids: [Int]
  }

  /// Files of the `gguf` package against PyPI's `tokenizers`, and against SentencePiece's merging by scores as a plain loop
  /// (`benchmarks/peers/check_gguf_tokenizers.py`). WordPiece finds its unknown token by name.
  @Test(arguments: ["bert", "t5", "llama"]) func filesOfOthers(name: String) throws {
    let examples = try TestFiles.fixture(
      "gguf-tokenizers/tokens.json", as: [String: [Example]].self)
    let path = TestFiles.path("gguf-tokenizers/\(name).gguf")
    let tokenizer = try Tokenizer.load(path: path)
    for example in try #require(examples[name]) {
      #expect(tokenizer.encode(example.text).ids == example.ids, "\(example.text)")
    }
  }
}
