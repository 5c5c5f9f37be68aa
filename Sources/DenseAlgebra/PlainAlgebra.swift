/// The same products as sums in plain Swift, in the order of the index: slow, and the oracle of the
/// fast ones.
public enum PlainAlgebra {
  /// C[rows × outputs] = A[rows × inputs] · Wᵀ + bias, W stored [outputs × inputs]; sums in double
  /// precision, rounded once.
  public static func product(
    _ a: [Float], weights: [Float], bias: [Float]? = nil, rows: Int, outputs: Int, inputs: Int
  ) -> [Float] {
    var result = [Float](repeating: 0, count: rows * outputs)
    for row in 0..<rows {
      for output in 0..<outputs {
        var sum = Double(bias?[output] ?? 0)
        for input in 0..<inputs {
          sum += Double(a[row * inputs + input]) * Double(weights[output * inputs + input])
        }
        result[row * outputs + output] = Float(sum)
      }
    }
    return result
  }

  /// C[rows × outputs] = Σ_k codes · weights in Int64, exact for every 16-bit input.
  public static func exactProduct(
    codes: [UInt16], weights: [Int16], rows: Int, outputs: Int, inputs: Int
  ) -> [Int64] {
    var result = [Int64](repeating: 0, count: rows * outputs)
    for row in 0..<rows {
      for output in 0..<outputs {
        var sum: Int64 = 0
        for input in 0..<inputs {
          sum += Int64(codes[row * inputs + input]) * Int64(weights[output * inputs + input])
        }
        result[row * outputs + output] = sum
      }
    }
    return result
  }

  /// C[rows × outputs] = Σ_b Float(Σ_{k in block b} codes · weights) · scales[output, b], accumulated
  /// in float32 in the order of the blocks.
  public static func blockScaledProduct(
    codes: [UInt16], weights: [Int16], scales: [Float], blockSize: Int, rows: Int, outputs: Int,
    inputs: Int
  ) -> [Float] {
    let blocks = inputs / blockSize
    var result = [Float](repeating: 0, count: rows * outputs)
    for row in 0..<rows {
      for output in 0..<outputs {
        var total: Float = 0
        for block in 0..<blocks {
          var sum: Int32 = 0
          for input in block * blockSize..<(block + 1) * blockSize {
            sum += Int32(codes[row * inputs + input]) * Int32(weights[output * inputs + input])
          }
          total = total + Float(sum) * scales[output * blocks + block]
        }
        result[row * outputs + output] = total
      }
    }
    return result
  }
}
