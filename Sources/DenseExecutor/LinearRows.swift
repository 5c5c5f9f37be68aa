internal import DenseAlgebra
internal import TransformerModels

/// The weights of a linear layer, ready to multiply rows.
protocol LinearRows: Sendable {
  var inputs: Int { get }
  var outputs: Int { get }

  /// output = input · Wᵀ + bias for `rows` rows. Up to `TextBlocks.productRows(rows)` rows of both may be
  /// read and written: those behind have no meaning.
  func multiply(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int)
}

/// Weights that lie in the library's own order: encoders, whose texts come in large blocks.
struct PackedRows: LinearRows {
  private let weights: PackedWeights
  var inputs: Int { weights.inputs }
  var outputs: Int { weights.outputs }

  /// One product for several layers of the same input.
  init(_ layers: [LinearWeights]) {
    let outputs = layers.reduce(0) { $0 + $1.outputs }
    let inputs = layers[0].inputs
    var bias: [Float]?
    if layers.contains(where: { $0.bias != nil }) {
      bias = layers.flatMap { layer in
        layer.bias?.floats ?? [Float](repeating: 0, count: layer.outputs)
      }
    }
    if layers.count == 1 {
      weights = layers[0].weight.withFloats {
        PackedWeights($0, bias: bias, outputs: outputs, inputs: inputs)
      }
      return
    }
    var rows: [Float] = []
    rows.reserveCapacity(outputs * inputs)
    for layer in layers { rows += layer.weight.floats }
    weights = PackedWeights(rows.span, bias: bias, outputs: outputs, inputs: inputs)
  }

  func multiply(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int
  ) {
    weights.multiply(
      input, inputStride: inputStride, rows: TextBlocks.productRows(rows), into: &output,
      outputStride: outputStride)
  }
}

/// Weights where the model has them, often in a mapped file: decoders, which read each of them once for every
/// token, and whose memory they are.
struct StoredRows: LinearRows {
  private let weight: Tensor
  private let bias: [Float]?
  let inputs: Int
  let outputs: Int

  /// Rows up to which each row is multiplied by itself.
  private static let fewRows = 4

  init(_ weights: LinearWeights) {
    weight = weights.weight
    bias = weights.bias?.floats
    inputs = weights.inputs
    outputs = weights.outputs
  }

  func multiply(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int
  ) {
    weight.withFloats { weights in
      if rows <= Self.fewRows {
        RowProducts.timesTransposed(
          rows: rows, columns: outputs, inner: inputs, input, aStride: inputStride, weights,
          bStride: inputs, bias: bias, into: &output, cStride: outputStride)
        return
      }
      StridedProducts.timesTransposed(
        rows: rows, columns: outputs, inner: inputs, input, aStride: inputStride, weights,
        bStride: inputs, into: &output, cStride: outputStride)
      guard let bias else { return }
      for row in 0..<rows {
        let start = row &* outputStride
        var values = output._mutatingExtracting(start..<(start &+ outputs))
        for column in 0..<outputs { values[column] = values[column] + bias[column] }
      }
    }
  }
}
