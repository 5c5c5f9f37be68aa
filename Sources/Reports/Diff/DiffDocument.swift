/// The JSON document of `diff` (docs/validate.md).
public enum DiffDocument {
  /// Name and version of the layout.
  public static let schema = "ising-npu-diff/1"

  /// The document.
  public static func document(of report: DiffReport) -> JSONValue {
    .object([
      ("schema", .string(schema)), ("of", .string(report.schema)),
      ("left", side(report.left)), ("right", side(report.right)),
      ("same", .bool(report.isSame)),
      (
        "changes",
        .object(
          report.sections.map { ($0.key, JSONValue.array($0.changes.map(change))) })
      ),
      (
        "vectors",
        .array(
          report.vectors.map {
            .object([
              ("path", .string($0.path)), ("cosine", $0.cosine.map { .number($0) } ?? .null),
              (
                "largest_difference", $0.largestDifference.map { .number($0) } ?? .null
              ),
            ])
          })
      ),
    ])
  }

  private static func side(_ side: DiffReport.Side) -> JSONValue {
    .object([
      ("path", .string(side.path)),
      ("arguments", .array(side.arguments.map { .string($0) })),
    ])
  }

  private static func change(_ change: DiffReport.Change) -> JSONValue {
    .object([
      ("path", .string(change.path)), ("left", change.left ?? .null),
      ("right", change.right ?? .null),
      ("difference", change.difference.map { .number($0) } ?? .null),
      ("relative", change.relative.map { .number($0) } ?? .null),
    ])
  }
}
