import Foundation
import IsingTestSupport
import Testing

/// `tokenize` from the command line, against ids of transformers and tokenizers.
@Suite(.enabled(if: Tool.url != nil, "build the release executable first"))
struct TokenizeCommandTests {
  private static let families = ModelFolder.packageRoot.appendingPathComponent(
    "Tests/DenseExecutorTests/Fixtures/families")
  private static let bert = families.appendingPathComponent("bert-classify").path
  private static let gguf = ModelFolder.packageRoot.appendingPathComponent(
    "Tests/TransformerModelsTests/Fixtures/gguf-tokenizers/bert.gguf"
  ).path

  /// The JSON document of a command that ends with its texts.
  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = try Tool.run(arguments)
    #expect(result.status == 0, "\(result.error)")
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return document as? [String: Any] ?? [:]
  }

  @Test(arguments: ["", "/tokenizer.json"]) func keysOfOneText(file: String) throws {
    let found = try json(["tokenize", Self.bert + file, "--json", "--", "The cold spin waits."])
    #expect(found["schema"] as? String == "ising-npu-tokenize/1")
    #expect(found["ids"] as? [Int] == [2, 200, 209, 210, 284, 316, 15, 3])
    #expect(found["ids_without_special"] as? [Int] == [200, 209, 210, 284, 316, 15])
    #expect(found["type_ids"] as? [Int] == Array(repeating: 0, count: 8))
    #expect(
      found["tokens"] as? [String]
        == ["[CLS]", "the", "co", "##ld", "spin", "waits", ".", "[SEP]"])
    #expect(found["decoded"] as? String == "the cold spin waits.")
    #expect((found["outputs"] as? [[String: Any]])?.count == 1)
  }

  @Test func pairs() throws {
    let found = try json([
      "tokenize", Self.bert, "--pair", "--json", "--", "Who waits?",
      "The agent near the edge waits, and 7 rows too.",
    ])
    #expect(
      found["ids"] as? [Int]
        == [
          2, 243, 134, 316, 1, 3, 200, 317, 332, 200, 333, 316, 13, 211, 23, 273, 139, 251, 15, 3,
        ]
    )
    #expect(
      found["type_ids"] as? [Int]
        == Array(repeating: 0, count: 6) + Array(repeating: 1, count: 14))
    #expect(found["pair"] as? String == "The agent near the edge waits, and 7 rows too.")
    let odd = try Tool.run(["tokenize", Self.bert, "--pair", "--", "a", "b", "c"])
    #expect(odd.status == 64)
    #expect(odd.error.contains("pair: found 3 texts, expected two for each pair"))
  }

  /// What stands behind `--` is a text, whatever it begins with.
  @Test func dashes() throws {
    let found = try json(["tokenize", Self.bert, "--json", "--", "--json", "-1", ""])
    let outputs = try #require(found["outputs"] as? [[String: Any]])
    #expect(outputs.map { $0["text"] as? String } == ["--json", "-1", ""])
    #expect(outputs[2]["ids"] as? [Int] == [2, 3])
    #expect(found["ids"] == nil, "keys of several texts stand with each")
  }

  @Test func files() throws {
    let found = try json(["tokenize", Self.gguf, "--json", "--", "hello"])
    #expect((found["ids"] as? [Int])?.count ?? 0 > 2)
    for (path, words) in [
      ("/nowhere", "/nowhere"), (Self.families.path, "neither tokenizer.json nor vocab.txt"),
    ] {
      let failed = try Tool.run(["tokenize", path, "--", "a"])
      #expect(failed.status == 65)
      #expect(failed.error.contains(words), "\(failed.error)")
    }
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("model.onnx")
      try Data([8, 7]).write(to: file)
      for arguments in [
        ["tokenize", file.path, "--", "a"], ["run", file.path, "--text", "a"],
        ["run", folder.path, "--text", "a"],
      ] {
        let failed = try Tool.run(arguments)
        #expect(failed.status == 65)
        #expect(failed.error.contains("or a GGUF file"), "\(failed.error)")
      }
    }
    let none = try Tool.run(["tokenize", Self.bert])
    #expect(none.status == 64 && none.error.contains("no text"), "\(none.error)")
  }
}
