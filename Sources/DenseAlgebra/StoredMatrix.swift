/// Float32 weights [outputs × inputs] as they stand, row by row: for products with one or a few rows on the left,
/// which read each weight once. Immutable, so any number of threads may use one.
public final class StoredMatrix: Sendable {
  private let memory: WeightMemory
  /// Columns of the result.
  public let outputs: Int
  /// Columns of the input.
  public let inputs: Int

  /// Rows up to which each is multiplied by itself.
  private static let fewRows = 4

  /// Takes rows that are written one after the other.
  /// - Parameters:
  ///   - outputs: n ≥ 1.
  ///   - inputs: k ≥ 1.
  ///   - row: writes the weights of an output; called once for each, in order.
  public init(
    outputs: Int, inputs: Int, row: (_ output: Int, _ target: inout MutableSpan<Float>) -> Void
  ) {
    precondition(outputs > 0 && inputs > 0, "\(outputs) × \(inputs) weights")
    self.outputs = outputs
    self.inputs = inputs
    memory = WeightMemory(byteCount: 4 * outputs * inputs)
    for output in 0..<outputs {
      let start = memory.start + 4 * output * inputs
      let elements = UnsafeMutableBufferPointer(
        start: start.bindMemory(to: Float.self, capacity: inputs), count: inputs)
      var target = elements.mutableSpan
      row(output, &target)
    }
  }

  /// Computes C = A · Wᵀ + bias; parameters as `PackedWeights.multiply`.
  public func multiply(
    _ input: Span<Float>, inputStride: Int? = nil, rows: Int, bias: [Float]? = nil,
    into output: inout MutableSpan<Float>, outputStride: Int? = nil, finish: RowFinish? = nil
  ) {
    let (inputStride, outputStride) = (inputStride ?? inputs, outputStride ?? outputs)
    defer { withExtendedLifetime(memory) {} }
    let weights = UnsafeBufferPointer(
      start: memory.start.assumingMemoryBound(to: Float.self), count: outputs * inputs
    ).span
    if rows <= Self.fewRows {
      RowProducts.timesTransposed(
        rows: rows, columns: outputs, inner: inputs, input, aStride: inputStride, weights,
        bStride: inputs, bias: bias, into: &output, cStride: outputStride)
    } else {
      StridedProducts.timesTransposed(
        rows: rows, columns: outputs, inner: inputs, input, aStride: inputStride, weights,
        bStride: inputs, into: &output, cStride: outputStride)
      if let bias {
        output.finishRows(rows, width: outputs, stride: outputStride) {
          VectorMaps.add(bias.span, to: &$0)
        }
      }
    }
    if let finish { output.finishRows(rows, width: outputs, stride: outputStride, finish) }
  }
}
