import ChipComponents

/// What follows from a chip's devices; ideal ones have nothing to say.
extension ChipSpec {
  /// λτ: the delay of a coupling between lattice agents in their mean clock periods. The correlation t
  /// of a pair errs by about −λτ (1 − t²) of itself.
  public var latticeDelay: Double { timing.latticeRate_Hz * devices.couplingDelay_s }

  /// Share of independent draws among those of a Poisson clock with a memory of τ: successive draws
  /// have the correlation ρ = λτ / (1 + λτ), and (1 − ρ) / (1 + ρ) = 1 / (1 + 2λτ).
  ///
  /// - Parameter rate_Hz: λ, the mean rate of the clock in hertz, above 0.
  /// - Returns: above 0, at most 1.
  public func independentShare(rate_Hz: Double) -> Double {
    1 / (1 + 2 * rate_Hz * devices.law.retention_s(atField: 0))
  }

  /// The derived rows of the listing.
  var deviceRows: [SpecRow] {
    let rate = Formula.stated("lattice_rate", timing.latticeRate_Hz, "Hz")
    let delay = Formula.stated("coupling_delay", devices.couplingDelay_s, "s")
    let retention = Formula.stated("retention", devices.law.retention_s(atField: 0), "s")
    var rows: [SpecRow] = []
    if delay.value > 0 {
      rows += [
        .derived(
          "lattice_delay", "1", "λτ: a correlation t errs by about −λτ (1 − t²) of itself",
          rate * delay),
        .derived(
          "lattice_rate_limit", "Hz", "small correlations err by 1 % at this lattice_rate",
          0.01 / delay),
      ]
    }
    if retention.value > 0 {
      rows += [
        .derived(
          "gate_independent_share", "1", "effective draws of one draw of a Poisson gate",
          1 / (1 + 2 * .stated("gate_rate", timing.gateRate_Hz, "Hz") * retention)),
        .derived(
          "lattice_independent_share", "1", "the same for a lattice agent in a constant field",
          1 / (1 + 2 * rate * retention)),
      ]
    }
    if devices.stuckFraction > 0 {
      rows.append(
        .derived(
          "stuck_gates", "1", "the mean over dies",
          .stated("stuck_fraction", devices.stuckFraction)
            * .count("gate_agents", geometry.gateAgents)
        ))
    }
    if let table = devices.table { rows += table.rows }
    return rows
  }
}
