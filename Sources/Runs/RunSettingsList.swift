import ChipPrograms
import HardwareSpecs
import MoebiusGeometry
import Reports
import VirtualChip

/// The settings of a run as the report lists them.
enum RunSettingsList {
  static func settings(of request: ModelRun.Request, chip: ChipSpec) -> Facts {
    let precision = request.precision
    let settings = request.settings
    var facts: Facts = [:]
    let attention = settings.attention.words
    if let penalty_nats = attention.penalty_nats {
      facts.add("one_hot_penalty_nats", "\(penalty_nats)")
    }
    let cells = request.tokenLattice.map { "{\($0.p),\($0.q)} \($0.metric.rawValue)" }
    let block: Facts.Value = if let size = precision.weightBlock { size } else { "tile" }
    facts += [
      "fidelity": settings.fidelity.word.rawValue, "draws": attention.draws.rawValue,
      "samples": settings.samples, "attention": attention.dynamics.rawValue,
      "race_stop": attention.stop.rawValue, "race_rate": attention.rate.rawValue,
      "position": request.position?.description ?? "as-model", "token_lattice": cells ?? "none",
      "norm": chip.timing.normMethod.rawValue, "weight_bits": precision.weightBits,
      "activation_bits": precision.activationBits, "attention_bits": precision.attentionBits,
      "outlier_channels": precision.outlierChannels, "weight_block": block,
      "weight_range": precision.weightRange.rawValue, "norm_gains": precision.normGains.rawValue,
      "gate_threshold": request.gateThreshold?.rawValue ?? "as-activation",
      "seed": settings.seed,
    ]
    // Only this fidelity knows one die from another.
    if case .event(let die) = settings.fidelity { facts.add("die", die) }
    return facts
  }
}
