import ArgumentParser
import ChipPrograms
import Runs

/// Bits and their use, shared by the commands that compile.
struct PrecisionOptions: ParsableArguments {
  @Option(help: "Bits of a coupling, sign included: 2 to 12.")
  var weightBits = 8

  @Option(help: "Bits of an activation code: 4 to 12.")
  var activationBits = 8

  @Option(help: "Bits of attention's operands: 4 to 12 (default: the activation bits).")
  var attentionBits: Int?

  @Option(help: "Channels of a token that are coded apart: 0 to 64.")
  var outlierChannels = 4

  @Option(
    help: "Inputs of an output that share a scale; 0 for all (default: the rows of a tile).")
  var weightBlock: Int?

  @Option(help: "Range of weights: \(names(WeightRange.self)).")
  var weightRange = WeightRange.maximum

  @Option(help: "Where gains of norms go: \(names(NormGains.self)).")
  var normGains = NormGains.folded

  @Option(help: "Threshold of all gates: \(names(GateThreshold.self)) (default: the exact one).")
  var gateThreshold: GateThreshold?

  /// The settings; their legality is checked by the compiler's own rules.
  func precision() throws -> Precision {
    let precision = Precision(
      weightBits: weightBits, activationBits: activationBits, attentionBits: attentionBits,
      outlierChannels: outlierChannels, weightBlock: weightBlock, weightRange: weightRange,
      normGains: normGains)
    guard precision.problems.isEmpty else {
      throw ValidationError(precision.problems.joined(separator: "; "))
    }
    return precision
  }

  /// The first option that differs from what it is without; `nil` for none.
  var given: String? {
    let usual = Precision()
    return [
      ("weight-bits", weightBits != usual.weightBits),
      ("activation-bits", activationBits != usual.activationBits),
      ("attention-bits", attentionBits != nil),
      ("outlier-channels", outlierChannels != usual.outlierChannels),
      ("weight-block", weightBlock != nil), ("weight-range", weightRange != usual.weightRange),
      ("norm-gains", normGains != usual.normGains), ("gate-threshold", gateThreshold != nil),
    ].first(where: \.1)?.0
  }

  func validate() throws { _ = try precision() }
}

/// The cases of an option, for its help.
func names<Option: CaseIterable & RawRepresentable<String>>(_ type: Option.Type) -> String {
  type.allCases.map(\.rawValue).joined(separator: ", ")
}
