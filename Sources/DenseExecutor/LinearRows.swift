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

/// Weights in one of the reference's formats, in the library's own order: encoders, whose texts come in large
/// blocks, and all models whose files code their weights otherwise.
struct PackedRows: LinearRows {
  private let weights: ReferenceWeights
  var inputs: Int { weights.inputs }
  var outputs: Int { weights.outputs }

  private static let rowsBetweenReleases = 4096

  /// One product for several layers of the same input.
  init(_ layers: [LinearWeights], format: WeightFormat) {
    let outputs = layers.reduce(0) { $0 + $1.outputs }
    var bias: [Float]?
    if layers.contains(where: { $0.bias != nil }) {
      bias = layers.flatMap { layer in
        layer.bias?.floats ?? [Float](repeating: 0, count: layer.outputs)
      }
    }
    let places = layers.indices.flatMap { layer in
      (0..<layers[layer].outputs).map { (layer: layer, row: $0) }
    }
    weights = ReferenceWeights(format, outputs: outputs, inputs: layers[0].inputs, bias: bias) {
      output, target in
      let weight = layers[places[output].layer].weight
      weight.readRow(places[output].row, into: &target)
      // So that a large table does not lie in memory twice, coded and packed.
      if output % Self.rowsBetweenReleases == 0 { weight.releasePages() }
    }
    for layer in layers { layer.weight.releasePages() }
  }

  func multiply(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int
  ) {
    let count =
      switch weights {
      // One row alone is a decoder's token. Products of 8 bits have their own blocks.
      case .float32, .bf16: rows == 1 ? 1 : TextBlocks.productRows(rows)
      case .int8: rows
      }
    weights.multiply(
      input, inputStride: inputStride, rows: count, into: &output, outputStride: outputStride)
  }
}

/// Float32 weights row by row, where the model has them if it has them so, often in a mapped file: decoders, which read each of them once for every
/// token, and whose memory they are.
struct StoredRows: LinearRows {
  private let weight: Tensor
  private let bias: [Float]?
  let inputs: Int
  let outputs: Int

  /// Rows up to which each row is multiplied by itself.
  private static let fewRows = 4

  /// Weights that the file codes otherwise are decoded once, row by row as they stand: the library's own
  /// order is slow with one row on the left.
  init(_ weights: LinearWeights) {
    let stored = weights.weight
    weight =
      stored.isFloat32
      ? stored : Tensor(name: stored.name, shape: stored.shape, values: stored.floats)
    if !stored.isFloat32 { stored.releasePages() }
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
