import Foundation
import IsingTestSupport
import Testing

/// Pairs of texts, prompts and cut embeddings from the command line, against transformers and formulas in float64.
@Suite(.enabled(if: Tool.url != nil, "build the release executable first"))
struct PairCommandTests {
  private static let fixtures = ModelFolder.packageRoot.appendingPathComponent(
    "Tests/DenseExecutorTests/Fixtures")

  private static let pairs = [
    "Who waits?", "The agent near the edge waits, and 7 rows too.",
    "Größe, naïve café: 你好 🙂 E = −Σ J s s; don't\n\n  x = 3.14", "β",
  ]

  private func logits(_ output: [String: Any], _ key: String) -> [Double] {
    (output[key] as? [[String: Any]])?.compactMap { ($0["logit"] as? NSNumber)?.doubleValue } ?? []
  }

  /// Logits of transformers 5.23 (`reference.json` of the models).
  @Test(arguments: [
    (
      "bert-classify",
      [[0.375580251, 0.0614003986, -0.0174559355], [-0.262714118, 0.301803261, 1.28838408]]
    ),
    ("distilbert-classify", [[1.16025937, 0.188658804], [1.33787298, 0.134061009]]),
    ("roberta-classify", [[-0.686468005, 0.338559031], [-0.743074596, 0.355545342]]),
  ])
  func scores(model: String, expected: [[Double]]) throws {
    let folder = Self.fixtures.appendingPathComponent("families/\(model)").path
    let report = try Tool.json(
      ["run", folder, "--pair", "--fidelity", "expectation", "--text"] + Self.pairs)
    let outputs = try #require(report["outputs"] as? [[String: Any]])
    #expect(outputs.count == 2)
    for (output, expected) in zip(outputs, expected) {
      let (chip, reference) = (logits(output, "scores"), logits(output, "reference_scores"))
      #expect(reference.count == expected.count && chip.count == expected.count)
      #expect(zip(reference, expected).allSatisfy { abs($0 - $1) <= 2e-5 }, "\(reference)")
      // Eight bits: a few per cent of logits near 1.
      #expect(zip(chip, reference).allSatisfy { abs($0 - $1) <= 0.1 }, "\(chip) \(reference)")
    }
    #expect(outputs[0]["pair"] as? String == Self.pairs[1])
    let types = try #require(outputs[0]["type_ids"] as? [Int])
    #expect(types.contains(1) == model.hasPrefix("bert"))
    let accuracy = try #require(report["accuracy"] as? [String: Any])
    let scores = try #require(accuracy["scores"] as? [String: Any])
    #expect(scores["count"] as? Int == expected.reduce(0) { $0 + $1.count })
    #expect((scores["pearson"] as? NSNumber)?.doubleValue ?? 0 > 0.99)
  }

  /// The columns of a table, a state on disk, and a compiled program give the same as the options.
  @Test func ways() throws {
    let model = Self.fixtures.appendingPathComponent("families/bert-classify").path
    try withTemporaryFolder { folder in
      let table = folder.appendingPathComponent("pairs.tsv")
      try Data("id\tquestion\tanswer\n1\t\(Self.pairs[0])\t\(Self.pairs[1])\n".utf8).write(
        to: table)
      func output(_ arguments: [String]) throws -> [String: Any] {
        let report = try Tool.json(
          ["run", model, "--samples", "8", "--seed", "3"] + arguments)
        return try #require((report["outputs"] as? [[String: Any]])?.first)
      }
      let (first, second) = (
        try output(["--pair", "--text"] + Self.pairs.prefix(2)),
        try output(["--input", table.path])
      )
      #expect(logits(first, "scores") == logits(second, "scores"))
      #expect(first["token_ids"] as? [Int] == second["token_ids"] as? [Int])
      // Types of tokens change what the chip computes.
      let program = folder.appendingPathComponent("program")
      #expect(try Tool.run(["compile", model, "--out", program.path]).status == 0)
      let binary = program.appendingPathComponent("program.bin").path
      let ids = try #require(first["token_ids"] as? [Int])
      let types = try #require(first["type_ids"] as? [Int])
      func simulated(_ words: [String]) throws -> [Double] {
        let report = try Tool.json(
          ["simulate", binary, "--fidelity", "expectation"] + words)
        let outputs = try #require(report["outputs"] as? [[String: Any]])
        return (outputs[0]["values"] as? [NSNumber])?.map(\.doubleValue) ?? []
      }
      let typed = try simulated([
        "--tokens", zip(ids, types).map { "\($0):\($1)" }.joined(separator: ","),
      ])
      let plain = try simulated(["--tokens", ids.map { "\($0)" }.joined(separator: ",")])
      let texts = try simulated(["--model", model, "--pair", "--text"] + Self.pairs.prefix(2))
      #expect(!typed.isEmpty && typed == texts)
      #expect(typed != plain)
    }
    let odd = try Tool.run(["run", model, "--pair", "--text", "a"])
    #expect(odd.status == 64 && odd.error.contains("pair: found 1 texts"), "\(odd.error)")
  }

  private struct Expected: Decodable {
    let text: String
    let embedding: [Double]
    let prompt_name: String
    let pooling: String
  }

  @Test(arguments: ["query", "passage"]) func prompts(name: String) throws {
    let folder = Self.fixtures.appendingPathComponent("encoders/prompted")
    let all = try JSONDecoder().decode(
      [Expected].self, from: Data(contentsOf: folder.appendingPathComponent("expected.json")))
    let expected = all.filter {
      $0.prompt_name == name && $0.pooling == "mean" && !$0.text.isEmpty
    }
    func run(_ further: [String]) throws -> [[String: Any]] {
      let report = try Tool.json(
        [
          "run", folder.path, "--fidelity", "expectation", "--weight-bits", "12",
          "--activation-bits", "12", "--prompt-name", name,
        ] + further + ["--text"] + expected.map(\.text))
      return report["outputs"] as? [[String: Any]] ?? []
    }
    for (output, expected) in zip(try run([]), expected) {
      let found = (output["reference_embedding"] as? [NSNumber])?.map(\.doubleValue) ?? []
      #expect(found.count == 10)
      #expect(zip(found, expected.embedding).allSatisfy { abs($0 - $1) <= 5e-6 })
      // Twelve bits on the chip.
      #expect((output["cosine"] as? NSNumber)?.doubleValue ?? 0 > 0.999)
      #expect((output["embedding"] as? [NSNumber])?.count == 10)
    }
    for (output, expected) in zip(try run(["--truncate-dim", "3"]), expected) {
      let found = (output["reference_embedding"] as? [NSNumber])?.map(\.doubleValue) ?? []
      #expect(found.count == 3)
      #expect(zip(found, expected.embedding).allSatisfy { abs($0 - $1) <= 5e-6 })
    }
  }

  @Test func retrieval() throws {
    let report = try Tool.json([
      "run", Self.fixtures.appendingPathComponent("cases/distilbert").path,
      "--fidelity", "expectation", "--retrieval",
      ModelFolder.packageRoot.appendingPathComponent("docs/examples/retrieval.json").path,
    ])
    let retrieval = try #require(report["retrieval"] as? [String: Any])
    #expect(retrieval["documents"] as? Int == 44)
    #expect((retrieval["queries"] as? [Any])?.count == 20)
    for key in ["chip", "reference"] {
      let measures = try #require(retrieval[key] as? [String: NSNumber])
      #expect(measures.keys.sorted() == ["mrr_10", "ndcg_10", "recall_10"])
      #expect(measures.values.allSatisfy { (0...1).contains($0.doubleValue) })
    }
  }
}
