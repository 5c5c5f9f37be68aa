internal import DenseAlgebra
internal import TransformerModels

/// Norms of rows, alone or of the sum of two.
struct NormRows: Sendable {
  private let gain: [Float]
  /// `nil` for a norm by the root mean square.
  private let shift: [Float]?
  private let epsilon: Float
  /// Width of what is normalised: a row, or for norms by the root mean square a part of one.
  var width: Int { gain.count }

  /// A layer norm.
  init(_ weights: NormWeights) {
    gain = weights.gain.floats
    shift = weights.shift?.floats ?? [Float](repeating: 0, count: weights.gain.count)
    epsilon = weights.epsilon
  }

  /// A norm by the root mean square.
  init(rootMeanSquare weights: NormWeights) {
    gain = weights.gain.floats
    shift = nil
    epsilon = weights.epsilon
  }

  /// Whether rows of this width can be normalised.
  func fits(_ rowWidth: Int) -> Bool {
    shift == nil ? rowWidth % width == 0 : rowWidth == width
  }

  /// Normalises rows of `input`, `rowWidth` wide; `output` may be the same.
  func norm(_ input: SlotRows, rows: Int, rowWidth: Int, into output: SlotRows) {
    for row in 0..<rows {
      output.copyRow(row, width: rowWidth, of: input)
      norm(row, rowWidth: rowWidth, of: output)
    }
  }

  /// Normalises a + b; `sum` receives a + b if it is there. `output` may be `a` or `b`.
  func norm(
    sumOf a: SlotRows, _ b: SlotRows, rows: Int, sum: SlotRows?, into output: SlotRows
  ) {
    for row in 0..<rows {
      output.setSum(a, b, row: row, width: width)
      sum?.copyRow(row, width: width, of: output)
      norm(row, rowWidth: width, of: output)
    }
  }

  private func norm(_ row: Int, rowWidth: Int, of rows: SlotRows) {
    rows.writeRow(row, width: rowWidth) { row in
      if let shift {
        _ = RowFunctions.layerNorm(&row, gain: gain.span, shift: shift.span, epsilon: epsilon)
        return
      }
      for part in 0..<(rowWidth / width) {
        var stretch = row._mutatingExtracting((part &* width)..<(part &* width &+ width))
        RowFunctions.rootMeanSquareNorm(&stretch, gain: gain.span, epsilon: epsilon)
      }
    }
  }
}
