import IsingModels
import Sampling

/// Warnings of chains that cannot reach all states, or reach them in step.
enum ErgodicityWarnings {
  /// Couplings this small beside the temperature leave every step certain.
  private static let negligible = 1e-6

  static func warnings(
    _ request: LatticeRequest, systems: [LatticeSystem], engine: EngineChoice
  ) -> [String] {
    var warnings: [String] = []
    if engine.isFixedOrderMetropolis,
      request.betas.contains(0) || systems.contains(where: { $0.hasFreeMoves })
    {
      warnings.append(
        "Metropolis in a fixed order is not ergodic here (free spins, chains or rings without "
          + "field, or β = 0): averages depend on the start; use --rule heat-bath")
    }
    let isCertain = systems.contains { system in
      request.betas.contains { $0 * system.strongest < negligible }
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
