import ChipPrograms
import HardwareSpecs
import MoebiusGeometry
import Reports
import VirtualNPU

/// The settings of a run as the report lists them.
enum RunSettingsList {
  static func settings(
    of request: ModelRun.Request, chip: ChipSpec
  ) -> [RunReport.Setting] {
    let precision = request.precision
    let settings = request.settings
    let attention = settings.attention.words
    let penalty: [RunReport.Setting] =
      attention.penalty_nats.map {
        [.init("one_hot_penalty_nats", .word("\($0)"))]
      } ?? []
    // Only this fidelity knows one die from another.
    var die: [RunReport.Setting] = []
    if case .event(let number) = settings.fidelity {
      die = [.init("die", .number(UInt64(number)))]
    }
    return penalty + [
      .init("fidelity", .word(settings.fidelity.word.rawValue)),
      .init("draws", .word(attention.draws.rawValue)),
      .init("samples", .number(UInt64(request.settings.samples))),
      .init("attention", .word(attention.dynamics.rawValue)),
      .init("race_stop", .word(attention.stop.rawValue)),
      .init("race_rate", .word(attention.rate.rawValue)),
      .init("position", .word(request.position?.description ?? "as-model")),
      .init(
        "token_lattice",
        .word(request.tokenLattice.map { "{\($0.p),\($0.q)} \($0.metric.rawValue)" } ?? "none")),
      .init("norm", .word(chip.timing.normMethod.rawValue)),
      .init("weight_bits", .number(UInt64(precision.weightBits))),
      .init("activation_bits", .number(UInt64(precision.activationBits))),
      .init("attention_bits", .number(UInt64(precision.attentionBits))),
      .init("outlier_channels", .number(UInt64(precision.outlierChannels))),
      .init(
        "weight_block", precision.weightBlock.map { .number(UInt64($0)) } ?? .word("tile")),
      .init("weight_range", .word(precision.weightRange.rawValue)),
      .init("norm_gains", .word(precision.normGains.rawValue)),
      .init("gate_threshold", .word(request.gateThreshold?.rawValue ?? "as-activation")),
      .init("seed", .number(request.settings.seed)),
    ] + die
  }
}
