import EnergyBudgets
import ExecutionRecords
import SampleStatistics

/// The JSON document of `simulate` (docs/lattice-programs.md).
public enum SimulateDocument {
  /// Name and version of the layout.
  public static let schema = "ising-npu-simulate/1"

  /// The document.
  /// - Parameter report: the report.
  /// - Returns: one object.
  public static func document(of report: SimulateReport) -> JSONValue {
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
          ("name", .string(report.program)), ("agents", .integer(UInt64(report.agents))),
          ("couplings", .integer(UInt64(report.couplings))),
          ("stored_exactly", .bool(report.storesExactly)),
        ])
      ),
      ("hardware", .object([("name", .string(report.chip))])),
      ("settings", .object(RunDocument.members(report.settings))),
      ("setup", machine(report.setup)), ("npu", machine(report.budget)),
      ("reads", .array(report.reads.map(read))),
      (
        "simulation",
        .object([
          ("events", .integer(report.events)), ("wall_s", .number(report.wall_s)),
          (
            "events_per_s",
            .number(report.wall_s > 0 ? Double(report.events) / report.wall_s : 0)
          ),
        ])
      ),
      ("warnings", .array(report.warnings.map { .string($0) })),
    ])
  }

  private static func machine(_ budget: ChipBudget) -> JSONValue {
    .object([
      ("time_s", .number(budget.duration_s)), ("energy_J", RunDocument.band(budget.total_J)),
      ("dynamic_J", RunDocument.band(budget.dynamic_J)),
      ("static_J", RunDocument.band(budget.static_J)),
      ("power_W", RunDocument.band(budget.averagePower_W)),
      ("missing_prices", .array(budget.missingPrices.map { .string($0.rawValue) })),
      (
        "actions",
        .object(
          budget.byAction.map { share in
            (
              share.key.rawValue,
              .object([
                ("count", .integer(share.counts[share.key])),
                ("energy_J", RunDocument.band(share.energy_J)),
              ])
            )
          })
      ),
      (
        "class_shares",
        .object(
          SimulateTables.shares(budget).map { share in
            (
              share.actionClass.rawValue,
              .object([
                ("operations", .number(share.operations)),
                ("energy", share.energy.map { .number($0) } ?? .null),
              ])
            )
          })
      ),
    ])
  }

  private static func read(_ read: SimulateReport.Read) -> JSONValue {
    .object([
      ("instruction", .integer(UInt64(read.instruction))), ("line", .string(read.line)),
      ("beta", .number(read.beta)), ("held", .integer(UInt64(read.held))),
      ("reads", .integer(UInt64(read.count))), ("interval_s", .number(read.interval_s)),
      ("time_s", .number(read.budget.duration_s)),
      ("energy_J", RunDocument.band(read.budget.total_J)),
      ("slowest", read.slowest.map { .string($0.name) } ?? .null),
      ("effective_samples", read.effectiveSamples.map { .number($0) } ?? .null),
      ("effective_samples_per_s", read.samplesPerSecond.map { .number($0) } ?? .null),
      ("effective_samples_per_J", RunDocument.band(read.samplesPerJoule)),
      ("quantities", .array(read.quantities.map(quantity))),
    ])
  }

  private static func quantity(_ quantity: SimulateReport.Quantity) -> JSONValue {
    func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      ("kind", .string(quantity.kind.rawValue)), ("name", .string(quantity.name)),
      ("value", optional(quantity.measured?.value)),
      ("error", optional(quantity.measured?.error)),
      ("tau", optional(quantity.measured?.tau)),
      ("effective_samples", optional(quantity.measured?.effectiveSamples)),
      ("exact", optional(quantity.exact)), ("stored", optional(quantity.stored)),
    ])
  }
}
