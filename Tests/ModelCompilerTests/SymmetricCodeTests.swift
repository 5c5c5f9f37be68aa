import ChipPrograms
import IsingTestSupport
import ModelCompiler
import Testing

@Suite("Symmetric codes") struct SymmetricCodeTests {
  /// Scale and codes of a group.
  private func coded(
    _ values: [Float], bits: Int, range: Precision.WeightRange = .maximum
  ) throws -> (scale: Float, codes: [Int16]) {
    var codes = [Int16](repeating: .min, count: values.count)
    let found = SymmetricCode(of: values.span, bits: bits, range: range)
    let code = try #require(found)
    var target = codes.mutableSpan
    code.encode(values.span, into: &target)
    return (code.scale, codes)
  }

  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var numbers = SmallNumbers(seed: seed)
    // A cubed uniform has the rare large values that make ranges differ.
    return (0..<count).map { _ in
      let x = numbers.next()
      return x * x * x
    }
  }

  private func squaredError(_ values: [Float], _ scale: Float, _ codes: [Int16]) -> Double {
    zip(values, codes).reduce(0) {
      let difference = Double($1.0) - Double(scale) * Double($1.1)
      return $0 + difference * difference
    }
  }

  /// Lengths with and without a rest beyond whole vectors.
  @Test(arguments: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16], [1, 15, 16, 130])
  func errorIsAtMostHalfAStep(bits: Int, count: Int) throws {
    let values = numbers(count, seed: UInt64(bits)) + [0]
    let (scale, codes) = try coded(values, bits: bits)
    let limit = (1 << (bits - 1)) - 1
    // w/s is rounded in float32 before it is rounded to an integer.
    let half = Double(scale) / 2 * (1 + Double(limit) * 0x1p-22)
    for (value, code) in zip(values, codes) {
      #expect(abs(Int(code)) <= limit)
      #expect(abs(Double(value) - Double(scale) * Double(code)) <= half)
      if value == 0 { #expect(code == 0) }
    }
    #expect(codes.contains { abs(Int($0)) == limit })
  }

  @Test func tiesGoToEven() throws {
    // Scale 1: largest 7 with 4 bits.
    let (scale, codes) = try coded([7, 0.5, 1.5, 2.5, -0.5, -1.5, -7, 3.49], bits: 4)
    #expect(scale == 1)
    #expect(codes == [7, 0, 2, 2, 0, -2, -7, 3])
  }

  @Test func groupsWithoutAUsableScale() throws {
    for values: [Float] in [
      [], [0, 0, 0], [-0.0], [.leastNormalMagnitude / 128, -.leastNonzeroMagnitude], [1e-35],
    ] {
      for range in Precision.WeightRange.allCases {
        let (scale, codes) = try coded(values, bits: 8, range: range)
        #expect(scale == 1)
        #expect(codes.allSatisfy { $0 == 0 })
      }
    }
  }

  @Test func smallestAndLargestRanges() throws {
    for largest: Float in [1e-34, .greatestFiniteMagnitude] {
      for range in Precision.WeightRange.allCases {
        for bits in [2, 8, 12] {
          let (scale, codes) = try coded([largest, -largest, 0], bits: bits, range: range)
          #expect(scale.isFinite && scale > 0)
          #expect(codes[0] == -codes[1] && codes[0] > 0 && codes[2] == 0)
        }
      }
    }
  }

  @Test func refusesWhatIsNotFinite() {
    for bad: Float in [.nan, -.nan, .infinity, -.infinity] {
      for place in [0, 5, 16, 17] {
        var values = [Float](repeating: 1, count: 18)
        values[place] = bad
        for range in [Precision.WeightRange.maximum, .leastSquares] {
          let code = SymmetricCode(of: values.span, bits: 8, range: range)
          #expect(code == nil)
        }
      }
    }
  }

  /// The chosen range against the 29 stated ones, each coded in the plainest way.
  @Test(arguments: [2, 3, 4, 6, 8, 12], [1, 7, 16, 64, 300])
  func leastSquaresFindsTheBestRange(bits: Int, count: Int) throws {
    let values = numbers(count, seed: UInt64(bits * 1000 + count))
    let limit = Float((1 << (bits - 1)) - 1)
    let largest = values.map(\.magnitude).max() ?? 0
    let errors = (12...40).map { step in
      let scale = largest * Float(step) / 40 / limit
      return values.reduce(0.0) { sum, value in
        let code = min(max((value / scale).rounded(.toNearestOrEven), -limit), limit)
        let difference = Double(value) - Double(scale) * Double(code)
        return sum + difference * difference
      }
    }
    let best = try #require(errors.min())
    let (scale, codes) = try coded(values, bits: bits, range: .leastSquares)
    let found = squaredError(values, scale, codes)
    // A difference d of float32 is wrong by 2⁻²³ w at most, a sum of n squares by 2Σ|d|2⁻²³|w| and
    // n roundings; Σ|d w| ≤ √(Σd² Σw²).
    let squares = values.reduce(0) { $0 + Double($1) * Double($1) }
    let rounding =
      (best * squares).squareRoot() * 0x1p-22 + best * Double(count) * 0x1p-23
      + squares * 0x1p-46
    #expect(abs(found - best) <= rounding)
    let (whole, wholeCodes) = try coded(values, bits: bits)
    #expect(found <= squaredError(values, whole, wholeCodes) + rounding)
  }

  @Test func leastSquaresSaturatesARareLargeWeight() throws {
    let values = [Float](repeating: 0.1, count: 2550) + [1]
    let (scale, codes) = try coded(values, bits: 3, range: .leastSquares)
    #expect(scale == 1 * (Float(12) / 40) / 3)
    #expect(codes[0] == 1 && codes[2550] == 3)
  }
}
