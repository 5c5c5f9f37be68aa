import ExecutionRecords

/// What a device launches at once: one kernel of a trace, or several that real devices run as one.
struct FusedKernel {
  enum Work {
    case product(ProductShape)
    case attention(AttentionWork)
    /// Rows, tables and sums: bytes and vector operations only.
    case rows
  }

  var work: Work
  var kind: KernelTrace.Kind
  var name: String
  var layer: Int?
  /// Operations of the matrix units and of the vector units.
  var matrixFlops = 0.0
  var vectorFlops = 0.0
  /// Bytes of weights, and of activations that are read and written.
  var weightBytes: Double
  var activationBytes: Double
  /// Bytes of results: what a kernel that is fused behind it does not read again.
  var writtenBytes: Double

  init(_ kernel: KernelTrace.Kernel) {
    kind = kernel.kind
    name = kernel.name
    layer = kernel.layer
    weightBytes = Double(kernel.weightBytes)
    writtenBytes = Double(kernel.writtenBytes)
    activationBytes = Double(kernel.readBytes) + writtenBytes
    switch kernel.kind {
    case .matrixProduct, .batchedMatrixProduct:
      let shape = kernel.shape + [Int](repeating: 1, count: max(0, 4 - kernel.shape.count))
      // Copies of a text lengthen a product with weights; they multiply one without.
      work =
        kernel.kind == .matrixProduct
        ? .product(ProductShape(m: shape[0] * shape[1], n: shape[2], k: shape[3]))
        : .product(ProductShape(count: shape[0], m: shape[1], n: shape[2], k: shape[3]))
      matrixFlops = Double(kernel.flops)
    default:
      work = .rows
      vectorFlops = Double(kernel.flops)
    }
  }
}

extension KernelTrace {
  /// The trace as devices with laws of times run it, in one place:
  /// - scores, softmax and value product of a node are one kernel, whose scores never leave the chip;
  /// - products of the same input one after another (queries, keys, values) are one product;
  /// - an element-wise kernel behind a product is the end of that product: it is not launched, and reads no
  ///   more than its other operand.
  ///
  /// Frameworks that run encoders in production do all three. Norms stay apart.
  func fused(attention: Bool) -> [FusedKernel] {
    var fused: [FusedKernel] = []
    var index = 0
    while index < kernels.count {
      let kernel = kernels[index]
      if attention, let whole = attentionKernel(at: index) {
        fused.append(whole)
        index += 3
        continue
      }
      if let last = fused.indices.last, case .product(var shape) = fused[last].work {
        if kernel.kind == .elementwise {
          fused[last].vectorFlops += Double(kernel.flops)
          let other = max(0, Double(kernel.readBytes) - fused[last].writtenBytes)
          fused[last].activationBytes +=
            other + Double(kernel.writtenBytes) - fused[last].writtenBytes
          fused[last].writtenBytes = Double(kernel.writtenBytes)
          index += 1
          continue
        }
        let next = FusedKernel(kernel)
        if case .product(let other) = next.work, kernel.kind == .matrixProduct,
          fused[last].kind == .matrixProduct, index > 0, kernels[index - 1].kind == .matrixProduct,
          other.m == shape.m, other.k == shape.k
        {
          shape.n += other.n
          fused[last].work = .product(shape)
          fused[last].name += " + " + next.name
          fused[last].matrixFlops += next.matrixFlops
          fused[last].weightBytes += next.weightBytes
          fused[last].activationBytes += next.writtenBytes
          fused[last].writtenBytes += next.writtenBytes
          index += 1
          continue
        }
      }
      fused.append(FusedKernel(kernel))
      index += 1
    }
    return fused
  }

  /// Scores, softmax and value product at `index`, if that is what stands there. Texts of different lengths
  /// count as texts of one length with the same number of scores.
  private func attentionKernel(at index: Int) -> FusedKernel? {
    guard index + 2 < kernels.count, kernels[index].kind == .batchedMatrixProduct,
      kernels[index + 1].kind == .softmax, kernels[index + 2].kind == .batchedMatrixProduct,
      kernels[index].shape.count == 4
    else { return nil }
    let (scores, softmax, values) = (kernels[index], kernels[index + 1], kernels[index + 2])
    let element = Double(bytesPerElement)
    let heads = Double(scores.shape[0])
    let (longest, mostKeys) = (Double(scores.shape[1]), Double(scores.shape[2]))
    let size = Double(scores.shape[3])
    guard heads > 0, longest > 0, mostKeys > 0, size > 0 else { return nil }
    // Σ q·keys over the texts, of heads·q·keys if all were as long as the longest.
    let share = (Double(scores.writtenBytes) / element / (heads * longest * mostKeys)).squareRoot()
    let (queries, keys) = (longest * min(share, 1), mostKeys * min(share, 1))
    let queryBytes = Double(values.writtenBytes)
    let keyBytes = max(0, Double(scores.readBytes) - queryBytes)
    var whole = FusedKernel(scores)
    whole.name = String(scores.name.split(separator: ".").dropLast().joined(separator: "."))
    if whole.name.isEmpty { whole.name = scores.name }
    // Texts' heads that share keys: from the bytes of keys beside those of queries.
    let shared = queryBytes > 0 ? min(1, keyBytes / queryBytes * (queries / keys)) : 1
    whole.work = .attention(
      AttentionWork(
        heads: heads, keyHeads: heads * shared, queries: queries, keys: keys, size: size))
    whole.matrixFlops = Double(scores.flops + values.flops)
    whole.vectorFlops = Double(softmax.flops)
    whole.weightBytes = 0
    whole.activationBytes = 2 * (queryBytes + keyBytes)
    whole.writtenBytes = queryBytes
    return whole
  }
}
