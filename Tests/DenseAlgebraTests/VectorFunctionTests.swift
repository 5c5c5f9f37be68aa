import DenseAlgebra
import Foundation
import Testing

@Suite struct VectorFunctionTests {
  /// Bit patterns of float32 from 0 to `limit` at a prime stride, with both signs, and the borders.
  private func sweep(to limit: Float, stride: UInt32 = 4099) -> [Float] {
    var result: [Float] = [0, -0.0, limit, -limit]
    var bits: UInt32 = 1
    while bits <= limit.bitPattern {
      result.append(Float(bitPattern: bits))
      result.append(-Float(bitPattern: bits))
      bits += stride
    }
    // Most patterns are tiny numbers: as many again, spread evenly.
    for index in 0..<200_000 { result.append((Float(index) / 100_000 - 1) * limit) }
    return result
  }

  /// The largest of |found − exact| / scale(x, exact) over a sweep.
  private func worst(
    _ inputs: [Float], _ map: (inout MutableSpan<Float>) -> Void,
    _ exact: (Double) -> Double, scale: (Double, Double) -> Double
  ) -> Double {
    var values = inputs
    var mapped = values.mutableSpan
    map(&mapped)
    var result = 0.0
    for (x, found) in zip(inputs, values) {
      let wanted = exact(Double(x))
      let error = abs(Double(found) - wanted) / scale(Double(x), wanted)
      result = error.isNaN ? .infinity : max(result, error)
    }
    return result
  }

  @Test func exponential() {
    let inputs = sweep(to: 87.33)
    #expect(worst(inputs, VectorMaps.exp, { Foundation.exp($0) }, scale: { $1 }) < 2e-7)
    #expect(VectorFunctions.exp(Lanes(repeating: 88.7228))[3].isFinite)
    #expect(VectorFunctions.exp(Lanes(repeating: 88.73))[3] == .infinity)
    #expect(VectorFunctions.exp(Lanes(repeating: -87.34))[3] == 0)
    #expect(VectorFunctions.exp(Lanes(repeating: -.infinity))[3] == 0)
    #expect(VectorFunctions.exp(Lanes(repeating: .nan))[3].isNaN)
    #expect(VectorFunctions.exp(Lanes(repeating: 0))[3] == 1)
  }

  @Test func errorFunction() {
    let inputs = sweep(to: 10)
    #expect(worst(inputs, VectorMaps.erf, { Foundation.erf($0) }, scale: { _, _ in 1 }) < 1e-7)
    let normal = inputs.filter { abs($0) > 1e-37 }
    #expect(worst(normal, VectorMaps.erf, { Foundation.erf($0) }, scale: { abs($1) }) < 2e-7)
    #expect(VectorFunctions.erf(Lanes(repeating: .infinity))[0] == 1)
    #expect(VectorFunctions.erf(Lanes(repeating: -.infinity))[0] == -1)
    #expect(VectorFunctions.erf(Lanes(repeating: .nan))[0].isNaN)
  }

