import Sampling

/// Warnings of chains that cannot reach all states, or reach them in step.
public enum ErgodicityWarnings {
  /// Couplings this small beside the temperature leave every step certain.
  private static let negligible = 1e-6

  /// What a reader of the study's averages must know, a sentence each.
  public static func warnings(of study: LatticeStudy) -> [String] {
    let (systems, engine, betas) = (study.systems, study.engine, study.plan.betas)
    var warnings: [String] = []
    if engine.isFixedOrderMetropolis,
      betas.contains(0) || systems.contains(where: { $0.hasFreeMoves })
    {
      warnings.append(
        "Metropolis in a fixed order is not ergodic here (free spins, chains or rings without "
          + "field, or β = 0): averages depend on the start; use --rule heat-bath")
    }
    let isCertain = systems.contains { system in
      betas.contains { $0 * system.strongest < negligible }
    }
    if isCertain, engine.flipsForCertain {
      warnings.append(
        "at infinite temperature every step of this engine flips, so that each sweep flips the same number "
          + "of spins: averages of the magnetisation keep its parity; use --rule heat-bath or swendsen-wang"
      )
    }
    return warnings
  }
}
