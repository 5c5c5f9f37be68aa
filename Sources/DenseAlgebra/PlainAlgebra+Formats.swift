extension PlainAlgebra {
  /// The product of `BrainFloatWeights`: inputs and weights rounded to bfloat16, sums in double precision,
  /// rounded once.
  public static func brainFloatProduct(
    _ a: [Float], weights: [Float], bias: [Float]? = nil, rows: Int, outputs: Int, inputs: Int
  ) -> [Float] {
    func rounded(_ values: [Float]) -> [Float] {
      values.map { value in
        // The two neighbours with 16 bits, and the nearer of them, or the even one.
        let low = Float(bitPattern: value.bitPattern & 0xffff_0000)
        let high = Float(bitPattern: (value.bitPattern & 0xffff_0000) &+ 0x1_0000)
        let (below, above) = ((value - low).magnitude, (high - value).magnitude)
        if below == above { return low.bitPattern >> 16 & 1 == 0 ? low : high }
        return below < above ? low : high
      }
    }
    return product(
      rounded(a), weights: rounded(weights), bias: bias, rows: rows, outputs: outputs,
      inputs: inputs)
  }

  /// The product of `EightBitWeights`, bit by bit: codes by rounding to the nearest, ties to even, sums in
  /// Int, scales in float32.
  public static func eightBitProduct(
    _ a: [Float], weights: [Float], bias: [Float]? = nil, rows: Int, outputs: Int, inputs: Int
  ) -> [Float] {
    let codes = (0..<outputs).map { output -> (scale: Float, codes: [Int]) in
      let row = weights[output * inputs..<(output + 1) * inputs]
      let largest = row.map(\.magnitude).max()!
      if largest < .leastNormalMagnitude * 127 { return (0, row.map { _ in 0 }) }
      let inverse = 127 / largest
      return (largest / 127, row.map { Int(($0 * inverse).rounded(.toNearestOrEven)) })
    }
    var result: [Float] = []
    for row in 0..<rows {
      let values = a[row * inputs..<(row + 1) * inputs]
      let (low, high) = (min(0, values.min()!), max(0, values.max()!))
      let range = high - low
      let squares = RowReductions.sumOfSquares(Array(values).span)
      let isWide = range * range * Float(inputs) > 256 * squares
      let largest = isWide ? 4095.0 : 255
      let step = range / Float(largest)
      let inverse = step >= .leastNormalMagnitude ? 1 / step : 0
      let zero = (-low * inverse).rounded(.toNearestOrAwayFromZero)
      let codesOfRow = values.map { value -> Int in
        // The sum is rounded to float32's step at 1.5·2²³, which is 1.
        let place = Double(value * inverse) + Double(zero)
        return Int(min(largest, max(0, place.rounded(.toNearestOrEven))))
      }
      for output in 0..<outputs {
        /// Σ (u − z) q of some bits of u and z.
        func sum(_ part: (Int) -> Int) -> Float {
          var sum = 0
          for (code, q) in zip(codesOfRow, codes[output].codes) {
            sum += (part(code) - part(Int(zero))) * q
          }
          return Float(sum)
        }
        let whole = isWide ? sum { $0 >> 4 } * 16 + sum { $0 & 15 } : sum { $0 }
        let value = whole * (step * codes[output].scale)
        result.append(bias.map { value + $0[output] } ?? value)
      }
    }
    return result
  }
}
