import DenseAlgebra
import Testing

@Suite struct WeightFormatTests {
  struct Shape: Sendable {
    var rows: Int
    var outputs: Int
    var inputs: Int
  }

  /// Row counts on both sides of the library's blocks; outputs and inputs that fill no block.
  static let shapes = [
    Shape(rows: 1, outputs: 384, inputs: 384), Shape(rows: 2, outputs: 100, inputs: 48),
    Shape(rows: 5, outputs: 33, inputs: 70), Shape(rows: 16, outputs: 64, inputs: 256),
    Shape(rows: 83, outputs: 3100, inputs: 40), Shape(rows: 3, outputs: 1, inputs: 1),
    Shape(rows: 300, outputs: 20, inputs: 24),
  ]

  private struct Layer {
    var a: [Float]
    var weights: [Float]
    var bias: [Float]
    let shape: Shape

    init(_ shape: Shape, seed: UInt64) {
      var inputs = TestInputs(seed: seed)
      a = inputs.floats(shape.rows * shape.inputs)
      weights = inputs.floats(shape.outputs * shape.inputs)
      bias = inputs.floats(shape.outputs)
      self.shape = shape
    }

    func prepared(_ format: WeightFormat, biased: Bool = true) -> ReferenceWeights {
      ReferenceWeights(
        format, outputs: shape.outputs, inputs: shape.inputs, bias: biased ? bias : nil
      ) { output, target in
        for column in target.indices { target[column] = weights[output * shape.inputs + column] }
      }
    }

    func product(_ format: WeightFormat, biased: Bool = true) -> [Float] {
      var result = [Float](repeating: .nan, count: shape.rows * shape.outputs)
      var target = result.mutableSpan
      prepared(format, biased: biased).multiply(a.span, rows: shape.rows, into: &target)
      return result
    }
  }

  /// The fast product is the plain one, bit by bit.
  @Test(arguments: shapes) func eightBitsAgreeWithPlain(_ shape: Shape) {
    var layer = Layer(shape, seed: 5)
    // Rows of zeros and of one sign, an output of zeros.
    for column in 0..<shape.inputs {
      layer.weights[column] = 0
      if shape.rows > 2 {
        layer.a[column] = 0
        layer.a[2 * shape.inputs + column] = abs(layer.a[2 * shape.inputs + column]) * 1000
      }
    }
    for biased in [true, false] {
      let expected = PlainAlgebra.eightBitProduct(
        layer.a, weights: layer.weights, bias: biased ? layer.bias : nil, rows: shape.rows,
        outputs: shape.outputs, inputs: shape.inputs)
      #expect(layer.product(.int8, biased: biased) == expected)
    }
  }

  /// Each weight is off by at most s/2 and each input by t/2, so a sum of k products by at most
  /// k (|x| s + |w| t)/2 and a little: with numbers below 1, s ≤ 1/127 and t ≤ 2/255.
  @Test(arguments: shapes) func eightBitsAreAsAccurateAsStated(_ shape: Shape) {
    let layer = Layer(shape, seed: 6)
    let exact = PlainAlgebra.product(
      layer.a, weights: layer.weights, bias: layer.bias, rows: shape.rows, outputs: shape.outputs,
      inputs: shape.inputs)
    let bound = Float(shape.inputs) * (0.5 / 127 + 1 / 255) * 1.01 + 1e-5
    for (value, right) in zip(layer.product(.int8), exact) { #expect(abs(value - right) <= bound) }
  }

  /// A large number among small ones: 12 bits, whose step is 16 times finer, and the neighbours have 8.
  @Test func rowsWithFewLargeNumbersAreFiner() {
    let shape = Shape(rows: 21, outputs: 40, inputs: 400)
    var layer = Layer(shape, seed: 10)
    for row in stride(from: 0, to: 21, by: 4) {
      for column in 0..<400 { layer.a[row * 400 + column] *= 0.01 }
      layer.a[row * 400 + 7] = row % 8 == 0 ? 1 : -1
    }
    let found = layer.product(.int8)
    #expect(
      found
        == PlainAlgebra.eightBitProduct(
          layer.a, weights: layer.weights, bias: layer.bias, rows: 21, outputs: 40, inputs: 400))
    let exact = PlainAlgebra.product(
      layer.a, weights: layer.weights, bias: layer.bias, rows: 21, outputs: 40, inputs: 400)
    for row in stride(from: 0, to: 21, by: 4) {
      for place in (row * 40)..<(row * 40 + 40) {
        // k · (|w| t/2 + |x| s/2) with t = 1.01/4095 and |x| ≤ 0.01 but for one.
        let bound = 400 * (0.5 * 1.01 / 4095 + 0.01 * 0.5 / 127) + 1.0 / 254 + 1e-4
        #expect(Double(abs(found[place] - exact[place])) <= bound)
      }
    }
  }

