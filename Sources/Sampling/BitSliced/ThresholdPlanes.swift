/// The flip probabilities of spins of one degree as bits that kernels combine without branches.
///
/// A spin with u of its d bonds unsatisfied pays ΔE = 2|J|(d − 2u) for a flip. Of interest are the
/// u < d/2: their thresholds T_u = p_u · 2⁶⁴ are written bit by bit, highest first, and each bit as a
/// polynomial over the bits of u (algebraic normal form): bit k of T_u is the exclusive or of the
/// coefficients a_v of all v whose bits are bits of u. So C thresholds take C − 1 instructions a bit.
package struct ThresholdPlanes: Sendable {
  /// C: how many u cost energy.
  package let classes: Int
  /// a_v of bit k in all lanes, at k · classes + v; k counts from the highest bit.
  package let words: [BitPlane]
  /// T_u; for tests.
  package let thresholds: [UInt64]

  /// - Parameters:
  ///   - degree: number of bonds d.
  ///   - unit: β|J|.
  package init(degree: Int, unit: Double, rule: UpdateRule) {
    let classes = (degree + 1) / 2
    let thresholds = (0..<classes).map {
      Threshold.bits(rule.flipProbability(cost: 2 * unit * Double(degree - 2 * $0)))
    }
    var words = [BitPlane](repeating: BitPlane(), count: 64 * classes)
    for k in 0..<64 {
      for v in 0..<classes {
        var coefficient: UInt64 = 0
        for u in 0...v where u & v == u { coefficient ^= thresholds[u] >> UInt64(63 - k) & 1 }
        words[k * classes + v] = BitLogic.constant(coefficient == 1)
      }
    }
    self.classes = classes
    self.words = words
    self.thresholds = thresholds
  }
}
