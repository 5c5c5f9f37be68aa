package import RandomStreams

/// Random numbers against which β times a local field is held, sixteen at a time.
///
/// With u = (k + ½)/2³², k the random word: the logarithm has an error of 10⁻⁷ of itself, and so have
/// probabilities; what is rarer than 2⁻³² never happens.
package enum DecisionNoise {
  package typealias Vector = SIMD16<Float>

  /// Vectors of numbers, each what 2β · field is held against.
  ///
  /// Heat bath: ln(u/(1 − u)); a spin is set up iff 2β f is at least this. Metropolis: ln u; a spin s flips iff
  /// −2β s f ≥ ln u.
  @inline(__always)
  package static func fill(
    _ numbers: LentElements<Vector>, words: LentElements<SIMD16<UInt32>>? = nil,
    count: Int, _ rule: UpdateRule, _ generator: inout VectorGenerator
  ) {
    var own = generator
    switch rule {
    case .heatBath:
      for index in 0..<count {
        let drawn = unsafeBitCast(own.next(), to: SIMD16<UInt32>.self)
        words?[index] = drawn
        let (high, low) = halves(drawn)
        numbers[index] = log((high + low) / ((Vector(repeating: 1) - high) - low))
      }
    case .metropolis:
      for index in 0..<count {
        let drawn = unsafeBitCast(own.next(), to: SIMD16<UInt32>.self)
        words?[index] = drawn
        let (high, low) = halves(drawn)
        numbers[index] = log(high + low)
      }
    }
    generator = own
  }

  /// Bounds of costs: with the exact logarithm, a spin flips iff its cost β ΔE is below −ln u (Metropolis) or
  /// ln((1 − u)/u) (heat bath). Not a number where 32 bits say too little about u, once in 2¹¹ draws;
  /// the others lie within ±8.4 and are right to `boundError`.
  /// - Parameter words: receives k of each u.
  @inline(__always)
  package static func fillBounds(
    _ bounds: LentElements<Vector>, words: LentElements<SIMD16<UInt32>>,
    count: Int, _ rule: UpdateRule, _ generator: inout VectorGenerator
  ) {
    fill(bounds, words: words, count: count, rule, &generator)
    let edge = SIMD16<UInt32>(repeating: 1 << 20)
    for index in 0..<count {
      let isNearEdge = words[index] &+ edge .< edge &+ edge
      bounds[index] = (-bounds[index]).replacing(with: Vector(repeating: .nan), where: isNearEdge)
    }
  }

  /// More than the error of a bound and of a float32 cost near it.
  package static let boundError: Float = 0x1p-16

  /// u as a sum of two multiples of 2⁻¹⁶ and 2⁻³³, both exact.
  @inline(__always)
  private static func halves(_ words: SIMD16<UInt32>) -> (high: Vector, low: Vector) {
    // An integer below 2²³ set under the exponent of 2²³ is added to it.
    let exponent = SIMD16<UInt32>(repeating: 0x4b00_0000)
    let upper = words &>> SIMD16(repeating: 16) | exponent
    let lower = words & SIMD16(repeating: 0xffff) | exponent
    let high = unsafeBitCast(upper, to: Vector.self) + Vector(repeating: -0x1p23)
    let low = unsafeBitCast(lower, to: Vector.self) + Vector(repeating: -0x1p23 + 0.5)
    return (high * Vector(repeating: 0x1p-16), low * Vector(repeating: 0x1p-32))
  }

  /// ln x for normal x > 0: absolute error below 10⁻⁷·max(|x − 1|, |ln x|).
  ///
  /// x = 2ⁿ·(1 + f) with 1 + f in [√½, √2); the polynomial is a minimax fit of (ln(1 + f) − f + f²/2)/f³.
  @inline(__always)
  static func log(_ x: Vector) -> Vector {
    let bits = unsafeBitCast(x, to: SIMD16<UInt32>.self) &- SIMD16(repeating: 0x3f35_04f3)
    let exponent = unsafeBitCast(bits, to: SIMD16<Int32>.self) &>> SIMD16(repeating: 23)
    let n = WholeNumbers.float(exponent)
    let mantissa = (bits & SIMD16(repeating: 0x007f_ffff)) &+ SIMD16(repeating: 0x3f35_04f3)
    let f = unsafeBitCast(mantissa, to: Vector.self) + Vector(repeating: -1)
    var p = f * Vector(repeating: 0.06917984038591385) + Vector(repeating: -0.11779666692018509)
    p = p * f + Vector(repeating: 0.1186603531241417)
    p = p * f + Vector(repeating: -0.12385798245668411)
    p = p * f + Vector(repeating: 0.14219918847084045)
    p = p * f + Vector(repeating: -0.16669197380542755)
    p = p * f + Vector(repeating: 0.20002152025699615)
    p = p * f + Vector(repeating: -0.24999986588954926)
    p = p * f + Vector(repeating: 0.3333331048488617)
    let square = f * f
    // ln 2 in two parts, of which the first has so few bits that n times it is exact.
    let tail =
      n * Vector(repeating: -2.12194440e-4)
      + ((square * f) * p + square * Vector(repeating: -0.5))
    return (f + tail) + n * Vector(repeating: 0.693359375)
  }
}