  /// Sums in float32 of k products below 1 err by less than k·6·10⁻⁸, as for float32.
  @Test(.enabled(if: WeightFormat.bf16.isAvailable, "no bfloat16 here"), arguments: shapes)
  func brainFloatsAgreeWithPlain(_ shape: Shape) {
    let layer = Layer(shape, seed: 7)
    let expected = PlainAlgebra.brainFloatProduct(
      layer.a, weights: layer.weights, bias: layer.bias, rows: shape.rows, outputs: shape.outputs,
      inputs: shape.inputs)
    let found = layer.product(.bf16)
    let bound = Float(max(4, shape.inputs)) * 6e-8
    for index in found.indices { #expect(abs(found[index] - expected[index]) <= bound) }
  }

  @Test(arguments: shapes) func rowByRowPackingIsThatOfTheWhole(_ shape: Shape) {
    let layer = Layer(shape, seed: 8)
    let whole = PackedWeights(
      layer.weights.span, bias: layer.bias, outputs: shape.outputs, inputs: shape.inputs)
    var expected = [Float](repeating: 0, count: shape.rows * shape.outputs)
    var target = expected.mutableSpan
    whole.multiply(layer.a.span, rows: shape.rows, into: &target)
    #expect(layer.product(.float32) == expected)
  }

  /// Whole sums: a row has the same bits alone and among others, at any stride.
  @Test func eightBitRowsDoNotDependOnTheirNeighbours() {
    let shape = Shape(rows: 70, outputs: 50, inputs: 64)
    let layer = Layer(shape, seed: 9)
    let weights = layer.prepared(.int8)
    let all = layer.product(.int8)
    for row in [0, 1, 15, 16, 69] {
      var alone = [Float](repeating: 0, count: 60)
      var target = alone.mutableSpan
      weights.multiply(
        layer.a.span.extracting((row * 64)..<(row * 64 + 64)), rows: 1, into: &target,
        outputStride: 60)
      #expect(Array(alone[..<50]) == Array(all[(row * 50)..<(row * 50 + 50)]))
      #expect(alone[50...].allSatisfy { $0 == 0 })
    }
  }

  /// What is done with rows behind a product is what would be done with them later.
  @Test(arguments: WeightFormat.allCases.filter(\.isAvailable))
  func rowsAreFinished(_ format: WeightFormat) {
    let shape = Shape(rows: 150, outputs: 50, inputs: 64)
    let layer = Layer(shape, seed: 11)
    let plain = layer.product(format).map { $0 * 3 }
    var found = [Float](repeating: .nan, count: shape.rows * shape.outputs)
    var target = found.mutableSpan
    layer.prepared(format).multiply(layer.a.span, rows: shape.rows, into: &target) { row in
      #expect(row.count == 50)
      for column in row.indices { row[column] = row[column] * 3 }
    }
    for (value, right) in zip(found, plain) {
      // Float32 sums depend on the rows that are multiplied together.
      #expect(format == .int8 ? value == right : abs(value - right) < 1e-4)
    }
  }

  @Test func sixteenBitsAreTheNearest() {
    for (value, bits) in [
      (1 as Float, 0x3f80 as UInt16), (-2.5, 0xc020), (0x1.01p0, 0x3f80), (0x1.03p0, 0x3f82),
      (0x1.010002p0, 0x3f81), (.infinity, 0x7f80), (3.4e38, 0x7f80), (0, 0), (-0.0, 0x8000),
    ] {
      #expect(BrainFloat.bits(value) == bits, "\(value)")
    }
    #expect(BrainFloat.value(BrainFloat.bits(.nan)).isNaN)
    #expect(BrainFloat.value(0xc020) == -2.5)
  }
}
