import ChipComponents

/// Thermostats and bias converters of a chip: how many, and what they take.
struct ControlParts: Sendable {
  /// All of them in mm2.
  let area: Formula
  /// Flip-flops.
  let registers: Formula
  /// Leakage in watts.
  let leakage: Formula

  /// `nil` for a chip without any.
  init?(_ chip: ChipSpec, _ flipFlops: Registers) {
    let control = chip.control
    guard control.thermostats > 0 || control.trimBits > 0 else { return nil }
    let thermostats = Formula.count("thermostats", control.thermostats)
    let estimator = EntropyEstimator("thermostat", flipFlops)
    let beta = BiasConverter("beta_converter", bits: control.betaBits, flipFlops)
    let trim = BiasConverter("bias_converter", bits: control.trimBits, flipFlops)
    let geometry = chip.geometry
    let agents = Formula.count(
      "trimmed_agents",
      control.trimBits > 0 ? geometry.raceTiles * geometry.tileColumns + geometry.gateAgents : 0)
    area = (thermostats * (estimator.area + beta.area) + agents * trim.area).named(
      "control_area", "mm2",
      "entropy estimators, \u{3b2} converters, bias converters of race agents and gates")
    registers = thermostats * (estimator.registers + beta.registers) + agents * trim.registers
    leakage = thermostats * (estimator.leakage + beta.leakage) + agents * trim.leakage
  }
}
