/// Escape rates by value of s_i (h_i + Σ_j J_ij s_j): from a table where values are few.
struct EscapeRates: Sendable {
  private let law: EscapeLaw
  private let units: IntegerUnits?
  private let beta: Double
  /// The rates of the values −centre to centre.
  private let table: ConstantTable<Double>
  private let centre: Int

  init(law: EscapeLaw, units: IntegerUnits?, beta: Double) {
    self.law = law
    self.units = units
    self.beta = beta
    centre = units?.scale.reach ?? 0
    table = ConstantTable(units?.scale.table(beta: beta) { law.rate(cost: $0) } ?? [])
  }

  /// The rates at another temperature.
  func at(beta: Double) -> EscapeRates { EscapeRates(law: law, units: units, beta: beta) }

  /// The rate in units of λ_i.
  /// - Parameter value: in units, where there are any.
  @inline(__always)
  func rate(_ value: Double) -> Double {
    if units == nil { return law.rate(cost: 2 * beta * value) }
    return table[centre &+ Int(value)]
  }
}
