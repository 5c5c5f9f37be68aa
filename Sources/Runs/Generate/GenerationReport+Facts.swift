public import Reports

/// The JSON document of `simulate` for a decoder (docs/models.md).
extension GenerationReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-text/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance, "model": model, "settings": settings,
      "outputs": outputs, "perplexity": perplexity, "speed": outputs.isEmpty ? nil : speed,
    ] + (chip?.facts ?? [:]) + ["warnings": warnings]
  }
}

extension GenerationReport.Output: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    let own: Facts = [
      "prompt": prompt, "prompt_ids": promptIDs, "token_ids": tokenIDs, "text": text,
      "reference_token_ids": referenceTokenIDs,
    ]
    return states.isEmpty ? own : own + ["hidden_states": states, "logits": logits]
  }
}

extension GenerationReport.HiddenState: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "layer": layer, "shape": shape, "sum": sum, "sum_of_squares": sumOfSquares,
      "first_row": firstRow, "last_row": lastRow,
    ]
  }
}

extension GenerationReport.Perplexity: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    ["reference": reference, "chip": chip, "tokens": tokens, "windows": windows]
  }
}

extension GenerationReport.Speed: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "prompt_tokens": promptTokens, "prompt_s": prompt_s,
      "prompt_tokens_per_s": prompt_s > 0 ? Double(promptTokens) / prompt_s : nil,
      "steps": steps, "steps_s": steps_s,
      "tokens_per_s": steps_s > 0 ? Double(steps) / steps_s : nil,
    ]
  }
}

extension GenerationReport.Chip {
  /// The chip's keys of the JSON document.
  var facts: Facts {
    [
      "hardware": name, "npu": machine, "twin": twin, "start": start,
      "phases": Facts(phases.map { (name: $0.name, value: $0) }),
    ]
  }
}
