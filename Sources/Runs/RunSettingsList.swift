import ChipPrograms
import HardwareSpecs
import MoebiusGeometry
import Reports
import VirtualNPU

/// The settings of a run as the report lists them.
enum RunSettingsList {
  static func settings(of request: ModelRun.Request, chip: ChipSpec) -> Facts {
    let precision = request.precision
    let settings = request.settings
    var facts: Facts = [:]
    if settings.attention == .oneHot {
      facts.add("one_hot_penalty_nats", "\(settings.oneHotPenalty)")
    }
    let cells = request.tokenLattice.map { "{\($0.p),\($0.q)} \($0.metric.rawValue)" }
    let block: Facts.Value = if let size = precision.weightBlock { size } else { "tile" }
    facts += [
      "fidelity": settings.fidelity.rawValue, "draws": settings.draws.rawValue,
      "samples": settings.samples, "attention": settings.attention.rawValue,
      "race_stop": settings.raceStop.rawValue, "race_rate": settings.raceRate.rawValue,
      "position": request.position?.description ?? "as-model", "token_lattice": cells ?? "none",
      "norm": chip.timing.normMethod.rawValue, "weight_bits": precision.weightBits,
      "activation_bits": precision.activationBits, "attention_bits": precision.attentionBits,
      "outlier_channels": precision.outlierChannels, "weight_block": block,
      "weight_range": precision.weightRange.rawValue, "norm_gains": precision.normGains.rawValue,
      "gate_threshold": request.gateThreshold?.rawValue ?? "as-activation",
      "seed": settings.seed,
    ]
    // Only this fidelity knows one die from another.
    if settings.fidelity == .event { facts.add("die", settings.die) }
    return facts
  }
}
