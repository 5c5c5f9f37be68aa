internal import DenseAlgebra
internal import TransformerModels

/// Layer norm of rows, alone or of the sum of two.
struct NormRows: Sendable {
  private let gain: [Float]
  private let shift: [Float]
  private let epsilon: Float
  var width: Int { gain.count }

  init(_ weights: NormWeights) {
    gain = weights.gain.floats
    shift =
      weights.shift?.floats ?? [Float](repeating: 0, count: weights.gain.count)
    epsilon = weights.epsilon
  }

  /// Normalises rows of `input`; `output` may be the same.
  func norm(_ input: SlotRows, rows: Int, into output: SlotRows) {
    for row in 0..<rows {
      output.copyRow(row, width: width, of: input)
      norm(row, of: output)
    }
  }

  /// Normalises a + b; `sum` receives a + b if it is there. `output` may be `a` or `b`.
  func norm(
    sumOf a: SlotRows, _ b: SlotRows, rows: Int, sum: SlotRows?, into output: SlotRows
  ) {
    for row in 0..<rows {
      output.setSum(a, b, row: row, width: width)
      sum?.copyRow(row, width: width, of: output)
      norm(row, of: output)
    }
  }

  private func norm(_ row: Int, of rows: SlotRows) {
    rows.writeRow(row, width: width) {
      _ = RowFunctions.layerNorm(&$0, gain: gain.span, shift: shift.span, epsilon: epsilon)
    }
  }
}
