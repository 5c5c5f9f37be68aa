import DenseAlgebra
import Testing

@Suite struct ExactWeightsErrorTests {
  @Test func wrongCount() {
    #expect(throws: ExactWeightsError.count(what: "weights", found: 5, expected: 6)) {
      try ExactWeights(
        values: [Int16](repeating: 0, count: 5), outputs: 2, inputs: 3, weightBits: 8,
        activationBits: 8)
    }
  }

  @Test func wrongBits() {
    #expect(throws: ExactWeightsError.bits(what: "weight", found: 13, expected: 2...12)) {
      try ExactWeights(
        values: [0] as [Int16], outputs: 1, inputs: 1, weightBits: 13, activationBits: 8)
    }
    #expect(throws: ExactWeightsError.bits(what: "activation", found: 0, expected: 1...12)) {
      try ExactWeights(
        values: [0] as [Int16], outputs: 1, inputs: 1, weightBits: 8, activationBits: 0)
    }
  }

  @Test func valueOutsideItsBits() {
    let error = ExactWeightsError.weight(row: 1, column: 0, value: -9, bits: 4)
    #expect(throws: error) {
      try ExactWeights(
        values: [7, -8, -9, 0] as [Int16], outputs: 2, inputs: 2, weightBits: 4, activationBits: 8)
    }
    #expect(error.description == "weight -9 in row 1, column 0 does not fit 4 signed bits")
  }

  /// 257 · 2047 · 4095 = 2 154 318 705 exceeds Int32 by 0.3 %; 256 of them do not.
  @Test func sumsThatDoNotFit() throws {
    #expect(
      throws: ExactWeightsError.overflow(row: 0, largestSum: 257 * 2047 * 4095, activationBits: 12)
    ) {
      try ExactWeights(
        values: [Int16](repeating: 2047, count: 257), outputs: 1, inputs: 257, weightBits: 12,
        activationBits: 12)
    }
    let packed = try ExactWeights(
      values: [Int16](repeating: 2047, count: 256), outputs: 1, inputs: 256, weightBits: 12,
      activationBits: 12)
    let codes = [UInt16](repeating: 4095, count: 256)
    var sums: [Int32] = [0]
    var target = sums.mutableSpan
    packed.multiply(codes: codes.span, rows: 1, into: &target)
    #expect(sums == [256 * 2047 * 4095])
  }

  @Test func blocksThatDoNotDivide() {
    #expect(throws: ExactWeightsError.blockSize(found: 5, inputs: 8)) {
      try BlockScaledWeights(
        values: [Int16](repeating: 0, count: 8), scales: [1], blockSize: 5, outputs: 1, inputs: 8,
        weightBits: 8, activationBits: 8)
    }
    #expect(throws: ExactWeightsError.count(what: "scales", found: 1, expected: 2)) {
      try BlockScaledWeights(
        values: [Int16](repeating: 0, count: 8), scales: [1], blockSize: 4, outputs: 1, inputs: 8,
        weightBits: 8, activationBits: 8)
    }
  }
}
