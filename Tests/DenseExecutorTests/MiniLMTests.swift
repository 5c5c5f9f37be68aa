import DenseExecutor
import Foundation
import Testing
import TransformerModels

/// all-MiniLM-L6-v2 against a float64 forward pass.
@Suite(.enabled(if: MiniLM.isThere, "run make model first"))
struct MiniLMTests {
  /// Float32 rounding of sums of 384 to 1536 terms of size up to 10 stays near 10⁻⁶.
  private let tolerance: Float = 2e-5

  @Test(arguments: [0, 5])
  func hiddenStates(sentence: Int) throws {
    let mini = try MiniLM()
    let values = try mini.executor.values(tokens: mini.tokens[sentence])
    let hidden = try mini.layers.tensor(named: "s\(sentence).hidden")
    for state in 0...6 {
      let name = state == 0 ? "embedding.norm" : "layer\(state - 1).output.norm"
      let value = try #require(values[name])
      #expect(value.rows == mini.tokens[sentence].count && value.columns == 384)
      #expect(largestDifference(value.elements, hidden.row(state)) <= tolerance, "\(name)")
    }
  }

  @Test
  func valuesInsideLayers() throws {
    let mini = try MiniLM()
    let values = try mini.executor.values(tokens: mini.tokens[0])
    let attended = try mini.layers.tensor(named: "s0.attn_out")
    for layer in 0..<6 {
      let value = try #require(values["layer\(layer).attention.norm"])
      #expect(
        largestDifference(value.elements.prefix(384), attended.row(layer)) <= tolerance,
        "layer \(layer)")
    }
    let active = try #require(values["layer0.gelu"])
    let expected = try mini.layers.tensor(named: "s0.ffn_act").row(0)
    #expect(largestDifference(active.elements.prefix(1536), expected) <= tolerance)
    #expect(Set(values.keys) == Set(mini.model.graph.nodes.map(\.name)))
  }

  @Test(arguments: [1, 2, 3])
  func embeddings(threads: Int) throws {
    let mini = try MiniLM()
    let outputs = try mini.executor.run(tokens: mini.tokens, threads: threads)
    for (output, sentence) in zip(outputs, mini.sentences) {
      #expect(distance(output, sentence.embedding) <= 1e-6, "\(sentence.text)")
    }
    #expect(outputs.count == 12)
  }

  @Test
  func bitsDoNotDependOnThreads() throws {
    let mini = try MiniLM()
    let batch = Array(repeating: mini.tokens, count: 4).flatMap { $0 }
    let one = try mini.executor.run(tokens: batch, threads: 1)
    #expect(try mini.executor.run(tokens: batch, threads: 3) == one)
  }

  /// 1 − cos of the angle between two rows.
  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    var (product, left, right) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += Double(x) * Double(y)
      left += Double(x) * Double(x)
      right += Double(y) * Double(y)
    }
    return 1 - product / (left * right).squareRoot()
  }
}
