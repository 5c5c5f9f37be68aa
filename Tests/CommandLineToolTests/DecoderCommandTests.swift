import Foundation
import IsingTestSupport
import Testing

/// `simulate` of a decoder and `run` of an encoder with a head, as a user types them, against transformers
/// (`Tests/DenseExecutorTests/Fixtures/families`).
@Suite(.enabled(if: Tool.url != nil, "build the release executable first"))
struct DecoderCommandTests {
  private static let families = ModelFolder.packageRoot.appendingPathComponent(
    "Tests/DenseExecutorTests/Fixtures/families")

  private func path(_ name: String) -> String {
    Self.families.appendingPathComponent(name).path
  }

  private func reference(_ name: String) throws -> [String: Any] {
    let data = try Data(
      contentsOf: Self.families.appendingPathComponent("\(name)/reference.json"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(arguments: ["llama-gqa-tied", "qwen2", "gemma"])
  func greedyTexts(name: String) throws {
    let prompts = try #require(reference(name)["prompts"] as? [[String: Any]])
    let texts = try prompts.map { try #require($0["text"] as? String) }
    let report = try Tool.json(
      ["simulate", path(name), "--new-tokens", "64", "--fidelity", "reference", "--hidden-states"]
        + ["--prompt"] + texts)
    let outputs = try #require(report["outputs"] as? [[String: Any]])
    #expect(outputs.count == texts.count)
    for (output, prompt) in zip(outputs, prompts) {
      let greedy = try #require(prompt["greedy"] as? [String: Any])
      #expect(output["prompt_ids"] as? [Int] == prompt["ids"] as? [Int])
      #expect(output["token_ids"] as? [Int] == greedy["ids"] as? [Int])
      #expect(output["reference_token_ids"] as? [Int] == greedy["ids"] as? [Int])
      #expect(output["text"] as? String == greedy["text"] as? String)
      let states = try #require(output["hidden_states"] as? [[String: Any]])
      let hidden = try #require(prompt["hidden"] as? [String: [String: Any]])
      #expect(states.count == hidden.count)
      for state in states {
        let layer = try #require(state["layer"] as? String)
        let expected = try #require(hidden[layer])
        #expect(state["shape"] as? [Int] == expected["shape"] as? [Int])
        let rows = try #require(expected["rows"] as? [String: [Double]])
        let found = try #require(state["first_row"] as? [Double])
        let right = try #require(rows["0"])
        for (a, b) in zip(found, right) { #expect(abs(a - b) <= 2e-5) }
      }
      let logits = try #require(prompt["logits"] as? [String: Any])
      let last = try #require(logits["last"] as? [Double])
      let found = try #require(output["logits"] as? [Double])
      #expect(found.count == last.count)
      for (a, b) in zip(found, last) { #expect(abs(a - b) <= 2e-5) }
    }
  }

  @Test func perplexityOfAFile() throws {
    let expected = try #require(reference("gpt2")["perplexity"] as? [String: Any])
    let text = try #require(expected["text"] as? String)
    let report = try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("text.txt")
      try Data(text.utf8).write(to: file)
      return try Tool.json(["simulate", path("gpt2"), "--input", file.path, "--perplexity"])
    }
    let found = try #require(report["perplexity"] as? [String: Any])
    let perplexity = try #require(found["reference"] as? Double)
    let right = try #require(expected["perplexity"] as? Double)
    #expect(abs(perplexity / right - 1) < 1e-4)
    #expect(found["tokens"] as? Int == (expected["ids"] as? [Int]).map { $0.count - 1 })
    #expect(found["chip"] is NSNull)
  }

  @Test func samplingIsKeyed() throws {
    func ids(_ further: [String]) throws -> [Int]? {
      let report = try Tool.json(
        ["simulate", path("gpt2"), "--prompt", "The lattice", "--new-tokens", "20"] + further)
      return (report["outputs"] as? [[String: Any]])?[0]["token_ids"] as? [Int]
    }
    let greedy = try ids([])
    for rule in ["temperature", "race"] {
      let hot = ["--sampling", rule, "--temperature", "2", "--seed"]
      let (first, again, other) = (try ids(hot + ["3"]), try ids(hot + ["3"]), try ids(hot + ["4"]))
      #expect(first?.count == 20)
      #expect(first == again)
      #expect(first != other)
      // One candidate is the greedy one.
      let only = try ids(["--sampling", rule, "--top-k", "1"])
      #expect(only == greedy)
    }
  }

  @Test(
    arguments: [
      (
        ["--prompt", "The", "--samples", "4"], Int32(64),
        "found fidelity reference, which is no chip"
      ),
      (["--prompt", ""], 64, "prompt 1: found an empty text"),
      ([], 64, "no prompt"),
      (["--prompt", "The", "--new-tokens", "193"], 65, "expected at most 192"),
      (["--prompt", "The", "--top-k", "3"], 64, "greedy"),
      (["--prompt", "The", "--set", "a=1"], 64, "is for programs"),
      (["--perplexity"], 64, "expected a file"),
    ] as [([String], Int32, String)])
  func refusals(arguments: [String], status: Int32, sentence: String) throws {
    let result = try Tool.run(["simulate", path("gpt2")] + arguments)
    #expect(result.status == status)
    #expect(result.error.contains(sentence), "\(result.error)")
  }

  @Test func otherModelsAreRefused() throws {
    let encoder = try Tool.run(["simulate", path("bert-mlm"), "--prompt", "The"])
    #expect(encoder.status == 65)
    #expect(encoder.error.contains("expected a decoder"))
    let decoder = try Tool.run(["run", path("gpt2"), "--text", "The"])
    #expect(decoder.status == 65)
    #expect(decoder.error.contains("`simulate` continues texts with a decoder"))
    let program = try Tool.run(["simulate", "and-gate", "--prompt", "The"])
    #expect(program.status == 64)
    #expect(program.error.contains("is for a decoder"))
    let absent = try Tool.run(["simulate", "/nope", "--prompt", "The"])
    #expect(absent.status == 65)
    #expect(absent.error.contains("/nope: no such file or folder, expected the folder"))
    let file = try Tool.run(["simulate", path("gpt2") + "/config.json", "--prompt", "The"])
    #expect(file.status == 65)
    #expect(file.error.contains("found a file that is no program"))
  }

  @Test(arguments: ["bert-classify", "distilbert-classify", "roberta-classify"])
  func scoresOfClasses(name: String) throws {
    let prompts = try #require(reference(name)["prompts"] as? [[String: Any]])
    let prompt = try #require(prompts.first { ($0["texts"] as? [String])?.count == 1 })
    let text = try #require((prompt["texts"] as? [String])?[0])
    let report = try Tool.json(["run", path(name), "--text", text])
    let output = try #require((report["outputs"] as? [[String: Any]])?[0])
    #expect(output["token_ids"] as? [Int] == prompt["ids"] as? [Int])
    let scores = try #require(output["reference_scores"] as? [[String: Any]])
    let expected = try #require(prompt["logits"] as? [Double])
    #expect(scores.map { $0["label"] as? String } == expected.indices.map { "LABEL_\($0)" })
    for (score, logit) in zip(scores, expected) {
      let found = try #require(score["logit"] as? Double)
      #expect(abs(found - logit) <= 2e-5)
    }
    let probabilities = try #require(prompt["probabilities"] as? [Double])
    for (score, probability) in zip(scores, probabilities) {
      let found = try #require(score["probability"] as? Double)
      #expect(abs(found - probability) <= 1e-5)
    }
    #expect((output["scores"] as? [[String: Any]])?.count == expected.count)
  }

  @Test(arguments: ["bert-mlm", "distilbert-mlm", "roberta-mlm"])
  func scoresOfMaskedPlaces(name: String) throws {
    let prompts = try #require(reference(name)["prompts"] as? [[String: Any]])
    let prompt = try #require(prompts.first)
    let text = try #require((prompt["texts"] as? [String])?[0])
    let report = try Tool.json(["run", path(name), "--text", text])
    let output = try #require((report["outputs"] as? [[String: Any]])?[0])
    let places = try #require(output["reference_scores"] as? [[String: Any]])
    let expected = try #require(prompt["masked"] as? [[String: Any]])
    #expect(places.map { $0["position"] as? Int } == expected.map { $0["position"] as? Int })
    for (place, masked) in zip(places, expected) {
      let tokens = try #require(place["tokens"] as? [[String: Any]])
      #expect(tokens.map { $0["token_id"] as? Int } == (masked["top5"] as? [Int])?.map { $0 })
    }
  }
}
