import ChipPrograms
import DenseAlgebra
import HardwareSpecs
import MoebiusGeometry
import Reports
import VirtualChip

/// The settings of a run as the report lists them.
enum RunSettingsList {
  /// What the list would be had the command stated nothing that it can do without.
  ///
  /// Some defaults follow from what was stated: operands of attention have the bits of activations, and agents
  /// are regular where the dynamics have regular clocks. A way of norms that was asked for is never one.
  static func defaults(of request: ModelRun.Request, chip: ChipSpec) -> Facts {
    var words = request.settings.attention.words
    words.draws = .systematic
    let isRegular = (try? words.road()) != nil
    var usual = request
    usual.precision = Precision()
    usual.precision.attentionBits = request.precision.activationBits
    usual.gateThreshold = nil
    usual.position = nil
    usual.tokenLattice = nil
    usual.promptName = nil
    usual.truncatedWidth = nil
    usual.referenceWeights = .float32
    usual.settings = RunSettings(
      draws: isRegular ? .systematic : .independent, samples: ModelRun.defaultSamples)
    let facts = settings(of: usual, chip: chip)
    guard request.normMethod != nil else { return facts }
    return Facts(facts.members.filter { $0.name != "norm" })
  }

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
    facts += [
      "prompt": request.promptName ?? "as-model",
      "truncate_dim": request.truncatedWidth.map { "\($0)" } ?? "as-model",
      "reference_weights": request.referenceWeights.rawValue,
    ]
    // Only this fidelity knows one die from another.
    if case .event(let die) = settings.fidelity { facts.add("die", die) }
    return facts
  }
}
