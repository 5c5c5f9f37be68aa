public import Reports

extension ReproduceReport: HasFacts {
  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": "ising-npu-reproduce/1", "provenance": provenance,
      "counts": Facts(Verdict.allCases.map { ($0.key, count($0)) }),
      "reproduced_of_others": reproducedOfOthers,
      "results": outcomes.map(\.facts),
    ]
  }
}

extension ReproduceReport.Verdict {
  /// Its key in documents.
  var key: String { rawValue.replacing(" ", with: "_") }
}

extension PublishedResult {
  /// What a list tells.
  var facts: Facts {
    [
      "name": name, "title": title, "source": source, "kind": kind.rawValue, "licence": licence,
      "note": note, "analogue": analogue.isEmpty ? nil : analogue,
      "missing": missing.isEmpty ? nil : missing,
      "needs": needs.map { ["file": $0.file, "source": $0.source] as Facts },
      "commands": commands.map { "ising-npu \($0.line)" },
    ]
  }
}

extension ReproduceReport.Outcome {
  fileprivate var facts: Facts {
    result.facts
      + [
        "verdict": verdict.rawValue, "lacking": lacking, "failure": failure,
        "elapsed_s": seconds,
        "figures": figures.map { one in
          [
            "name": one.figure.name, "unit": one.figure.unit, "published": one.published,
            "published_error": one.error, "ours": one.ours, "our_error": one.ourError,
            "difference": one.difference, "standard_errors": one.deviations,
            "tolerance": one.figure.tolerance, "within": one.figure.within,
            "basis": one.figure.basis.rawValue, "agrees": one.agrees,
            "verdict": one.verdict.rawValue,
          ] as Facts
        },
      ]
  }
}
