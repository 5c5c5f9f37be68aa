internal import Foundation

/// Complete elliptic integrals by the arithmetic-geometric mean.
struct CompleteElliptic {
  /// K = ∫₀^{π/2} dθ/√(1 − k² sin²θ).
  let first: Double
  /// K − E, with E = ∫₀^{π/2} √(1 − k² sin²θ) dθ; no cancellation at small k.
  let difference: Double

  /// - Parameters:
  ///   - modulus: k in 0 … 1.
  ///   - complement: √(1 − k²) above 0, on its own because k cannot carry it near 1.
  init(modulus: Double, complement: Double) {
    // Each step halves the exponent of c; K − E = K Σ 2^{n−1} c_n².
    var (a, g, c) = (1.0, complement, modulus)
    var (sum, weight) = (0.5 * c * c, 1.0)
    while c > 1e-9 * a {
      (a, g, c) = ((a + g) / 2, (a * g).squareRoot(), (a - g) / 2)
      sum += weight * c * c
      weight *= 2
    }
    // The next mean has converged to all digits.
    first = Double.pi / (a + g)
    difference = first * sum
  }
}
