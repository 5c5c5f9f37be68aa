internal import RandomStreams

/// Sine and cosine of phases in turns, by a polynomial in plain IEEE operations: the bits do not depend
/// on a mathematical library.
package enum PhaseFunctions {
  /// The same phase in [−½, ½], for |u| below 2²².
  @inline(__always)
  package static func wrapped(_ u: SIMD16<Float>) -> SIMD16<Float> {
    u - WholeNumbers.nearest(u)
  }

  /// cos 2πu for u in [−½, ½]: absolute error below 3·10⁻⁷.
  @inline(__always)
  package static func cosine(_ u: SIMD16<Float>) -> SIMD16<Float> {
    let size = unsafeBitCast(
      unsafeBitCast(u, to: SIMD16<Int32>.self) & SIMD16(repeating: 0x7fff_ffff),
      to: SIMD16<Float>.self)
    return quarter(0.25 - size)
  }

  /// sin 2πu for u in [−½, ½]: absolute error below 3·10⁻⁷.
  @inline(__always)
  package static func sine(_ u: SIMD16<Float>) -> SIMD16<Float> { cosine(wrapped(u - 0.25)) }

  /// sin 2πv for |v| ≤ ¼ by its series to v¹¹, whose rest is below 6·10⁻⁸.
  @inline(__always)
  private static func quarter(_ v: SIMD16<Float>) -> SIMD16<Float> {
    let x = v * SIMD16(repeating: 6.2831855)
    let z = x * x
    let a = z * SIMD16(repeating: -2.5052108e-8) + SIMD16(repeating: 2.7557319e-6)
    let b = z * a + SIMD16(repeating: -1.9841270e-4)
    let c = z * b + SIMD16(repeating: 8.3333333e-3)
    let d = z * c + SIMD16(repeating: -0.16666667)
    return x + x * (z * d)
  }
}
