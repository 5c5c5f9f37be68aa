internal import RandomStreams

/// Many draws at once; the lengths must divide `WordSequence.batch`.
extension WordSequence {
  /// Uniform words.
  mutating func fill(words: inout [UInt32]) {
    var words = words.mutableSpan
    withNext(words.count) { drawn in
      for k in drawn.indices { words[k] = drawn[k] }
    }
  }

  /// Uniform numbers in (0, 1) with 52 bits: first all upper words, then all lower ones.
  mutating func fill(uniforms: inout [Double]) {
    var uniforms = uniforms.mutableSpan
    withNext(uniforms.count) { high in
      for k in high.indices { uniforms[k] = Double(high[k]) }
    }
    withNext(uniforms.count) { low in
      for k in low.indices { uniforms[k] = Uniforms.openDouble(UInt32(uniforms[k]), low[k]) }
    }
  }

  /// −ln u: exponential numbers with mean 1.
  mutating func fill(exponentials: inout [Double]) {
    fill(uniforms: &exponentials)
    replaceByLogarithms(&exponentials) { -DeterministicFunctions.log($0) }
  }

  /// ln(1 − u) − ln u: logistic numbers.
  mutating func fill(logistics: inout [Double]) {
    fill(uniforms: &logistics)
    replaceByLogarithms(&logistics) {
      DeterministicFunctions.log(1 - $0) - DeterministicFunctions.log($0)
    }
  }

  @inline(__always)
  private func replaceByLogarithms(
    _ numbers: inout [Double], _ function: (SIMD4<Double>) -> SIMD4<Double>
  ) {
    var numbers = numbers.mutableSpan
    for k in stride(from: 0, to: numbers.count, by: 4) {
      let result = function(
        SIMD4(numbers[k], numbers[k &+ 1], numbers[k &+ 2], numbers[k &+ 3]))
      for lane in 0..<4 { numbers[k &+ lane] = result[lane] }
    }
  }
}
