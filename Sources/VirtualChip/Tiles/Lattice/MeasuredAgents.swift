import HardwareSpecs

/// Agents at rest as they were measured, or with a converter for their input: P(+1) of the table, or
/// σ(2x), at x = βI as the converter sets it.
struct MeasuredAgents: CountedLaw {
  private let beta: Double
  private let law: AgentLaw
  private let converter: FieldConverter?

  init(_ die: LatticeDie, beta: Double) {
    self.beta = beta
    law = die.law
    converter = FieldConverter(die.devices)
  }

  func isUp(field: Double, u: Double) -> Bool {
    var x = beta * field
    if let converter { x = converter(x) }
    return u < law.upProbability(field: x) ?? LogisticBounds.logistic(2 * x)
  }
}
