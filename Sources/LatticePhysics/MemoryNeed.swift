import Foundation
import Sampling

/// Refuses runs whose measurements could not be held, before they begin.
enum MemoryNeed {
  /// The most memory of all series and kept states of a run, in bytes.
  static let most_bytes = 8e9

  /// - Throws: `LatticeStudyError.option` with the size of the series.
  static func check(_ study: LatticeStudy) throws(LatticeStudyError) {
    let (plan, systems) = (study.plan, study.systems)
    let chains = Double(plan.betas.count * plan.replicas)
    // Energy and order parameter, and their transforms while errors are estimated.
    let series = Double(plan.measurements) * 64
    var need = 0.0
    for system in systems {
      let sites = Double(system.siteCount)
      let kept = plan.measuresOverlaps ? Double(SpaceObserver.mostStateBytes) : 0
      let factors =
        plan.measuresCorrelations ? Double(SpaceObserver.parts) * 8 * sites : 0
      let last = system.isShown || plan.keepsStates ? sites : 0
      // Lanes are bytes, or four of them, with their starts; links and couplings take 100 bytes a site.
      let areTogether = study.engine.entry.replicas != nil
      let lanes = areTogether ? Double(max(64, plan.replicas)) * 3 * sites + 100 * sites : 0
      need += lanes + chains * (series + min(kept, 1000 * sites) + factors + last)
    }
    guard need <= most_bytes else {
      throw .option(
        String(
          format:
            "sweeps: the measurements of %.0f chains need %.0f GB, expected at most %.0f GB: use "
            + "--measure-every, fewer replicas or fewer temperatures",
          chains * Double(systems.count),
          need / 1e9, most_bytes / 1e9))
    }
  }
}
