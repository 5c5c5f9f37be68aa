import ExecutionRecords
package import HardwareSpecs
package import Reports

/// Whether couplings are fast enough for the agents that relax.
package enum DelayCheck {
  /// `delay.criterion`: λτ ≤ ε/(1 − t²), t = tanh βJ. Relatively, weak couplings (t → 0) suffer most, so
  /// λτ ≤ ε is what all couplings must meet.
  ///
  /// - Parameters:
  ///   - chip: gives λ (lattice rate) and τ (coupling delay).
  ///   - relaxes: whether the program has couplings among free agents at all.
  ///   - tolerance: ε, the largest relative error of a correlation.
  package static func checks(
    chip: ChipSpec, relaxes: Bool, tolerance: Double
  ) -> [ValidationCheck] {
    let load = chip.timing.latticeRate_Hz * chip.devices.couplingDelay_s
    let figures: [(key: String, value: JSONValue)] = [
      ("lattice_rate_Hz", .number(chip.timing.latticeRate_Hz)),
      ("coupling_delay_s", .number(chip.devices.couplingDelay_s)), ("load", .number(load)),
    ]
    guard relaxes else {
      return [
        ValidationCheck(
          "delay.criterion", value: nil, limit: tolerance,
          detail: "not applicable: nothing relaxes in this program (R = 0)", figures: figures)
      ]
    }
    return [
      ValidationCheck(
        "delay.criterion", value: load, limit: tolerance,
        detail: "λτ of lattice agents at \(Quantity.text(chip.timing.latticeRate_Hz, "Hz")); "
          + "correlations of weakly coupled agents are off by that share", figures: figures)
    ]
  }

  /// Whether any action of an execution is relaxation.
  static func relaxes(_ record: ExecutionRecord) -> Bool {
    record.total.total(of: .relaxation) > 0
  }
}
