import DenseExecutor
import Foundation
import IsingTestSupport
import TransformerModels

/// The real model and float64 results for public sentences.
struct MiniLM {
  static let isThere = ModelFolder.url != nil

  struct Sentence: Decodable {
    let text: String
    let token_ids: [Int]
    let embedding: [Float]
  }

  private struct Reference: Decodable {
    let sentences: [Sentence]
  }

  let model: LoadedModel
  let executor: DenseExecutor
  let sentences: [Sentence]
  let layers: Safetensors
  var tokens: [[Int]] { sentences.map(\.token_ids) }

  init() throws {
    guard let folder = ModelFolder.url else { throw CocoaError(.fileNoSuchFile) }
    model = try LoadedModel.load(folder: folder.path)
    executor = DenseExecutor(graph: model.graph)
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures")
    sentences = try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: fixtures.appending(path: "minilm-embeddings.json"))
    ).sentences
    layers = try Safetensors(path: fixtures.appending(path: "minilm-layers.safetensors").path)
  }
}

/// The largest |a − b|; infinity if the counts differ or a value is not a number.
func largestDifference(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Float {
  let (a, b) = (Array(a), Array(b))
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference <= largest ? largest : (difference.isNaN ? .infinity : difference)
  }
}
