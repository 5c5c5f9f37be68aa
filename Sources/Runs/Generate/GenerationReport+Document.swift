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
              "perplexity \(Quantity.decimals(perplexity.reference, 4)) over "
                + "\(Quantity.count(UInt64(perplexity.tokens))) tokens\(stretches)")
          ]))
    }
    if !outputs.isEmpty { sections.append(Section("", [.line(speed.words)])) }
    return Document(
      title: "Texts by \(model.name)", sections: sections, warnings: warnings,
      settings: settings, provenance: provenance)
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
