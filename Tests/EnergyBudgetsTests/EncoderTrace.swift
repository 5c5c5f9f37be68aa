import ExecutionRecords

/// The launches of a BERT with a feed-forward width of four, before devices merge any, at two bytes an element.
enum EncoderTrace {
  /// - Parameters:
  ///   - layers: encoder layers.
  ///   - width: of the hidden state.
  ///   - heads: of a layer.
  ///   - tokens: of each text.
  ///   - batch: texts.
  static func bert(
    layers: Int, width: Int, heads: Int, tokens: Int, batch: Int
  ) -> KernelTrace {
    let rows = tokens * batch
    var kernels = [
      kernel(
        .gather, "embedding", [1, rows, width, 1], 2 * rows * width, weights: 3 * rows * width,
        read: rows, written: rows * width), norm("embedding.norm", rows, width),
    ]
    for layer in 0..<layers {
      let name = "layer\(layer)"
      for part in ["query", "key", "value"] {
        kernels.append(product("\(name).\(part)", rows, width, width))
      }
      kernels += attention(name, texts: batch, tokens: tokens, heads: heads, width: width)
      kernels += [
        product("\(name).output", rows, width, width), sum("\(name).add", rows, width),
        norm("\(name).norm", rows, width), product("\(name).up", rows, 4 * width, width),
        kernel(
          .elementwise, "\(name).gelu", [1, rows, 4 * width, 1], 5 * rows * 4 * width,
          read: 4 * rows * width, written: 4 * rows * width),
        product("\(name).down", rows, width, 4 * width), sum("\(name).add2", rows, width),
        norm("\(name).norm2", rows, width),
      ]
    }
    return KernelTrace(bytesPerElement: 2, kernels: kernels)
  }

  /// Scores, softmax and value product of texts of one length.
  private static func attention(
    _ name: String, texts: Int, tokens: Int, heads: Int, width: Int
  ) -> [KernelTrace.Kernel] {
    let (scores, rows, size) = (texts * tokens * tokens * heads, texts * tokens, width / heads)
    return [
      kernel(
        .batchedMatrixProduct, "\(name).attention.scores", [texts * heads, tokens, tokens, size],
        2 * scores * size + scores, read: 2 * rows * width, written: scores),
      kernel(
        .softmax, "\(name).attention.softmax", [1, rows * heads, tokens, 1], 5 * scores,
        read: scores, written: scores),
      kernel(
        .batchedMatrixProduct, "\(name).attention.values", [texts * heads, tokens, size, tokens],
        2 * scores * size, read: scores + rows * width, written: rows * width),
    ]
  }

  static func product(_ name: String, _ m: Int, _ n: Int, _ k: Int) -> KernelTrace.Kernel {
    kernel(
      .matrixProduct, name, [1, m, n, k], 2 * m * n * k, weights: n * k, read: m * k,
      written: m * n)
  }

  private static func norm(_ name: String, _ rows: Int, _ width: Int) -> KernelTrace.Kernel {
    kernel(
      .norm, name, [1, rows, width, 1], 7 * rows * width, weights: 2 * width, read: rows * width,
      written: rows * width)
  }

  private static func sum(_ name: String, _ rows: Int, _ width: Int) -> KernelTrace.Kernel {
    kernel(
      .elementwise, name, [1, rows, width, 1], rows * width, read: 2 * rows * width,
      written: rows * width)
  }

  /// Weights, reads and writes in elements of two bytes.
  private static func kernel(
    _ kind: KernelTrace.Kind, _ name: String, _ shape: [Int], _ flops: Int, weights: Int = 0,
    read: Int, written: Int
  ) -> KernelTrace.Kernel {
    .init(
      kind: kind, name: name, layer: nil, shape: shape, flops: UInt64(flops),
      weightBytes: UInt64(2 * weights), readBytes: UInt64(2 * read),
      writtenBytes: UInt64(2 * written))
  }
}
