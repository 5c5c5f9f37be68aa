import DenseAlgebra
import Testing

@Suite struct FloatProductTests {
  struct Shape: Sendable {
    var rows: Int
    var outputs: Int
    var inputs: Int
  }

  /// Float32 sums of k products of numbers below 1 err by at most about k·2⁻²⁴·√k in practice; the
  /// bound k·6·10⁻⁸ is loose enough for every order of summation and finds any wrong element.
  private func tolerance(_ inputs: Int) -> Float { Float(inputs) * 6e-8 }

  @Test(arguments: [
    Shape(rows: 1, outputs: 384, inputs: 384), Shape(rows: 8, outputs: 1536, inputs: 384),
    Shape(rows: 42, outputs: 384, inputs: 1536), Shape(rows: 257, outputs: 50, inputs: 33),
    Shape(rows: 3, outputs: 1, inputs: 1), Shape(rows: 0, outputs: 4, inputs: 4),
  ])
  func packedProductAgreesWithPlain(_ shape: Shape) {
    var inputs = TestInputs(seed: 1)
    let a = inputs.floats(shape.rows * shape.inputs)
    let w = inputs.floats(shape.outputs * shape.inputs)
    let bias = inputs.floats(shape.outputs)
    let packed = PackedWeights(
      w.span, bias: bias, outputs: shape.outputs, inputs: shape.inputs)
    var c = [Float](repeating: .nan, count: shape.rows * shape.outputs + 1)
    var product = c.mutableSpan
    packed.multiply(a.span, rows: shape.rows, into: &product)
    let expected = PlainAlgebra.product(
      a, weights: w, bias: bias, rows: shape.rows, outputs: shape.outputs, inputs: shape.inputs)
    for index in expected.indices {
      #expect(abs(c[index] - expected[index]) <= tolerance(shape.inputs))
    }
    #expect(c.last!.isNaN)
  }

  @Test func packedProductWithStridesAccumulates() {
    var inputs = TestInputs(seed: 2)
    let (rows, n, k, aStride, cStride) = (37, 96, 64, 80, 100)
    let a = inputs.floats(rows * aStride)
    let w = inputs.floats(n * k)
    let packed = PackedWeights(w.span, bias: nil, outputs: n, inputs: k)
    let before = inputs.floats(rows * cStride)
    var c = before
    var product = c.mutableSpan
    packed.multiply(
      a.span, inputStride: aStride, rows: rows, into: &product, outputStride: cStride)
    packed.multiply(
      a.span, inputStride: aStride, rows: rows, into: &product, outputStride: cStride,
      accumulate: true)
    let dense = (0..<rows).flatMap { a[$0 * aStride..<$0 * aStride + k] }
    let expected = PlainAlgebra.product(dense, weights: w, rows: rows, outputs: n, inputs: k)
    for row in 0..<rows {
      for column in 0..<cStride {
        let found = c[row * cStride + column]
        if column < n {
          #expect(abs(found - 2 * expected[row * n + column]) <= 2 * tolerance(k))
        } else {
          #expect(found == before[row * cStride + column])
        }
      }
    }
  }

  /// One to four rows are multiplied row by row, more by the library; inputs that fill no 64 and no 16.
  @Test(arguments: [
    Shape(rows: 1, outputs: 96, inputs: 576), Shape(rows: 2, outputs: 7, inputs: 67),
    Shape(rows: 4, outputs: 33, inputs: 100), Shape(rows: 5, outputs: 33, inputs: 100),
    Shape(rows: 3, outputs: 1, inputs: 1), Shape(rows: 70, outputs: 40, inputs: 15),
  ])
  func storedProductAgreesWithPlain(_ shape: Shape) {
    var inputs = TestInputs(seed: 4)
    let a = inputs.floats(shape.rows * shape.inputs)
    let w = inputs.floats(shape.outputs * shape.inputs)
    let bias = inputs.floats(shape.outputs)
    let stored = StoredMatrix(outputs: shape.outputs, inputs: shape.inputs) { output, target in
      target.copy(w.span.extracting((output * shape.inputs)..<((output + 1) * shape.inputs)))
    }
    let expected = PlainAlgebra.product(
      a, weights: w, bias: bias, rows: shape.rows, outputs: shape.outputs, inputs: shape.inputs)
    var c = [Float](repeating: .nan, count: shape.rows * shape.outputs + 1)
    var product = c.mutableSpan
    stored.multiply(a.span, rows: shape.rows, bias: bias, into: &product) { row in
      for column in row.indices { row[column] = 2 * row[column] }
    }
    for index in expected.indices {
      #expect(abs(c[index] - 2 * expected[index]) <= 2 * tolerance(shape.inputs) + 1e-6)
    }
    #expect(c.last!.isNaN)
  }

  /// Memory of large and of small matrices, together more than a stretch, keeps what was written.
  @Test func weightsOfManySizesStayApart() {
    let sizes = [(3, 5), (2000, 5000), (1, 1), (1700, 6000), (40, 100), (17, 3)]
    let matrices = sizes.enumerated().map { index, size in
      StoredMatrix(outputs: size.0, inputs: size.1) { output, target in
        target.update(repeating: Float(index * 10_000 + output))
      }
    }
    for (index, (matrix, size)) in zip(matrices, sizes).enumerated() {
      let ones = [Float](repeating: 1, count: size.1)
      var sums = [Float](repeating: 0, count: size.0)
      var target = sums.mutableSpan
      matrix.multiply(ones.span, rows: 1, into: &target)
      for (output, sum) in sums.enumerated() {
        let expected = Float(index * 10_000 + output) * Float(size.1)
        #expect(abs(sum - expected) <= expected * 1e-4)
      }
    }
  }

  @Test func headsAreMultipliedInPlace() {
    var inputs = TestInputs(seed: 3)
    let (tokens, width, head, first) = (21, 96, 32, 32)
    let q = inputs.floats(tokens * width)
    let k = inputs.floats(tokens * width)
    func slice(_ x: [Float]) -> [Float] {
      (0..<tokens).flatMap { x[$0 * width + first..<$0 * width + first + head] }
    }
    var scores = [Float](repeating: 0, count: tokens * tokens)
    var values = [Float](repeating: 7, count: tokens * width)
    var scored = scores.mutableSpan
    StridedProducts.timesTransposed(
      rows: tokens, columns: tokens, inner: head, scale: 0.5,
      q.span.extracting(droppingFirst: first), aStride: width,
      k.span.extracting(droppingFirst: first), bStride: width, into: &scored, cStride: tokens)
    var all = values.mutableSpan
    var columns = all._mutatingExtracting(droppingFirst: first)
    StridedProducts.times(
      rows: tokens, columns: head, inner: tokens, scores.span, aStride: tokens,
      k.span.extracting(droppingFirst: first), bStride: width, into: &columns, cStride: width)
    let expected = PlainAlgebra.product(
      slice(q), weights: slice(k), rows: tokens, outputs: tokens, inputs: head)
    for index in expected.indices {
      #expect(abs(scores[index] - 0.5 * expected[index]) <= tolerance(head))
    }
    let keys = slice(k)
    let transposed = (0..<head).flatMap { d in (0..<tokens).map { keys[$0 * head + d] } }
    let expectedValues = PlainAlgebra.product(
      scores, weights: transposed, rows: tokens, outputs: head, inputs: tokens)
    for row in 0..<tokens {
      for column in 0..<width {
        let found = values[row * width + column]
        if column < first || column >= first + head {
          #expect(found == 7)
        } else {
          let wanted = expectedValues[row * head + column - first]
          #expect(abs(found - wanted) <= 1e-5)
        }
      }
    }
  }
}
