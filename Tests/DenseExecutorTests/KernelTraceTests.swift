import DenseExecutor
import ExecutionRecords
import Testing
import TransformerModels

/// Kernels of a batch of a text of 2 and one of 5 tokens: T = 7, S = 29, N = 2, computed by hand.
@Suite
struct KernelTraceTests {
  /// Width 16 (4 heads of 4, 2 of keys and values), inner width 23.
  private let graph = TinyGraph(
    heads: 4, keyValueHeads: 2, headSize: 4, layers: 1, activation: .gelu
  ).graph

  private func kernels(bytes: Int = 1) -> [String: KernelTrace.Kernel] {
    let trace = KernelTrace.trace(of: graph, tokenCounts: [2, 5], bytesPerElement: bytes)
    return Dictionary(uniqueKeysWithValues: trace.kernels.map { ($0.name, $0) })
  }

  /// A kernel by its figures in elements: FLOPs, weights, read, written.
  private func kernel(
    _ kind: KernelTrace.Kind, _ name: String, _ shape: [Int], _ figures: [UInt64]
  ) -> KernelTrace.Kernel {
    .init(
      kind: kind, name: name, layer: nil, shape: shape, flops: figures[0],
      weightBytes: figures[1], readBytes: figures[2], writtenBytes: figures[3])
  }

  @Test
  func everyKindByHand() {
    let expected = [
      // Two additions for each of 7 · 16 results, three tables.
      kernel(.gather, "embedding", [1, 7, 16, 1], [224, 336, 7, 112]),
      // 7 a value; gain and shift.
      kernel(.norm, "embedding.norm", [1, 7, 16, 1], [784, 32, 112, 112]),
      // 2 · 7 · 16 · 16 and the bias.
      kernel(.matrixProduct, "0.query", [1, 7, 16, 16], [3696, 272, 112, 112]),
      kernel(.matrixProduct, "0.key", [1, 7, 8, 16], [1848, 136, 112, 56]),
      // 29 · 4 = 116 scores of 2 · 4 operations and the scale.
      kernel(
        .batchedMatrixProduct, "0.attention.scores", [8, 5, 5, 4], [1044, 0, 168, 116]),
      kernel(.softmax, "0.attention.softmax", [1, 28, 5, 1], [580, 0, 116, 116]),
      kernel(
        .batchedMatrixProduct, "0.attention.values", [8, 5, 4, 5], [928, 0, 172, 112]),
      kernel(.elementwise, "0.sum", [1, 7, 16, 1], [112, 0, 224, 112]),
      kernel(.matrixProduct, "0.wide", [1, 7, 23, 16], [5313, 391, 112, 161]),
      kernel(.elementwise, "0.active", [1, 7, 23, 1], [805, 0, 161, 161]),
      // 112 additions and 32 divisions.
      kernel(.reduction, "pool", [1, 2, 16, 1], [144, 0, 112, 32]),
      kernel(.norm, "unit", [1, 2, 16, 1], [96, 0, 32, 32]),
    ]
    let found = kernels()
    for kernel in expected { #expect(found[kernel.name] == kernel) }
    // One for each node, and two more for attention.
    #expect(found.count == graph.nodes.count + 2)
  }

  @Test
  func bytesScaleWithTheElement() throws {
    let one = kernels()
    for (name, kernel) in kernels(bytes: 4) {
      let small = try #require(one[name])
      #expect(kernel.weightBytes == 4 * small.weightBytes && kernel.flops == small.flops)
      #expect(kernel.readBytes == 4 * small.readBytes)
      #expect(kernel.writtenBytes == 4 * small.writtenBytes)
    }
  }

  @Test
  func variants() throws {
    let plain = TinyGraph(layers: 1, activation: .relu, hasBias: false).graph
    let trace = KernelTrace.trace(of: plain, tokenCounts: [3], bytesPerElement: 2)
    let found = Dictionary(uniqueKeysWithValues: trace.kernels.map { ($0.name, $0) })
    // Width 15: without bias 2 · 3 · 15², without shift 6 a value, ReLU 1 a value.
    #expect(found["0.query"]?.flops == 1350 && found["0.query"]?.weightBytes == 450)
    #expect(found["0.norm"]?.flops == 270 && found["0.norm"]?.weightBytes == 30)
    #expect(found["0.active"]?.flops == 69)
  }

  @Test
  func largeBatch() {
    let counts = (0..<4096).map { $0 % 18 + 1 }
    let tokens = UInt64(counts.reduce(0, +))
    let trace = KernelTrace.trace(of: graph, tokenCounts: counts, bytesPerElement: 4)
    #expect(trace.kernels.first { $0.name == "0.query" }?.flops == tokens * 16 * 33)
  }
}
