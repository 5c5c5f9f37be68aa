import DenseExecutor
import Foundation
import Testing
import TransformerModels

/// Small encoders against formulas in float64 that were written apart from this program
/// (`benchmarks/peers/make_encoder_fixtures.py`): MPNet, and prompts that are not pooled.
@Suite
struct EncoderFixtureTests {
  private struct Expected: Decodable {
    let text: String
    let ids: [Int]
    let embedding: [Float]
    let prompt_name: String?
    let pooling: Pooling?
  }

  private static func folder(_ name: String) -> URL {
    FamilyReference.folder.deletingLastPathComponent().appending(path: "encoders/\(name)")
  }

  private static func expected(_ name: String) throws -> [Expected] {
    try JSONDecoder().decode(
      [Expected].self, from: Data(contentsOf: folder(name).appending(path: "expected.json")))
  }

  /// Values are near 1: some hundred roundings of 6·10⁻⁸.
  private let tolerance: Float = 5e-6

  @Test func mpnet() throws {
    let model = try LoadedModel.load(folder: Self.folder("mpnet").path)
    let executor = DenseExecutor(graph: model.graph)
    for expected in try Self.expected("mpnet") {
      let tokens = model.tokenizer.encode(expected.text).ids
      #expect(tokens == expected.ids)
      let found = try executor.run(tokens: [tokens], threads: 1)[0]
      #expect(largestDifference(found, expected.embedding) <= tolerance, "\(expected.text)")
    }
  }

  @Test(arguments: ["query", "passage"])
  func prompts(name: String) throws {
    let model = try LoadedModel.load(folder: Self.folder("prompted").path, promptName: name)
    var count = 0
    for expected in try Self.expected("prompted") where expected.prompt_name == name {
      let tokens = model.tokenizer.encode(model.tokenizer.prompt + expected.text).ids
      #expect(tokens == expected.ids)
      var graph = model.graph
      let place = try #require(graph.nodes.firstIndex { $0.name == "pool" })
      guard case .pool(.mean, let first) = graph.nodes[place].operation else {
        Issue.record("no mean")
        return
      }
      graph.nodes[place].operation = .pool(try #require(expected.pooling), after: first)
      let found = try DenseExecutor(graph: graph).run(tokens: [tokens], threads: 1)[0]
      #expect(found.count == 10)
      #expect(
        largestDifference(found, expected.embedding) <= tolerance,
        "\(expected.text) \(expected.pooling?.rawValue ?? "")")
      count += 1
    }
    #expect(count == 18)
  }

  @Test func namesOfPrompts() throws {
    let folder = Self.folder("prompted").path
    #expect(try LoadedModel.load(folder: folder).tokenizer.prompt == "query: ")
    // It exists without a text.
    #expect(try LoadedModel.load(folder: folder, promptName: "document").tokenizer.prompt == "")
    do {
      _ = try LoadedModel.load(folder: folder, promptName: "title")
      Issue.record("no error")
    } catch {
      #expect(
        "\(error)".hasSuffix(
          "found no prompt of the name \"title\", expected one of \"query\", \"passage\", \"document\""
        ), "\(error)")
    }
  }
}
