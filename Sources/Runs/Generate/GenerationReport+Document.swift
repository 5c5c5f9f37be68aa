import EnergyBudgets
import HardwareSpecs
public import Reports

extension GenerationReport {
  /// The report for readers.
  ///
  /// - Throws: nothing; other reports draw pictures.
  public func document() throws(PictureError) -> Document {
    var sections = outputs.enumerated().map { index, output in
      Section(
        outputs.count > 1 ? "Prompt \(index + 1)" : "",
        (isChat
          ? [.line(output.prompt), .line(output.text)] : [.line(output.prompt + output.text)])
          + output.states.map { state in
            .line(
              "  \(state.layer): \(state.shape[0]) x \(state.shape[1]), sum "
                + "\(Quantity.decimals(state.sum, 6)), sum of squares "
                + "\(Quantity.decimals(state.sumOfSquares, 6))")
          })
    }
    if let perplexity {
      let stretches =
        perplexity.windows > 1 ? " in \(perplexity.windows) stretches of the model's context" : ""
      sections.append(
        Section(
          "",
          [
            .line(
              "perplexity \(Quantity.decimals(perplexity.reference, 4))"
                + (perplexity.chip.map {
                  ", on the chip \(Quantity.decimals($0, 4))"
                } ?? "") + " over "
                + "\(Quantity.count(UInt64(perplexity.tokens))) tokens\(stretches)")
          ]))
    }
    if let chip { sections.append(Section("", chip.lines.map { .line($0) })) }
    if !outputs.isEmpty { sections.append(Section("", [.line("reference: " + speed.words)])) }
    return Document(
      title: "Texts by \(model.name)", sections: sections, warnings: warnings,
      settings: settings, provenance: provenance)
  }
}

extension GenerationReport {
  /// What stands behind a text that was shown as it grew.
  public var closing: String {
    ((chip?.lines ?? []) + [(chip == nil ? "" : "reference: ") + speed.words]).joined(
      separator: "\n")
  }
}

extension GenerationReport.Chip {
  /// Time and energy of a token, phase by phase, the twin's beside.
  var lines: [String] {
    ["on \(name.name), \(Quantity.percent(machine.residentShare)) of the couplings resident:"]
      + phases.map { phase in
        let count = Double(max(1, phase.tokens))
        func cost(_ budget: ChipBudget) -> String {
          Quantity.text(budget.duration_s / count, "s") + ", "
            + (budget.total_J.map { Quantity.text($0.nominal / count, "J") } ?? "unknown energy")
        }
        return "  \(phase.name): \(Quantity.count(UInt64(phase.tokens))) tokens, a token "
          + cost(phase.budget) + "; its digital twin " + cost(phase.twin)
      }
  }
}

extension GenerationReport.Speed {
  /// `12 tokens of prompts at 310 tokens a second, 63 steps at 41 tokens a second`.
  public var words: String {
    func rate(_ tokens: Int, _ seconds: Double) -> String {
      seconds > 0 ? " at \(Quantity.decimals(Double(tokens) / seconds, 1)) tokens a second" : ""
    }
    return
      "\(Quantity.count(UInt64(promptTokens))) tokens of prompts\(rate(promptTokens, prompt_s)), "
      + "\(Quantity.count(UInt64(steps))) further tokens\(rate(steps, steps_s))"
  }
}
