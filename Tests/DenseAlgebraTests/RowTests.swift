import DenseAlgebra
import Foundation
import Testing

@Suite struct RowTests {
  @Test(arguments: [1, 15, 16, 17, 42, 384, 385])
  func reductions(_ count: Int) {
    var inputs = TestInputs(seed: UInt64(count))
    let row = inputs.floats(count)
    let sum = row.reduce(0.0) { $0 + Double($1) }
    let squares = row.reduce(0.0) { $0 + Double($1) * Double($1) }
    // Each of n/16 + 4 additions rounds by half a unit of a sum below n.
    let bound = Double(count) * 6e-8 * Double(count / 16 + 5)
    let found = (
      sum: RowReductions.sum(row.span), squares: RowReductions.sumOfSquares(row.span),
      largest: RowReductions.maximum(row.span), smallest: RowReductions.minimum(row.span)
    )
    #expect(abs(Double(found.sum) - sum) <= bound)
    #expect(abs(Double(found.squares) - squares) <= bound)
    #expect(found.largest == row.max())
    #expect(found.smallest == row.min())
  }

  /// Lane j sums j, j + 16…; then i + (i + 8), i + (i + 4)…: the documented order, bit for bit.
  @Test func orderOfTheSum() {
    var inputs = TestInputs(seed: 5)
    let row = inputs.floats(101)
    var lanes = [Float](repeating: 0, count: 16)
    for (index, value) in row.enumerated() { lanes[index % 16] += value }
    for half in [8, 4, 2, 1] {
      for lane in 0..<half { lanes[lane] += lanes[lane + half] }
    }
    let sum = RowReductions.sum(row.span)
    #expect(sum == lanes[0])
  }

  @Test func emptyRow() {
    let empty: [Float] = []
    let (sum, largest, smallest) = (
      RowReductions.sum(empty.span), RowReductions.maximum(empty.span),
      RowReductions.minimum(empty.span)
    )
    #expect(sum == 0)
    #expect(largest == -.infinity)
    #expect(smallest == .infinity)
  }

  @Test(arguments: [1, 16, 42, 505])
  func softmax(_ count: Int) {
    var inputs = TestInputs(seed: UInt64(count))
    let scores = inputs.floats(count).map { $0 * 40 }
    var row = scores
    var weighed = row.mutableSpan
    RowFunctions.softmax(&weighed)
    let largest = Double(scores.max()!)
    let weights = scores.map { Foundation.exp(Double($0) - largest) }
    let total = weights.reduce(0, +)
    for index in 0..<count {
      // x − max is rounded to float32, which the exponential turns into a relative error.
      let distance = largest - Double(scores[index])
      let wanted = weights[index] / total
      #expect(abs(Double(row[index]) - wanted) <= (6e-7 + 6e-8 * distance) * wanted + 1e-37)
    }
  }

  @Test(arguments: [32, 100, 384])
  func layerNorm(_ count: Int) {
    var inputs = TestInputs(seed: UInt64(count))
    let row = inputs.floats(count).map { $0 * 3 + 1 }
    let gain = inputs.floats(count)
    let shift = inputs.floats(count)
    var result = row
    var normed = result.mutableSpan
    let (mean, inverse) = RowFunctions.layerNorm(
      &normed, gain: gain.span, shift: shift.span, epsilon: 1e-12)
    let exactMean = row.reduce(0.0) { $0 + Double($1) } / Double(count)
    let variance =
      row.reduce(0.0) { $0 + (Double($1) - exactMean) * (Double($1) - exactMean) } / Double(count)
    #expect(abs(Double(mean) - exactMean) < 1e-6)
    #expect(abs(Double(inverse) * variance.squareRoot() - 1) < 1e-6)
    for index in 0..<count {
      let wanted =
        (Double(row[index]) - exactMean) / variance.squareRoot() * Double(gain[index])
        + Double(shift[index])
      #expect(abs(Double(result[index]) - wanted) < 2e-6)
    }
  }
}
