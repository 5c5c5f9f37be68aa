internal import RandomStreams

/// Exponential and logistic noise in sixteen lanes: what a local field is compared with.
///
/// Metropolis' rule flips a spin s in the local field f where s·f ≤ −ln u / (2β), because the right side
/// has the probability e^{−2βk} to be at least k. The heat bath sets a spin up where f lies above
/// logistic noise ln((1 − u)/u) / (2β). The noise depends on no spin, each lane has its own β, and an
/// update costs the same at any temperature.
///
/// Logarithms are to the base 2 and come in **ticks** of 2⁻²³: the bits of a float, read as an integer,
/// are its logarithm in ticks up to a small function of its fraction, for which there is a polynomial.
///
/// ## Accuracy
///
/// An acceptance probability p comes out as P(noise ≥ cost), with an error below 2·10⁻⁶ p + 2⁻³²: the
/// logarithm has an absolute error below 2·10⁻⁷ + 6·10⁻⁸ of itself, and the random word has 32 bits.
/// Probabilities near 1 are right to 2·10⁻⁷.
package enum LogNoise {
  /// Ticks to units of the local field: ln 2/(2β · unit · 2²³), for `beta` the product β · unit. At β = 0
  /// a number so large that only a logarithm of 0 stays below a unit.
  static func scale(beta: Double) -> Float {
    precondition(beta >= 0, "β = \(beta) below 0")
    return Float(min(0.34657359027997264 * 0x1p-23 / beta, 0x1p80))
  }

  /// −log₂(x/2^bits) in ticks, where `top` is the bit pattern of 2^bits; 127 + bits for x = 0.
  @inline(__always)
  package static func minusLog(_ x: SIMD16<Float>, top: Int32) -> SIMD16<Float> {
    let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
    let linear = SIMD16<Float>(nearest: SIMD16(repeating: top) &- bits)
    let mantissa = bits & 0x007f_ffff | 0x3f80_0000
    let t = unsafeBitCast(mantissa, to: SIMD16<Float>.self) - 1
    return linear.addingProduct(t, bend(t))
  }

  /// −(log₂(1 + t) − t)/t in ticks for 0 ≤ t < 1: the polynomial of degree 7 with the least largest error
  /// of t times it, 5·10⁻⁸ of a unit of the logarithm, that keeps 0 at t = 0 and t = 1.
  @inline(__always)
  private static func bend(_ t: SIMD16<Float>) -> SIMD16<Float> {
    var q = SIMD16<Float>(repeating: 0.009136398322880268 * 0x1p23)
    q = SIMD16(repeating: -0.05142136663198471 * 0x1p23).addingProduct(q, t)
    q = SIMD16(repeating: 0.13657395541667938 * 0x1p23).addingProduct(q, t)
    q = SIMD16(repeating: -0.2411404699087143 * 0x1p23).addingProduct(q, t)
    q = SIMD16(repeating: 0.3469993472099304 * 0x1p23).addingProduct(q, t)
    q = SIMD16(repeating: -0.4786171615123749 * 0x1p23).addingProduct(q, t)
    q = SIMD16(repeating: 0.7211589217185974 * 0x1p23).addingProduct(q, t)
    return SIMD16(repeating: -0.4426896572113037 * 0x1p23).addingProduct(q, t)
  }

  /// −log₂ u in ticks, u uniform from a word of 32 bits.
  @inline(__always)
  package static func exponential(_ words: SIMD16<UInt32>) -> SIMD16<Float> {
    minusLog(SIMD16<Float>(nearest: words), top: 0x4f80_0000)
  }

  /// |log₂(u/(1 − u))| in ticks from the lower 31 bits of each word: with v uniform, and
  /// u = v/2 the smaller one of u and 1 − u, that is −log₂ v + log₂(2 − v). The upper bit is left for
  /// the sign.
  @inline(__always)
  package static func logisticMagnitude(_ words: SIMD16<UInt32>) -> SIMD16<Float> {
    let x = SIMD16<Float>(nearest: unsafeBitCast(words & 0x7fff_ffff, to: SIMD16<Int32>.self))
    // 2 − v = 1 + t; t is 0 where v rounds to 1.
    let t = SIMD16<Float>(repeating: 1).addingProduct(x, SIMD16(repeating: -0x1p-31))
    // log₂(1 + t) = t − t · bend(t).
    return minusLog(x, top: 0x4f00_0000).addingProduct(t, 0x1p23 - bend(t))
  }
}
