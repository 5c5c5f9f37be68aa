/// The JSON document of `validate` (docs/validate.md).
public enum ValidationDocument {
  /// Name and version of the layout.
  public static let schema = "ising-npu-validate/1"

  /// The document.
  public static func document(of report: ValidationReport) -> JSONValue {
    .object([
      ("schema", .string(schema)),
      (
        "provenance",
        .object(
          RunDocument.members(report.provenance)
            + [("arguments", .array(report.arguments.map { .string($0) }))])
      ),
      (
        "model",
        .object([
          ("name", .string(report.model)), ("parameters", .integer(UInt64(report.parameters))),
        ])
      ),
      (
        "hardware",
        .object([
          ("name", .string(report.hardware)), ("summary", .string(report.hardwareSummary)),
          ("hash", .string(report.hardwareHash)),
        ])
      ),
      ("settings", .object(RunDocument.members(report.settings))),
      (
        "texts",
        .object([
          ("count", .integer(UInt64(report.texts.count))),
          ("tokens", .integer(UInt64(report.texts.tokens))),
        ])
      ),
      ("passed", .bool(report.failures.isEmpty)),
      ("checks", .array(report.checks.map(check))),
      ("target_cosine", report.target.map(target) ?? .null),
      (
        "omitted",
        .array(
          report.omissions.map {
            .object([("name", .string($0.name)), ("reason", .string($0.reason))])
          })
      ),
      ("warnings", .array(report.warnings.map { .string($0) })),
    ])
  }

  private static func check(_ check: ValidationCheck) -> JSONValue {
    .object([
      ("name", .string(check.name)), ("value", number(check.value)),
      ("limit", number(check.limit)), ("bound", .string(check.bound.rawValue)),
      ("margin", number(check.margin)), ("unit", .string(check.unit)),
      ("passed", .bool(check.passed)), ("detail", .string(check.detail)),
      ("figures", .object(check.figures.map { ($0.key, $0.value) })),
    ])
  }

  private static func target(_ target: ValidationReport.SampleTarget) -> JSONValue {
    .object([
      ("cosine", .number(target.cosine)),
      ("samples", target.samples.map { .integer(UInt64($0)) } ?? .null),
      ("reached", number(target.reached)),
      (
        "failing",
        target.failing.map {
          .object([("samples", .integer(UInt64($0.samples))), ("cosine", .number($0.cosine))])
        } ?? .null
      ),
      ("expectation", .number(target.expectation)), ("detail", .string(target.detail)),
    ])
  }

  private static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}
