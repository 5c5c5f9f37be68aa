package import ExecutionRecords
package import HardwareSpecs
package import Reports

/// Whether couplings are fast enough for the agents that relax.
package enum DelayCheck {
  /// `delay.criterion`: λτ ≤ ε/(1 − t²), t = tanh βJ. Relatively, weak couplings (t → 0) suffer most, so
  /// λτ ≤ ε is what all couplings must meet.
  ///
  /// - Parameters:
  ///   - chip: gives λ (lattice rate) and τ (coupling delay).
  ///   - relaxing: the components in which free agents are coupled. Those of race tiles (one-hot groups,
  ///     particles) see one another through their tile, whose wires the coupling delay is not of.
  ///   - tolerance: ε, the largest relative error of a correlation.
  package static func checks(
    chip: ChipSpec, relaxing: Set<ChipComponent>, tolerance: Double
  ) -> [ValidationCheck] {
    let load = chip.timing.latticeRate_Hz * chip.devices.couplingDelay_s
    let figures: [(key: String, value: JSONValue)] = [
      ("lattice_rate_Hz", .number(chip.timing.latticeRate_Hz)),
      ("coupling_delay_s", .number(chip.devices.couplingDelay_s)), ("load", .number(load)),
    ]
    guard !relaxing.subtracting([.raceTiles]).isEmpty else {
      let reason =
        relaxing.isEmpty
        ? "nothing relaxes in this program (R = 0)"
        : "only agents of race tiles relax here, and the coupling delay is one of lattice tiles"
      return [
        ValidationCheck(
          "delay.criterion", value: nil, limit: tolerance, detail: "not applicable: \(reason)",
          figures: figures)
      ]
    }
    return [
      ValidationCheck(
        "delay.criterion", value: load, limit: tolerance,
        detail: "λτ of lattice agents at \(Quantity.text(chip.timing.latticeRate_Hz, "Hz")); "
          + "correlations of weakly coupled agents are off by that share", figures: figures)
    ]
  }

  /// The components in which an execution relaxes.
  static func relaxing(_ records: [ExecutionRecord]) -> Set<ChipComponent> {
    var found: Set<ChipComponent> = []
    for instruction in records.flatMap(\.instructions) {
      for (component, counts) in instruction.counts where counts.total(of: .relaxation) > 0 {
        found.insert(component)
      }
    }
    return found
  }
}
