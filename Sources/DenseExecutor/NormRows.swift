internal import DenseAlgebra
internal import TransformerModels

/// Layer norm of rows, alone or of the sum of two.
struct NormRows: Sendable {
  private let gain: [Float]
  private let shift: [Float]
  private let epsilon: Float
  var width: Int { gain.count }

  init(_ weights: NormWeights) {
    gain = weights.gain.withFloats { Array($0) }
    shift =
      weights.shift?.withFloats { Array($0) } ?? [Float](repeating: 0, count: weights.gain.count)
    epsilon = weights.epsilon
  }

  /// Normalises `rows` rows of `input` with rows `stride` apart into rows `width` apart.
  func norm(
    _ input: UnsafePointer<Float>, stride: Int, rows: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    withWeights { gain, shift in
      for row in 0..<rows {
        RowFunctions.layerNorm(
          input + row &* stride, count: width, gain: gain, shift: shift, epsilon: epsilon,
          into: output + row &* width)
      }
    }
  }

  /// Normalises a + b; `sum` receives a + b if it is there. `output` may be `a` or `b`.
  func norm(
    sumOf a: UnsafePointer<Float>, stride aStride: Int, _ b: UnsafePointer<Float>,
    stride bStride: Int, rows: Int, sum: UnsafeMutablePointer<Float>?,
    into output: UnsafeMutablePointer<Float>
  ) {
    withWeights { gain, shift in
      for row in 0..<rows {
        let (x, y) = (a + row &* aStride, b + row &* bStride)
        let target = output + row &* width
        for column in 0..<width { target[column] = x[column] + y[column] }
        if let sum { (sum + row &* width).update(from: target, count: width) }
        RowFunctions.layerNorm(
          target, count: width, gain: gain, shift: shift, epsilon: epsilon, into: target)
      }
    }
  }

  private func withWeights(_ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
    gain.withUnsafeBufferPointer { gain in
      shift.withUnsafeBufferPointer { shift in body(gain.baseAddress!, shift.baseAddress!) }
    }
  }
}
