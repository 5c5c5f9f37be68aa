import DenseExecutor
import MoebiusGeometry
import Testing
import TransformerModels

/// Small random graphs against the slow oracle: every node's value, and batches of mixed lengths.
@Suite
struct OracleTests {
  /// Values stay below 100 in size, sums have at most 23 terms: 23 · 2⁻²⁴ · 100 = 1.4·10⁻⁴ at worst.
  private let tolerance: Float = 1e-4

  private static let graphs = [
    TinyGraph(),
    TinyGraph(heads: 4, keyValueHeads: 2, headSize: 4, causal: true, activation: .silu),
    TinyGraph(heads: 1, keyValueHeads: 1, headSize: 17, activation: .relu, hasBias: false),
    TinyGraph(layers: 1, pools: false),
    TinyGraph(layers: 1, pooling: .max), TinyGraph(layers: 1, pooling: .weightedMean),
    TinyGraph(layers: 1, pooling: .rootMean), TinyGraph(layers: 1, pooling: .last),
    TinyGraph(layers: 1, pooling: .first),
    TinyGraph(heads: 4, keyValueHeads: 2, headSize: 4, causal: true, window: 5),
  ]

  /// Texts of lengths around the sixteen lanes.
  private let texts = [1, 2, 15, 16, 17, 18, 7].map { length in
    (0..<length).map { ($0 * 5 + length) % TinyGraph.vocabulary }
  }

  @Test(arguments: graphs.indices)
  func everyNode(index: Int) throws {
    let graph = Self.graphs[index].graph
    let executor = DenseExecutor(graph: graph)
    for text in texts {
      let expected = Oracle.values(of: graph, tokens: text)
      let found = try executor.values(tokens: text)
      for (node, matrix) in zip(graph.nodes, expected) {
        let value = try #require(found[node.name])
        #expect(value.rows == matrix.count && value.columns == matrix[0].count)
        let difference = largestDifference(value.elements, matrix.joined().map(Float.init))
        #expect(difference <= tolerance, "\(node.name), \(text.count) tokens")
      }
    }
  }

  /// All activations on −12…12 in steps of 1/64, whole vectors and a rest.
  @Test(arguments: Activation.allCases)
  func activations(activation: Activation) throws {
    let values = (0..<1537).map { Float($0 - 768) / 64 }
    let graph = ModelGraph(
      name: "activation", parameterCount: 0, hiddenSize: values.count, layerCount: 0,
      maximumTokens: 1,
      nodes: [
        .init(
          name: "embedding", layer: nil,
          operation: .embedding(
            EmbeddingTables(
              word: Tensor(name: "word", shape: [1, values.count], values: values), position: nil,
              tokenType: nil)), inputs: []),
        .init(name: "active", layer: nil, operation: .activation(activation), inputs: [0]),
      ])
    let found = try DenseExecutor(graph: graph).run(tokens: [[0]], threads: 1)[0]
    for (x, y) in zip(values, found) {
      let expected = Oracle.activate(activation, Double(x))
      // Some last bits of float32 of the result or of the largest term that it is made of.
      let scale = max(1, abs(expected))
      #expect(abs(Double(y) - expected) < 1e-6 * scale, "\(activation.rawValue)(\(x))")
    }
  }

  @Test(
    "positions by the three flows",
    arguments: [
      PositionFlow.elliptic(base: 10_000), .elliptic(base: 3), .hyperbolic(slope: nil),
      .hyperbolic(slope: 0.3), .parabolic(slope: nil), .parabolic(slope: 1.5),
    ])
  func positions(position: PositionFlow) throws {
    let graph = TinyGraph(heads: 4, keyValueHeads: 2, headSize: 4).graph
      .positioned(by: position)
    let executor = DenseExecutor(graph: graph)
    let plain = DenseExecutor(graph: TinyGraph(heads: 4, keyValueHeads: 2, headSize: 4).graph)
    for text in texts {
      let expected = Oracle.values(of: graph, tokens: text).last!.joined().map(Float.init)
      let found = try executor.run(tokens: [text], threads: 1)[0]
      #expect(largestDifference(found, expected) <= tolerance, "\(text.count) tokens")
      // The flow is felt.
      guard text.count > 2 else { continue }
      #expect(largestDifference(found, try plain.run(tokens: [text], threads: 1)[0]) > 1e-3)
    }
  }

  @Test(arguments: graphs.indices, [1, 4])
  func batches(index: Int, threads: Int) throws {
    let graph = Self.graphs[index].graph
    let executor = DenseExecutor(graph: graph)
    // About 900 rows: several blocks.
    let batch = (0..<84).map { texts[$0 % texts.count] }
    let outputs = try executor.run(tokens: batch, threads: threads)
    let expected = texts.map { Oracle.values(of: graph, tokens: $0).last! }
    for (text, output) in outputs.enumerated() {
      let reference = expected[text % texts.count].joined().map(Float.init)
      #expect(largestDifference(output, reference) <= tolerance, "text \(text)")
    }
    #expect(outputs.count == batch.count)
  }

  @Test
  func noTexts() throws {
    #expect(try DenseExecutor(graph: TinyGraph().graph).run(tokens: [], threads: 2).isEmpty)
  }
}
