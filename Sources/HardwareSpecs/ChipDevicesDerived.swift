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
    var rows: [SpecRow] = []
    if devices.couplingDelay_s > 0 {
      rows += [
        .derived(
          "lattice_delay", latticeDelay, .none,
          "λτ = lattice_rate × coupling_delay: a correlation t errs by about −λτ (1 − t²) of itself"
        ),
        .derived(
          "lattice_rate_limit", 0.01 / devices.couplingDelay_s, .frequency,
          "0.01 / coupling_delay: small correlations err by 1 % at this lattice_rate"),
      ]
    }
    if devices.law.retention_s(atField: 0) > 0 {
      rows += [
        .derived(
          "gate_independent_share", independentShare(rate_Hz: timing.gateRate_Hz), .none,
          "1 / (1 + 2 × gate_rate × retention): effective draws of one draw of a Poisson gate"),
        .derived(
          "lattice_independent_share", independentShare(rate_Hz: timing.latticeRate_Hz), .none,
          "1 / (1 + 2 × lattice_rate × retention): the same for a lattice agent in a constant field"
        ),
      ]
    }
    if devices.stuckFraction > 0 {
      rows.append(
        .derived(
          "stuck_gates", devices.stuckFraction * Double(geometry.gateAgents), .none,
          "stuck_fraction × gate_agents: the mean over dies"))
    }
    if let table = devices.table { rows += table.rows }
    return rows
  }
}
