/// The JSON document of `validate` (docs/validate.md).
extension ValidationReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-validate/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance, "model": model, "hardware": hardware,
      "settings": settings,
      "texts": ["count": texts.count, "tokens": texts.tokens] as Facts,
      "passed": passed, "checks": checks, "target_cosine": target,
      "omitted": omissions, "warnings": warnings,
    ]
  }
}

extension ValidationCheck: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "name": name, "value": value, "limit": limit, "bound": bound, "margin": margin,
      "unit": unit, "passed": passed, "detail": detail,
      "figures": Facts(figures.map { (name: $0.key, value: $0.value) }),
    ]
  }
}

extension ValidationReport.SampleTarget: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "cosine": cosine, "samples": samples, "reached": reached,
      "failing": failing.map { ["samples": $0.samples, "cosine": $0.cosine] as Facts },
      "expectation": expectation, "detail": detail,
    ]
  }
}
