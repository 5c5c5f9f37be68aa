import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import Jobs
import ModelCompiler
import Reports
import TransformerModels
import VirtualChip

/// Prompts that a chip continues.
enum ChipRun {
  /// Continues all prompts, each in a session of its own.
  ///
  /// - Parameters:
  ///   - prompts: receive the chip's tokens.
  ///   - shows: is handed the text of a prompt as it grows; then prompts come one after the other.
  static func texts(
    _ prompts: inout Prompts, _ request: GenerationRequest, _ own: ChipRequest, on chip: ChipSpec,
    _ model: LoadedModel, shows: ((String) throws -> Void)?
  ) throws -> GenerationReport.Chip {
    let ids = prompts.ids
    let decoder = try ChipDecoder(
      own, on: chip, model, result: .nextToken(request.choice.draw),
      mostTokens: ids.reduce(1) { max($0, $1.count + max(0, request.newTokens - 1)) })
    let ends = request.endsAtEndToken ? model.endTokens : []
    var texts: [ChipText] = []
    if let shows {
      for (place, prompt) in ids.enumerated() {
        var stream = TextStream(shows, decoded: prompts.decoded)
        try shows(request.prompts[place] + (request.chat == nil ? "" : "\n"))
        texts.append(
          try ChipText(
            prompt, text: place, newTokens: request.newTokens, ends: ends, on: decoder
          ) { try stream.grow($0) })
        try stream.end()
      }
    } else {
      texts = try JobRunner(
        threads: own.threads, progress: ProgressBar("simulating", total: ids.count, unit: "prompts")
      ).map(Array(ids.enumerated())) { place, prompt in
        try ChipText(
          prompt, text: place, newTokens: request.newTokens, ends: ends, on: decoder
        ) { _ in }
      }
    }
    guard texts.count == ids.count else { throw InterruptedError() }
    prompts.byChip = texts.map(\.made)
    return GenerationReport.Chip(texts, prompts: ids, start: decoder.machine.start(), on: chip)
  }
}

/// A text that is shown as it grows, whole characters at a time.
struct TextStream {
  private let shows: (String) throws -> Void
  private let decoded: ([Int]) -> String
  private var shown = ""
  private var whole = ""

  init(_ shows: @escaping (String) throws -> Void, decoded: @escaping ([Int]) -> String) {
    self.shows = shows
    self.decoded = decoded
  }

  /// Shows what is new of the text of tokens.
  mutating func grow(_ tokens: [Int]) throws {
    whole = decoded(tokens)
    // A character may need several tokens: what is not whole yet waits.
    guard whole.hasPrefix(shown), !whole.hasSuffix("\u{FFFD}") else { return }
    try shows(String(whole.dropFirst(shown.count)))
    shown = whole
  }

  /// Shows what waited, and ends the line.
  mutating func end() throws {
    if whole.hasPrefix(shown) { try shows(String(whole.dropFirst(shown.count))) }
    try shows("\n")
  }
}

extension ChipRequest {
  /// Settings of the chip for reports.
  var facts: Facts {
    let attention = settings.attention.words
    let block: Facts.Value = if let size = precision.weightBlock { size } else { "tile" }
    var facts: Facts = [
      "draws": attention.draws.rawValue, "samples": settings.samples,
      "attention": attention.dynamics.rawValue, "race_stop": attention.stop.rawValue,
      "race_rate": attention.rate.rawValue, "weight_bits": precision.weightBits,
      "activation_bits": precision.activationBits, "attention_bits": precision.attentionBits,
      "outlier_channels": precision.outlierChannels, "weight_block": block,
      "weight_range": precision.weightRange.rawValue, "norm_gains": precision.normGains.rawValue,
      "gate_threshold": gateThreshold?.rawValue ?? "as-activation",
    ]
    if let normMethod { facts.add("norm", normMethod.rawValue) }
    if let penalty_nats = attention.penalty_nats {
      facts.add("one_hot_penalty_nats", penalty_nats)
    }
    if case .event(let die) = settings.fidelity { facts.add("die", die) }
    return facts
  }
}
