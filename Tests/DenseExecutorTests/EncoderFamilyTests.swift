import ByteFormats
import DenseExecutor
import Foundation
import Testing
import TransformerModels

/// Encoders with heads against transformers.
@Suite
struct EncoderFamilyTests {
  static let classifiers = ["bert-classify", "distilbert-classify", "roberta-classify"]
  static let masked = ["bert-mlm", "distilbert-mlm", "roberta-mlm"]
  private let tolerance: Float = 2e-5

  /// A prompt's tokens, with types where the model has some.
  private func tokens(_ prompt: FamilyReference.Prompt, _ name: String) -> [Int] {
    prompt.words(hasTypes: name.hasPrefix("bert"))
  }

  @Test(arguments: classifiers + masked)
  func hiddenStates(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let executor = DenseExecutor(graph: graph)
    for prompt in reference.prompts {
      let (states, _) = try executor.hiddenStates(tokens: tokens(prompt, name))
      #expect(states.count == graph.layerCount + 1)
      for (index, value) in states.enumerated() {
        let key = index == 0 ? "embeddings" : "layer\(index - 1)"
        let expected = try #require(prompt.hidden[key])
        #expect(
          expected.difference(from: value) <= tolerance, "\(key), \(prompt.ids.count) tokens")
      }
    }
  }

  @Test(arguments: classifiers)
  func classes(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let executor = DenseExecutor(graph: graph)
    guard case .classification(let labels, false)? = executor.task else {
      Issue.record("\(String(describing: executor.task))")
      return
    }
    let rows = try executor.run(tokens: reference.prompts.map { tokens($0, name) }, threads: 2)
    for (row, prompt) in zip(rows, reference.prompts) {
      guard case .classes(let expected)? = prompt.logits else {
        Issue.record("no logits")
        continue
      }
      #expect(expected.count == labels.count)
      #expect(largestDifference(executor.logits(ofRows: row), expected) <= tolerance)
    }
  }

  @Test(arguments: masked)
  func maskedTokens(name: String) throws {
    let (graph, reference) = try FamilyReference.load(name)
    let executor = DenseExecutor(graph: graph)
    #expect(executor.task == .maskedToken)
    var places = 0
    for prompt in reference.prompts {
      let output = try executor.run(tokens: [tokens(prompt, name)], threads: 1)[0]
      let width = output.count / prompt.ids.count
      for masked in prompt.masked ?? [] {
        let row = Array(output[(masked.position * width)..<((masked.position + 1) * width)])
        #expect(largestDifference(executor.logits(ofRows: row), masked.logits) <= tolerance)
        places += 1
      }
    }
    #expect(places > 0)
  }

  @Test func typesAreChecked() throws {
    let executor = DenseExecutor(graph: try FamilyReference.load("bert-classify").graph)
    #expect(
      throws: TokenError(text: 0, reason: .unknownType(position: 1, type: 2, types: 2))
    ) { try executor.run(tokens: [[2, TokenWord.word(id: 3, type: 2)]], threads: 1) }
  }
}
