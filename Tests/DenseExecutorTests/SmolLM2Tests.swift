import DenseAlgebra
import DenseExecutor
import Foundation
import IsingTestSupport
import Testing
import TransformerModels

/// SmolLM2-135M-Instruct from its GGUF file against transformers in float32 on the same weights
/// (`Fixtures/smollm2-reference.json`). Rows of queries and keys that are left interleaved still give fluent text: only
/// numbers catch it.
@Suite(
  .enabled(if: ModelFolder.smolLM2 != nil, "run make model-smollm2 first"), .serialized)
struct SmolLM2Tests {
  struct Reference: Decodable {
    struct Logits: Decodable {
      let topIDs: [Int]
      let top: [Float]
    }
    struct Prompt: Decodable {
      let ids: [Int]
      let hidden: [String: FamilyReference.Rows]
      let logits: Logits
      let greedy: FamilyReference.Greedy
    }
    let prompts: [Prompt]
    let perplexity: FamilyReference.Perplexity
  }

  private static let reference = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/smollm2-reference.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  private static let graph = Result {
    try LoadedModel.graph(folder: ModelFolder.smolLM2!.path)
  }

  /// exp of the mean −ln p of each token behind the first.
  private func perplexity(_ executor: DenseExecutor, ids: [Int]) throws -> Double {
    let output = try executor.hiddenStates(tokens: ids).output
    let logits = executor.logits(ofRows: output.elements)
    let width = logits.count / ids.count
    var sum = 0.0
    for place in 1..<ids.count {
      let row = logits[((place - 1) * width)..<(place * width)]
      let largest = Double(row.max()!)
      let total = row.reduce(0) { $0 + exp(Double($1) - largest) }
      sum += largest + log(total) - Double(row[row.startIndex + ids[place]])
    }
    return exp(sum / Double(ids.count - 1))
  }

  @Test func hiddenStatesLogitsAndText() throws {
    let reference = try Self.reference.get()
    let graph = try Self.graph.get()
    #expect(graph.parameterCount == 134_515_008 && graph.maximumTokens == 8192)
    let executor = DenseExecutor(graph: graph)
    for prompt in reference.prompts {
      let (states, output) = try executor.hiddenStates(tokens: prompt.ids)
      let named = ["embeddings"] + (0..<30).map { "layer\($0)" } + ["final"]
      for (name, value) in zip(named, states + [output]) {
        guard let expected = prompt.hidden[name] else { continue }
        for (row, numbers) in expected.rows {
          let place = try #require(Int(row)) * 576
          let found = value.elements[place..<(place + 576)]
          var (distance, norm) = (0.0, 0.0)
          for (a, b) in zip(found, numbers) {
            distance += pow(Double(a - b), 2)
            norm += pow(Double(b), 2)
          }
          #expect((distance / norm).squareRoot() <= 1e-5, "\(name), row \(row)")
        }
      }
      let logits = executor.logits(ofRows: Array(output.elements.suffix(576)))
      let best = logits.indices.sorted { logits[$0] > logits[$1] }
      #expect(best[0] == prompt.logits.topIDs[0])
      let top = prompt.logits.topIDs.map { logits[$0] }
      #expect(largestDifference(top, prompt.logits.top) <= 1e-3)
    }
    let session = DecodingSession(executor, texts: reference.prompts.count)
    var next = reference.prompts.map(\.ids)
    var made = [[Int]](repeating: [], count: next.count)
    for _ in 0..<64 {
      next = try session.extend(next).map { row in [row.indices.max { row[$0] < row[$1] }!] }
      for index in made.indices { made[index] += next[index] }
    }
    #expect(made == reference.prompts.map(\.greedy.ids))
    let expected = reference.perplexity
    let found = try perplexity(executor, ids: expected.ids)
    #expect(abs(found / expected.perplexity - 1) <= 1e-4, "\(found)")
  }

  /// The same text with weights and inputs of 16 and of 8 bits: fake quantisation in float32 gave 71.5 for
  /// 8 bits with a scale for each token, and one text moves by 1 or 2 without meaning.
  @Test(arguments: WeightFormat.allCases.filter { $0 != .float32 && $0.isAvailable })
  func perplexityInOtherFormats(_ format: WeightFormat) throws {
    let reference = try Self.reference.get()
    let executor = DenseExecutor(graph: try Self.graph.get(), weights: format)
    let expected = reference.perplexity
    let found = try perplexity(executor, ids: expected.ids)
    #expect(abs(found / expected.perplexity - 1) <= (format == .bf16 ? 0.02 : 0.06), "\(found)")
  }
}
