import DenseExecutor
import Foundation
import Testing
import TransformerModels

/// Sentence models of three kinds against sentence-transformers 6.2: pooling of the first token, DistilBERT, the
/// GELU with a hyperbolic tangent (`Fixtures/cases`).
@Suite
struct SentenceCaseTests {
  private struct Expected: Decodable {
    let text: String
    let token_ids: [Int]
    let embedding: [Float]
  }

  @Test(arguments: ["cls-pooling", "distilbert", "gelu-new"])
  func embedding(name: String) throws {
    let folder = FamilyReference.folder.deletingLastPathComponent().appending(path: "cases/\(name)")
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    let model = try LoadedModel.load(folder: folder.path)
    let tokens = model.tokenizer.encode(expected.text).ids
    #expect(tokens == expected.token_ids)
    #expect(model.notes.isEmpty)
    let found = try DenseExecutor(graph: model.graph).run(tokens: [tokens], threads: 1)[0]
    // Six decimals are given.
    #expect(largestDifference(found, expected.embedding) <= 2e-6)
  }

  /// The second text of a pair is not the first one again.
  @Test func typesOfPairsMatter() throws {
    let (graph, reference) = try FamilyReference.load("bert-classify")
    let executor = DenseExecutor(graph: graph)
    let pair = try #require(reference.prompts.first { $0.typeIds?.contains(1) == true })
    let with = try executor.run(tokens: [pair.words(hasTypes: true)], threads: 1)[0]
    let without = try executor.run(tokens: [pair.ids], threads: 1)[0]
    #expect(largestDifference(with, without) > 1e-3)
  }
}
