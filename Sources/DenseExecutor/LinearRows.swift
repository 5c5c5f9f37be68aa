internal import DenseAlgebra
internal import TransformerModels

/// The weights of a linear layer, ready to multiply rows.
protocol LinearRows: Sendable {
  var inputs: Int { get }
  var outputs: Int { get }

  /// output = input · Wᵀ + bias for `rows` rows. Up to `TextBlocks.productRows(rows)` rows of both may be
  /// read and written: those behind have no meaning. Each row of the output goes through `finish` at the end.
  func multiply(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int, finish: RowFinish?)
}

/// Weights in one of the reference's formats, in the library's own order: encoders, whose texts come in large
/// blocks, and decoders in formats other than float32.
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
    outputStride: Int, finish: RowFinish?
  ) {
    let count =
      switch weights {
      // One row alone is a decoder's token. Products of 8 bits have their own blocks.
      case .float32, .bf16: rows == 1 ? 1 : TextBlocks.productRows(rows)
      case .int8: rows
      }
    weights.multiply(
      input, inputStride: inputStride, rows: count, into: &output, outputStride: outputStride,
      finish: finish)
  }
}

/// Float32 weights row by row: decoders, which read each of them once for every token, and whose memory they
/// are. The library's own order is slow with one row on the left.
struct StoredRows: LinearRows {
  private let matrix: StoredMatrix
  private let bias: [Float]?
  var inputs: Int { matrix.inputs }
  var outputs: Int { matrix.outputs }

  private static let rowsBetweenReleases = 4096

  init(_ layer: LinearWeights) {
    let weight = layer.weight
    matrix = StoredMatrix(outputs: layer.outputs, inputs: layer.inputs) { output, target in
      weight.readRow(output, into: &target)
      if output % Self.rowsBetweenReleases == 0 { weight.releasePages() }
    }
    weight.releasePages()
    bias = layer.bias?.floats
  }

  func multiply(
    _ input: Span<Float>, inputStride: Int, rows: Int, into output: inout MutableSpan<Float>,
    outputStride: Int, finish: RowFinish?
  ) {
    matrix.multiply(
      input, inputStride: inputStride, rows: rows, bias: bias, into: &output,
      outputStride: outputStride, finish: finish)
  }
}
