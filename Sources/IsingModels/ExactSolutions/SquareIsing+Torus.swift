internal import Foundation

extension SquareIsing {
  /// Exact values of a finite torus.
  public struct Torus: Sendable, Equatable {
    /// Number of spins N, rows · columns.
    public let spinCount: Int
    /// ln Z, of all spins.
    public let logPartitionFunction: Double
    /// u = ⟨E⟩/N.
    public let energy: Double
    /// c = β² (⟨E²⟩ − ⟨E⟩²)/N.
    public let specificHeat: Double
  }

  /// ln Z, energy and specific heat of m × n spins with periodic boundaries.
  ///
  /// Kaufman's four products over γ_l, cosh γ_l = cosh² 2β/sinh 2β − cos(πl/n), here in
  /// Y_l = e^{γ_l} sinh 2β, which stays finite as β → 0, and ρ_l = sinh 2β/Y_l = e^{−γ_l}:
  /// Z = ½ [Π_odd (1 + ρ^m) + Π_odd (1 − ρ^m) + Π_even (1 + ρ^m) − Π_even (1 − ρ^m)], each factor
  /// times (2Y)^{m/2}. The mode l = 0 continues analytically through β_c, where Y₀ = ½(1 + e^{−2β})²
  /// and ρ₀ = e^{2β} tanh β. Derivatives are carried along, not taken by differences, so nothing
  /// happens at β_c.
  ///
  /// Two spins that touch on both sides of a boundary of length 2 feel twice the coupling. The relative error is about 1e−14 for ln Z and the absolute one 1e−14 for u
  /// and 1e−13 β² for c. For an antiferromagnet on a torus with an odd side the products cancel, and
  /// digits are lost as its Z falls behind the ferromagnet's; more than six lost digits are an error.
  /// Source: Kaufman, Phys. Rev. 76, 1232 (1949).
  ///
  /// - Parameters:
  ///   - rows: m, at least 2.
  ///   - columns: n, at least 2.
  ///   - beta: in units of 1/J, within ±150.
  /// - Throws: `ExactSolutionError`.
  /// - Complexity: O(columns).
  public static func torus(
    rows: Int, columns: Int, beta: Double
  ) throws(ExactSolutionError) -> Torus {
    try ExactSolutionError.check("rows", rows, atLeast: 2)
    try ExactSolutionError.check("columns", columns, atLeast: 2)
    guard abs(beta) <= 150 else {
      throw .outOfRange("beta", found: beta, expected: "a number within ±150")
    }
    let odd = ModeProducts(rows: rows, columns: columns, beta: beta, parity: 1)
    let even = ModeProducts(rows: rows, columns: columns, beta: beta, parity: 0)
    // Relative to the larger logarithm with its derivatives, so that large numbers drop out before
    // they are squared.
    let terms = [odd.plus, odd.minus, even.plus, even.minus]
    let signs = [1.0, 1, 1, -1]
    var reference = terms[0].logarithm
    if terms[2].logarithm.value > reference.value { reference = terms[2].logarithm }
    var sum = SecondOrderJet(0)
    for (term, sign) in zip(terms, signs) {
      sum += sign * (term.amplitude * (term.logarithm - reference).exponential)
    }
    guard sum.value > 1e-6 else {
      throw .outOfRange(
        "beta", found: beta,
        expected: "a torus with even sides, or a smaller |beta|, where the products do not cancel")
    }
    let logZ = sum.logarithm + reference - SecondOrderJet(log(2))
    let count = Double(rows) * Double(columns)
    return Torus(
      spinCount: rows * columns, logPartitionFunction: logZ.value,
      energy: -logZ.first / count, specificHeat: beta * beta * logZ.second / count)
  }

  /// The products over the odd or the even modes, as amplitude · e^logarithm, with derivatives by β.
  private struct ModeProducts {
    typealias Product = (amplitude: SecondOrderJet, logarithm: SecondOrderJet)
    var plus: Product
    var minus: Product

    init(rows: Int, columns: Int, beta: Double, parity: Int) {
      plus = (SecondOrderJet(1), SecondOrderJet(0))
      minus = plus
      let sinh2 = SecondOrderJet(sinh(2 * beta), 2 * cosh(2 * beta), 4 * sinh(2 * beta))
      let half = Double(rows) / 2
      for mode in stride(from: parity, to: 2 * columns, by: 2) {
        if mode == 0 || mode == columns {
          // Only here can ρ pass 1 and 1 − ρ^m change its sign, so the factor stays outside the
          // logarithm.
          let side = mode == 0 ? beta : -beta
          let direction = mode == 0 ? 1.0 : -1.0
          let shrink = exp(-2 * side)
          let y = SecondOrderJet(
            0.5 * (1 + shrink) * (1 + shrink), -2 * direction * shrink * (1 + shrink),
            4 * shrink * (1 + 2 * shrink))
          let weight = half * (SecondOrderJet(log(2)) + y.logarithm)
          var ratio = (sinh2 / y)
          var growth = SecondOrderJet(0)
          var sign = 1.0
          if abs(ratio.value) > 1 {
            // (1 ± ρ^m) = |ρ|^m (|ρ|^{−m} ± sgn ρ^m).
            sign = ratio.value < 0 && rows % 2 == 1 ? -1 : 1
            ratio = (ratio.value < 0 ? -1 : 1) * ratio
            growth = Double(rows) * ratio.logarithm
            let power = (SecondOrderJet(1) / ratio).power(rows)
            plus.amplitude = plus.amplitude * (power + SecondOrderJet(sign))
            minus.amplitude = minus.amplitude * (power - SecondOrderJet(sign))
          } else {
            let power = ratio.power(rows)
            plus.amplitude = plus.amplitude * (SecondOrderJet(1) + power)
            minus.amplitude = minus.amplitude * (SecondOrderJet(1) - power)
          }
          plus.logarithm += weight + growth
          minus.logarithm += weight + growth
          continue
        }
        let y = Self.amplitude(of: mode, columns: columns, sinh2)
        let power = (sinh2 / y).power(rows)
        let weight = half * (SecondOrderJet(log(2)) + y.logarithm)
        plus.logarithm += weight + power.logarithmOfOnePlus
        minus.logarithm += weight + (-1 * power).logarithmOfOnePlus
      }
    }

    /// Y = A + √(A² − S²) with A = 1 + S² − S cos φ, both factors of the root without cancellation.
    private static func amplitude(
      of mode: Int, columns: Int, _ sinh2: SecondOrderJet
    ) -> SecondOrderJet {
      let angle = Double.pi * Double(mode) / Double(columns)
      // 1 − cos φ and 1 + cos φ.
      let below = 2 * sin(angle / 2) * sin(angle / 2)
      let above = 2 * cos(angle / 2) * cos(angle / 2)
      let one = SecondOrderJet(1)
      let (difference, sum) = (one - sinh2, one + sinh2)
      // A − S and A + S.
      let lower =
        sinh2.value > 0
        ? difference * difference + below * sinh2 : one + sinh2 * sinh2 - above * sinh2
      let upper =
        sinh2.value > 0 ? one + sinh2 * sinh2 + below * sinh2 : sum * sum - above * sinh2
      return 0.5 * (lower + upper) + lower.squareRoot * upper.squareRoot
    }
  }
}
