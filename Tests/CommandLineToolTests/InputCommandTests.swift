import Foundation
import IsingTestSupport
import Testing

private var model: String { ModelFolder.url?.path ?? "" }

/// What a user hands to `run` instead of what was meant.
@Suite(
  "Models and texts",
  .enabled(if: Tool.url != nil && ModelFolder.url != nil, "run make model first"))
struct InputCommandTests {
  @Test func aModelBehindAListIsRecognised() throws {
    for (option, arguments) in [
      ("text", ["run", "--text", "hello", model]),
      ("reference", ["run", "--text", "hello", "--reference", "h100-sxm", model]),
      ("text", ["validate", "--text", "hello", model]),
    ] {
      let result = try Tool.run(arguments)
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(
        result.error.contains("\(option): found \(model), the folder of a model"), "\(result.error)"
      )
    }
    let text = try Tool.run(["run", "hello world"])
    #expect(text.status == 64 && text.error.contains("“hello world” was taken for the folder"))
  }

  /// A chip of `spec new` without options is that of `run` without options.
  @Test func runAndSpecNewStartFromTheSameChip() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("mine.yaml").path
      #expect(try Tool.run(["spec", "new", "mine", "--out", file]).status == 0)
      let arguments = ["run", "--text", "A cat.", "--samples", "4"]
      let environment = ["ISING_NPU_MODEL": model]
      let mine = try Tool.json(arguments + ["--hardware", file], environment: environment)
      let usual = try Tool.json(arguments, environment: environment)
      func energy(_ document: [String: Any]) -> NSNumber? {
        let npu = document["npu"] as? [String: Any]
        return (npu?["energy_J"] as? [String: Any])?["nominal"] as? NSNumber
      }
      #expect(energy(mine) != nil && energy(mine) == energy(usual))
    }
  }

  @Test func unknownTokensAreCounted() throws {
    let arguments = ["run", model, "--samples", "4", "--text", "A cat.", "a 😀 b 中文句子测试"]
    let document = try Tool.json(arguments)
    let outputs = try #require(document["outputs"] as? [[String: Any]])
    // [UNK] has id 100 in this vocabulary.
    let ids = outputs.map { ($0["token_ids"] as? [Int] ?? []).count { $0 == 100 } }
    #expect(ids[0] == 0 && ids[1] > 1)
    #expect(outputs.map { $0["unknown_tokens"] as? Int } == ids)
    #expect(document["unknown_tokens"] as? Int == ids[1])
    let warnings = document["warnings"] as? [String] ?? []
    #expect(warnings.contains { $0.contains("tokens are unknown to the model, in text 2:") })
    let text = try Tool.run(arguments).output.split(whereSeparator: \.isWhitespace)
    #expect(text.joined(separator: " ").contains("\(ids[1]) of them unknown"))
    let known = try Tool.run(["run", model, "--samples", "4", "--text", "A cat."]).output
    #expect(!known.contains("unknown"))
  }

  @Test func linesOfJSONAndTablesAreTexts() throws {
    try withTemporaryFolder { folder in
      func texts(_ name: String, _ content: String) throws -> [String?] {
        let file = folder.appendingPathComponent(name)
        try Data(content.utf8).write(to: file)
        let document = try Tool.json(["run", model, "--samples", "4", "--input", file.path])
        return (document["outputs"] as? [[String: Any]] ?? []).map { $0["text"] as? String }
      }
      let lines = try texts("t.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n")
      #expect(lines == ["a", "b"])
      let table = try texts("t.csv", "id,text\n1,\"a, b\"\n2,c\n")
      #expect(table == ["a, b", "c"])
    }
  }
}
