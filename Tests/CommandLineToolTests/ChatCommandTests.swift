import Foundation
import IsingTestSupport
import Testing

/// `simulate --chat` against transformers 5.23: `apply_chat_template`, and what `generate` makes of its ids.
@Suite(.enabled(if: Tool.url != nil, "build the release executable first"))
struct ChatCommandTests {
  private static let source = ModelFolder.packageRoot.appendingPathComponent(
    "Tests/DenseExecutorTests/Fixtures/families/llama-gqa-tied")
  private static let template =
    "{{ bos_token }}{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    + "{% if add_generation_prompt %}assistant:{% endif %}"

  /// A copy of the small Llama with a template, whose answers end at a token.
  private func withChatModel(end: Int = 2, _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for file in try FileManager.default.contentsOfDirectory(atPath: Self.source.path) {
        try FileManager.default.copyItem(
          at: Self.source.appendingPathComponent(file), to: folder.appendingPathComponent(file))
      }
      try Data(Self.template.utf8).write(to: folder.appendingPathComponent("chat_template.jinja"))
      try Data("{\"eos_token_id\": [\(end)]}".utf8).write(
        to: folder.appendingPathComponent("generation_config.json"))
      try body(folder.path)
    }
  }

  private func output(_ arguments: [String]) throws -> [String: Any] {
    let report = try Tool.json(arguments)
    return try #require((report["outputs"] as? [[String: Any]])?[0])
  }

  @Test func messages() throws {
    try withChatModel { model in
      let plain = try output([
        "simulate", model, "--chat", "--prompt", "The lattice", "--new-tokens", "12",
      ])
      #expect(plain["prompt"] as? String == "The lattice")
      #expect(
        plain["prompt_ids"] as? [Int] == [
          1, 343, 315, 313, 359, 278, 433, 408, 13, 404, 313, 358, 314, 295, 308, 314, 278,
        ])
      #expect(
        plain["token_ids"] as? [Int]
          == [343, 343, 343, 343, 343, 343, 343, 343, 473, 420, 418, 398])
      let system = try output([
        "simulate", model, "--chat", "--system", "Be brief.", "--prompt", "The lattice",
        "--new-tokens", "12",
      ])
      let ids = try #require(system["prompt_ids"] as? [Int])
      #expect(
        ids == [
          1, 354, 319, 313, 314, 299, 307, 278, 343, 69, 299, 343, 296, 312, 303, 299, 300, 267, 13,
          315, 313, 359, 278, 433, 408, 13, 404, 313, 358, 314, 295, 308, 314, 278,
        ])
      #expect(
        system["token_ids"] as? [Int]
          == [343, 343, 473, 299, 314, 343, 343, 343, 343, 343, 343, 343])
      let tokenized = try output([
        "tokenize", model, "--chat", "--system", "Be brief.", "The lattice",
      ])
      #expect(tokenized["ids"] as? [Int] == ids)
    }
  }

  /// The end token of `generation_config.json` ends an answer; that of `config.json` is another.
  @Test func answersEnd() throws {
    try withChatModel(end: 473) { model in
      let arguments = ["simulate", model, "--prompt", "The lattice", "--new-tokens", "12"]
      let answer = try output(arguments + ["--chat"])["token_ids"] as? [Int]
      #expect(answer == [343, 343, 343, 343, 343, 343, 343, 343, 473])
    }
  }

  @Test(
    arguments: [
      (["--chat", "--prompt", "The"], Int32(65), "chat_template"),
      (["--system", "Be brief.", "--prompt", "The"], 64, "found no --chat"),
      (["--chat"], 64, "found no --prompt"),
    ] as [([String], Int32, String)])
  func refusals(arguments: [String], status: Int32, sentence: String) throws {
    let result = try Tool.run(["simulate", Self.source.path] + arguments)
    #expect(result.status == status)
    #expect(result.error.contains(sentence), "\(result.error)")
  }
}
