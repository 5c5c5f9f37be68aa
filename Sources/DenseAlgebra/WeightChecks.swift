/// What integer weights must satisfy for exact products.
enum WeightChecks {
  static let activationBits = 1...12
  static let weightBits = 2...12

  /// Checks sizes, bits, values, and that every sum of a block of `block` inputs fits Int32: with
  /// codes up to A = 2^activationBits − 1, a row's sums lie between −A·Σ|w⁻| and A·Σw⁺.
  static func check(
    _ values: [Int16], outputs: Int, inputs: Int, block: Int, weightBits: Int, activationBits: Int
  ) throws(ExactWeightsError) {
    guard Self.activationBits.contains(activationBits) else {
      throw .bits(what: "activation", found: activationBits, expected: Self.activationBits)
    }
    guard Self.weightBits.contains(weightBits) else {
      throw .bits(what: "weight", found: weightBits, expected: Self.weightBits)
    }
    guard outputs > 0, inputs > 0, values.count == outputs * inputs else {
      throw .count(what: "weights", found: values.count, expected: outputs * inputs)
    }
    let limit = 1 << (weightBits - 1)
    let largestCode = 1 << activationBits - 1
    for row in 0..<outputs {
      for first in stride(from: 0, to: inputs, by: block) {
        var positive = 0
        var negative = 0
        for column in first..<first + block {
          let value = Int(values[row * inputs + column])
          guard value >= -limit && value < limit else {
            throw .weight(row: row, column: column, value: value, bits: weightBits)
          }
          if value > 0 { positive += value } else { negative -= value }
        }
        let largestSum = largestCode * max(positive, negative)
        guard largestSum <= Int(Int32.max) else {
          throw .overflow(row: row, largestSum: largestSum, activationBits: activationBits)
        }
      }
    }
  }
}
