import ChipPrograms
import Foundation
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import SampleStatistics
import TransformerModels
import VirtualChip

/// The real model, its public sentences, and how near a machine comes to their float64 embeddings.
struct MiniLM: Sendable {
  static let isThere = ModelFolder.url != nil
  static let shared: MiniLM? = try? MiniLM()

  let model: LoadedModel
  private(set) var tokens: [[Int]]
  private(set) var embeddings: [[Float]]

  struct Accuracy {
    var cosines: [Double]
    var spearman: Double
    var mean: Double { cosines.reduce(0, +) / Double(cosines.count) }
    var minimum: Double { cosines.min() ?? -1 }
  }

  init() throws {
    guard let folder = ModelFolder.url else { throw CocoaError(.fileNoSuchFile) }
    model = try LoadedModel.load(folder: folder.path)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/public_reference.json")
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    tokens = reference.sentences.map(\.token_ids)
    embeddings = reference.sentences.map(\.embedding)
  }

  /// Keeps only some sentences.
  mutating func keep(where isKept: ([Int]) -> Bool) {
    let kept = tokens.indices.filter { isKept(tokens[$0]) }
    embeddings = kept.map { embeddings[$0] }
    tokens = kept.map { tokens[$0] }
  }

  private struct Reference: Decodable {
    struct Sentence: Decodable {
      let token_ids: [Int]
      let embedding: [Float]
    }
    let sentences: [Sentence]
  }

  func machine(_ precision: Precision = Precision(), chip name: String = "ceas-ising-5w") throws
    -> VirtualChip
  {
    let chip = try SpecLibrary.chip(name)
    let program = try ModelCompiler.compile(model.graph, for: chip, precision: precision)
    return try VirtualChip(program: program, chip: chip)
  }

  func accuracy(_ machine: VirtualChip, _ settings: RunSettings) throws -> Accuracy {
    let outputs = try tokens.map { try machine.run(tokens: $0, settings: settings).output }
    var chip: [Double] = []
    var reference: [Double] = []
    for left in outputs.indices {
      for right in 0..<left {
        chip.append(try cosine(outputs[left], outputs[right]))
        reference.append(try cosine(embeddings[left], embeddings[right]))
      }
    }
    return Accuracy(
      cosines: try zip(outputs, embeddings).map { try cosine($0, $1) },
      spearman: try Correlation.spearman(chip, reference))
  }
}
