import EnergyBudgets
import ExecutionRecords

/// The JSON document of `simulate` for a compiled program (docs/mapping.md, *Program files*).
public enum ProgramDocument {
  /// Name and version of the layout.
  public static let schema = "ising-npu-program/1"

  /// The document.
  /// - Parameter report: the report.
  /// - Returns: one object.
  public static func document(of report: ProgramReport) -> JSONValue {
    .object([
      ("schema", .string(schema)),
      (
        "provenance",
        .object(
          RunDocument.members(report.provenance)
            + [("arguments", .array(report.arguments.map { .string($0) }))])
      ),
      (
        "program",
        .object([
          ("model", .string(report.model)),
          ("instructions", .integer(UInt64(report.listing.count))),
        ])
      ),
      ("hardware", .object([("name", .string(report.hardware))])),
      ("settings", .object(RunDocument.members(report.settings))),
      ("npu", RunDocument.machine(report.chip, ceilings: nil)),
      ("start", RunDocument.machine(report.start, ceilings: nil)),
      ("timeline", .array(timeline(report))),
      (
        "outputs",
        .array(
          report.outputs.map { output in
            .object([
              ("token_ids", .array(output.tokenIDs.map { .integer(UInt64($0)) })),
              ("values", .array(output.values.map { .single($0) })),
            ])
          })
      ),
      ("warnings", .array(report.warnings.map { .string($0) })),
    ])
  }

  /// One entry an instruction that was executed, in the order of execution.
  private static func timeline(_ report: ProgramReport) -> [JSONValue] {
    report.chip.record.timeline.spans.map { span in
      .object([
        ("instruction", .integer(UInt64(span.instruction))),
        ("line", .string(report.listing[span.instruction])),
        ("start_cycle", .integer(span.startCycle)), ("cycles", .integer(span.cycles)),
      ])
    }
  }
}
