public import Reports

/// The JSON document of `diff` (docs/validate.md).
extension DiffReport: HasFacts {
  /// Name and version of the layout.
  public static let ownSchema = "ising-npu-diff/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.ownSchema, "of": schema, "left": left, "right": right, "same": isSame,
      "changes": Facts(sections.map { (name: $0.key, value: $0.changes) }), "vectors": vectors,
      "estimates": estimates, "times": showsTimes ? times : nil, "times_that_differ": times.count,
    ]
  }
}

extension DiffReport.Change: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "path": path, "left": left, "right": right, "difference": difference,
      "relative": relative, "standard_errors": standardErrors,
    ]
  }
}

extension DiffReport.VectorChange: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    ["path": path, "cosine": cosine, "largest_difference": largestDifference]
  }
}
