import Foundation
import Sampling

/// Warnings of chains that cannot reach all states, or reach them in step.
public enum ErgodicityWarnings {
  /// Couplings this small beside the temperature leave every step certain.
  private static let negligible = 1e-6
  /// Fewer ticks of an agent in a run leave it where it began.
  private static let leastTicks = 10.0

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
    return warnings + slowness(of: engine, plan: study.plan)
  }

  /// Delays and clocks that are longer than the run: what is measured is the start.
  private static func slowness(of engine: EngineChoice, plan: SamplingPlan) -> [String] {
    var warnings: [String] = []
    let whole = Double(plan.warmUp + plan.sweeps)
    let delay = engine.meanDelay
    if delay > Double(plan.warmUp) {
      warnings.append(
        String(format: "the delay of %g mean clock intervals is longer than the ", delay)
          + (delay > whole
            ? "whole run of \(plan.warmUp + plan.sweeps) sweeps: agents see the start of their neighbours all along"
            : "warm-up of \(plan.warmUp) sweeps: agents still see the start of their neighbours when measurements begin")
          + "; use more --warm-up or a shorter --delay")
    }
    let ticks = engine.slowestClock * whole
    if ticks < leastTicks {
      warnings.append(
        String(format: "the slowest clocks tick %.2g times in the whole run: ", ticks)
          + "their agents keep the start; use more sweeps or rates nearer to each other")
    }
    return warnings
  }
}