  @Test func normalDistributionAndGELU() {
    let inputs = sweep(to: 14)
    func phi(_ x: Double) -> Double { 0.5 * Foundation.erfc(-x / 2.0.squareRoot()) }
    #expect(worst(inputs, VectorMaps.normalDistribution, phi, scale: { _, _ in 1 }) < 1e-7)
    #expect(
      worst(inputs, VectorMaps.gelu, { $0 * phi($0) }, scale: { x, _ in max(1, abs(x)) }) < 1.2e-7)
    let inRange = inputs.filter { abs($0) < 12.9 }
    #expect(
      worst(inRange, VectorMaps.normalDistribution, phi, scale: { x, p in max(1, x * x) * p })
        < 3e-7)
    #expect(VectorFunctions.gelu(Lanes(repeating: 100))[0] == 100)
    #expect(VectorFunctions.gelu(Lanes(repeating: -100))[0] == 0)
  }

  @Test func wholeNumbersBecomeTheNearest() {
    var values: [Int32] = [0, 1, -1, .max, .min, 16_777_217, -16_777_219, 65535, 65536, -65537]
    for index in 0..<10_000 { values.append(Int32(truncatingIfNeeded: index &* 2_654_435_761)) }
    for value in values {
      #expect(SIMD16<Int32>(repeating: value).floats[5] == Float(value), "\(value)")
    }
  }

  private static func coarse(_ values: inout MutableSpan<Float>) {
    VectorMaps.map(&values) { VectorFunctions.coarseGelu($0) }
  }

  @Test func coarseGELUIsAsAccurateAsStated() {
    func exact(_ x: Double) -> Double { x * 0.5 * Foundation.erfc(-x / 2.0.squareRoot()) }
    let error = worst(sweep(to: 300), Self.coarse, exact, scale: { x, _ in max(1, abs(x) / 12) })
    #expect(error < 6e-5)
    #expect(VectorFunctions.coarseGelu(Lanes(repeating: .nan))[0].isNaN)
    #expect(VectorFunctions.coarseGelu(Lanes(repeating: 0))[0] == 0)
  }

  @Test func logisticAndSiLU() {
    let inputs = sweep(to: 80)
    func sigma(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
    #expect(worst(inputs, VectorMaps.logistic, sigma, scale: { $1 }) < 3e-7)
    let normal = inputs.filter { abs($0) > 1e-30 }
    #expect(worst(normal, VectorMaps.silu, { $0 * sigma($0) }, scale: { abs($1) }) < 4e-7)
    #expect(VectorFunctions.logistic(Lanes(repeating: -1000))[0] == 0)
    #expect(VectorFunctions.logistic(Lanes(repeating: 1000))[0] == 1)
  }

  @Test func hyperbolicTangent() {
    let inputs = sweep(to: 50).filter { abs($0) > 1e-30 }
    #expect(worst(inputs, VectorMaps.tanh, { Foundation.tanh($0) }, scale: { abs($1) }) < 3e-7)
    #expect(VectorFunctions.tanh(Lanes(repeating: -.infinity))[0] == -1)
  }

  @Test func logarithm() {
    let inputs = sweep(to: .greatestFiniteMagnitude, stride: 9973).filter { $0 > 0 }
    #expect(
      worst(inputs, VectorMaps.log, { Foundation.log($0) }, scale: { max(1, abs($1)) }) < 1e-7)
    #expect(VectorFunctions.log(Lanes(repeating: 1))[0] == 0)
    #expect(VectorFunctions.log(Lanes(repeating: 0))[0] == -.infinity)
    #expect(VectorFunctions.log(Lanes(repeating: -1))[0].isNaN)
    #expect(VectorFunctions.log(Lanes(repeating: .infinity))[0] == .infinity)
  }

  @Test func rectifier() {
    var values: [Float] = [-1, 0, 2, -.infinity, .infinity]
    var mapped = values.mutableSpan
    VectorMaps.relu(&mapped)
    #expect(values == [0, 0, 2, 0, .infinity])
  }

  /// The bits of all functions, hashed: changes if any processor or build computes otherwise.
  @Test func bitsAreTheSameEverywhere() {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    let maps: [(inout MutableSpan<Float>) -> Void] = [
      VectorMaps.exp, VectorMaps.erf, VectorMaps.normalDistribution, VectorMaps.gelu,
      VectorMaps.logistic, VectorMaps.tanh, { _ = RowFunctions.softmax(&$0) },
    ]
    for map in maps {
      var values = (0..<10_007).map { Float($0) / 500 - 10 }
      var mapped = values.mutableSpan
      map(&mapped)
      for value in values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01b3 }
    }
    var values = (1..<10_007).map { Float($0) / 100 }
    var mapped = values.mutableSpan
    VectorMaps.log(&mapped)
    for value in values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01b3 }
    #expect(hash == 15_096_168_053_924_607_420)
  }
}
