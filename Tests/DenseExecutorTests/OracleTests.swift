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
