import DenseExecutor
import Foundation
import Testing
import TransformerModels

/// Small decoders as GGUF files (`benchmarks/peers/gguf_of_checkpoint.py`), against transformers' numbers of the
/// checkpoints that they were made of: names, rows, sizes, epsilons, rotations.
@Suite struct GGUFModelTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/gguf")

  @Test(arguments: ["llama-rope-llama3", "llama-rope-yarn", "gemma", "phi", "gpt-neox", "gpt2"])
  func hiddenStatesAndLogits(name: String) throws {
    let reference = try FamilyReference.load(name).reference
    let graph = try LoadedModel.graph(
      folder: Self.folder.appending(path: "\(name).gguf").path)
    let executor = DenseExecutor(graph: graph)
    for prompt in reference.prompts {
      let (states, output) = try executor.hiddenStates(tokens: prompt.ids)
      let named = ["embeddings"] + (0..<graph.layerCount).map { "layer\($0)" } + ["final"]
      #expect(states.count + 1 == named.count)
      for (key, value) in zip(named, states + [output]) {
        let expected = try #require(prompt.hidden[key])
        #expect(expected.difference(from: value) <= 2e-5, "\(key), \(prompt.ids.count) tokens")
      }
      guard case .tokens(let expected)? = prompt.logits else {
        Issue.record("no logits")
        continue
      }
      let logits = executor.logits(ofRows: output.elements)
      let last = logits.suffix(logits.count / prompt.ids.count)
      #expect(largestDifference(last, expected.last) <= 2e-5)
    }
  }

  /// A folder with one GGUF file is that file; with two it is neither.
  @Test func foldersWithGGUFFiles() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "gguf-models-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = Self.folder.appending(path: "gemma.gguf")
    try FileManager.default.copyItem(at: file, to: folder.appending(path: "a.gguf"))
    #expect(try LoadedModel.graph(folder: folder.path).name == "a")
    try FileManager.default.copyItem(at: file, to: folder.appending(path: "b.gguf"))
    let error = #expect(throws: ModelFileError.self) {
      _ = try LoadedModel.graph(folder: folder.path)
    }
    #expect(error?.found == "a.gguf, b.gguf")
  }
}
