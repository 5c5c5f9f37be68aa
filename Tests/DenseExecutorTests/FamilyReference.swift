import ByteFormats
import DenseExecutor
import Foundation
import TransformerModels

/// Small models of many families with what transformers computes of them
/// (`Fixtures/families`, made with torch 2.15 and transformers 5.23 in float32).
struct FamilyReference: Decodable {
  struct Rows: Decodable {
    let shape: [Int]
    let sum: Double
    let sumOfSquares: Double
    /// Some whole rows by their number.
    let rows: [String: [Float]]
  }

  struct Logits: Decodable {
    let last: [Float]
    let argmax: [Int]
  }

  struct Greedy: Decodable {
    let ids: [Int]
  }

  struct Masked: Decodable {
    let position: Int
    let logits: [Float]
  }

  struct Prompt: Decodable {
    let ids: [Int]
    let typeIds: [Int]?
    let hidden: [String: Rows]
    let logits: Either?
    let negativeLogLikelihoods: [Double]?
    let greedy: Greedy?
    let greedyWithoutCache: Greedy?
    let masked: [Masked]?

    /// The tokens, with their types where the model has some.
    func words(hasTypes: Bool) -> [Int] {
      hasTypes ? TokenWord.words(ids: ids, types: typeIds ?? ids.map { _ in 0 }) : ids
    }
  }

  /// Logits of a decoder's tokens, or of classes.
  enum Either: Decodable {
    case tokens(Logits)
    case classes([Float])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let classes = try? container.decode([Float].self) {
        self = .classes(classes)
      } else {
        self = .tokens(try container.decode(Logits.self))
      }
    }
  }

  struct Perplexity: Decodable {
    let ids: [Int]
    let perplexity: Double
  }

  let prompts: [Prompt]
  let perplexity: Perplexity?
  let inverseFrequencies: [Float]?

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/families")

  /// A model's graph and its reference.
  static func load(_ name: String) throws -> (graph: ModelGraph, reference: FamilyReference) {
    let model = folder.appending(path: name)
    return (
      try LoadedModel.graph(folder: model.path),
      try JSONDecoder().decode(
        Self.self, from: Data(contentsOf: model.appending(path: "reference.json")))
    )
  }
}

extension FamilyReference.Rows {
  /// The largest difference of the rows that are stored whole; infinity for another shape, or sums that
  /// differ by more than so many elements can.
  func difference(from value: NodeValue) -> Float {
    guard shape == [value.rows, value.columns] else { return .infinity }
    var largest: Float = 0
    for (row, expected) in rows {
      guard let row = Int(row) else { return .infinity }
      let found = value.elements[(row * value.columns)..<((row + 1) * value.columns)]
      largest = max(largest, largestDifference(found, expected))
    }
    let count = Double(value.elements.count)
    let total = value.elements.reduce(0.0) { $0 + Double($1) }
    let squares = value.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard abs(total - sum) <= 2e-5 * count,
      abs(squares - sumOfSquares) <= 4e-5 * (count * sumOfSquares).squareRoot()
    else { return .infinity }
    return largest
  }
}
