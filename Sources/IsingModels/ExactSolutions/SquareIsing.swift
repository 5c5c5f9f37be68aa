internal import Foundation

/// Exact results of the square lattice's Ising model without a field.
///
/// β is in units of 1/J throughout: only the product βJ enters, and a negative β is an
/// antiferromagnet. Energies are in units of J.
public enum SquareIsing {
  /// Thermodynamic values a spin.
  public struct Values: Sendable, Equatable {
    /// ln Z/N; the free energy a spin is −1/β times it.
    public let logPartitionFunction: Double
    /// u = ⟨E⟩/N.
    public let energy: Double
    /// c = β² (⟨E²⟩ − ⟨E⟩²)/N; infinite at the critical point of the infinite lattice.
    public let specificHeat: Double
  }

  /// The critical point β_c = ½ ln(1 + √2), where sinh 2β_c = 1.
  public static let criticalBeta = CriticalBeta.square.beta

  /// ln Z, energy and specific heat a spin of the infinite lattice.
  ///
  /// ln Z/N = (1/2π) ∫₀^π ln 2Y(φ) dφ with Y of `torus(rows:columns:beta:)`, cos φ for cos(πl/n).
  /// With κ = 2 sinh 2β/cosh² 2β, κ′ = 2 tanh² 2β − 1 and complete elliptic integrals of modulus κ:
  /// u = −coth 2β [1 + (2/π) κ′ K],
  /// c = (4/π)(β coth 2β)² [K − E − (1 − tanh² 2β)(π/2 + κ′ K)].
  ///
  /// The absolute error is about 1e−15 for ln Z/N and u and 1e−14 β² for c, times K near β_c.
  /// Source: Onsager, Phys. Rev. 65, 117 (1944).
  ///
  /// - Throws: `ExactSolutionError` unless β is finite.
  public static func infinite(beta: Double) throws(ExactSolutionError) -> Values {
    try ExactSolutionError.check("beta", isFinite: beta)
    // Both forms cancel as β → 0. There a torus of 32 × 32 has the infinite lattice's values: loops
    // around it weigh less than (3 tanh β)³² < 1e−26.
    guard abs(beta) > 0.05 else {
      let torus = try torus(rows: 32, columns: 32, beta: beta)
      return Values(
        logPartitionFunction: torus.logPartitionFunction / Double(torus.spinCount),
        energy: torus.energy, specificHeat: torus.specificHeat)
    }
    // Turning every second spin maps β to −β and E to −E.
    let sign = beta < 0 ? -1.0 : 1.0
    // From 9 on u is −2 and c is 0 in double precision; far beyond, sinh would overflow.
    let k = min(abs(beta), 300)
    let logZ = logPartitionFunction(abs(beta))
    let coth = 1 / tanh(2 * k)
    let sech = 1 / cosh(2 * k)
    // κ′ = (sinh² − 1)/cosh², with sinh 2β − 1 = 2 cosh(β + β_c) sinh(β − β_c).
    let excess = 2 * (cosh(k + criticalBeta) * sech) * sinh(k - criticalBeta)
    let complement = excess * (tanh(2 * k) + sech)
    guard complement != 0 else {
      return Values(
        logPartitionFunction: logZ, energy: -sign * coth, specificHeat: .infinity)
    }
    let integral = CompleteElliptic(
      modulus: 2 * tanh(2 * k) * sech, complement: abs(complement))
    let weighted = complement * integral.first
    let bracket = integral.difference - sech * sech * (Double.pi / 2 + weighted)
    return Values(
      logPartitionFunction: logZ, energy: -sign * coth * (1 + 2 / Double.pi * weighted),
      specificHeat: 4 / Double.pi * (k * coth) * (k * coth) * bracket)
  }

  /// (1/2π) ∫₀^π ln 2Y(φ) dφ by the double-exponential rule, whose points crowd at φ = 0, where the
  /// integrand has a kink at β_c and a sharp bend near it.
  private static func logPartitionFunction(_ beta: Double) -> Double {
    // Two ground states and single turned spins, exact to all digits.
    guard beta < 20 else { return 2 * beta + exp(-8 * beta) }
    let s = sinh(2 * beta)
    var sum = 0.0
    for step in -112...112 {
      let t = Double(step) / 32
      let u = Double.pi * sinh(t)
      let half = Double.pi / 2 / (1 + exp(-u))
      let bend = 2 * s * sin(half) * sin(half)
      let (lower, upper) = ((1 - s) * (1 - s) + bend, 1 + s * s + bend)
      let y = 0.5 * (lower + upper) + (lower * upper).squareRoot()
      let sech = 1 / cosh(u / 2)
      sum += log(2 * y) * cosh(t) * sech * sech
    }
    // dφ = (π²/4) cosh t sech²(u/2) dt.
    return sum * Double.pi / 8 / 32
  }

  /// The spontaneous magnetisation a spin, (1 − sinh⁻⁴ 2β)^{1/8} above β_c and 0 up to it.
  ///
  /// Source: Yang, Phys. Rev. 85, 808 (1952).
  ///
  /// - Throws: `ExactSolutionError` unless β is finite and at least 0.
  public static func spontaneousMagnetisation(
    beta: Double
  ) throws(ExactSolutionError) -> Double {
    guard beta >= 0, beta.isFinite else {
      throw .outOfRange("beta", found: beta, expected: "a finite number, 0 or more")
    }
    guard beta > criticalBeta else { return 0 }
    // sinh 2β = S overflows above 355, where the rest is 0 in any case.
    let inverse = 1 / sinh(2 * min(beta, 300))
    let excess = 2 * (cosh(beta.capped + criticalBeta) * inverse) * sinh(beta.capped - criticalBeta)
    return pow(excess * (1 + inverse) * (1 + inverse * inverse), 0.125)
  }
}

extension Double {
  fileprivate var capped: Double { Swift.min(self, 300) }
}
