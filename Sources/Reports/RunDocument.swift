import EnergyBudgets
import ExecutionRecords
import HardwareSpecs

/// The JSON document of `run` (docs/conventions.md).
public enum RunDocument {
  /// Name and version of the layout.
  public static let schema = "ising-npu-run/1"

  /// The document.
  public static func document(of report: RunReport) -> JSONValue {
    .object([
      ("schema", .string(schema)),
      (
        "provenance",
        .object(
          members(report.provenance) + [("arguments", .array(report.arguments.map { .string($0) }))]
        )
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
      ("settings", .object(members(report.settings))),
      ("accuracy", accuracy(report.accuracy)),
      ("dies", report.dies?.document ?? .null),
      ("npu", machine(report.chip, ceilings: report.ceilings)),
      ("start", machine(report.start, ceilings: nil)),
      ("twin", machine(report.twin, ceilings: nil)),
      (
        "reference",
        .array(
          report.devices.flatMap { [device($0.single), device($0.saturated)] })
      ),
      ("outputs", .array(report.outputs.map(output))),
      ("warnings", .array(report.warnings.map { .string($0) })),
    ])
  }

  static func members(_ settings: [RunReport.Setting]) -> [(String, JSONValue)] {
    settings.map { setting in
      switch setting.value {
      case .number(let value): (setting.key, .integer(value))
      case .word(let value): (setting.key, .string(value))
      }
    }
  }

  private static func accuracy(_ accuracy: RunReport.Accuracy) -> JSONValue {
    .object([
      ("cosine_mean", .number(accuracy.cosineMean)),
      ("cosine_min", .number(accuracy.cosineMinimum)),
      ("spearman", accuracy.spearman.map { .number($0) } ?? .null),
      (
        "largest_similarity_error",
        accuracy.largestSimilarityError.map { .number($0) } ?? .null
      ),
    ])
  }

  static func machine(
    _ machine: RunReport.Machine, ceilings: CeilingPrices?
  ) -> JSONValue {
    let budget = machine.budget
    let record = machine.record
    let resident =
      record.couplingBits == 0
      ? 1 : Double(record.residentCouplingBits) / Double(record.couplingBits)
    var fields: [(String, JSONValue)] = [
      ("time_s", .number(budget.duration_s)),
      ("cycles", .integer(record.timeline.totalCycles)),
      ("timing", .string(machine.timing)),
      ("energy_J", band(budget.total_J)),
      ("dynamic_J", band(budget.dynamic_J)),
      ("static_J", band(budget.static_J)),
      ("power_W", band(budget.averagePower_W)),
      ("missing_prices", .array(budget.missingPrices.map { .string($0.rawValue) })),
      (
        "actions",
        .object(
          budget.byAction.map { share in
            (
              share.key.rawValue,
              .object([
                ("count", .integer(share.counts[share.key])), ("energy_J", band(share.energy_J)),
              ])
            )
          })
      ),
      (
        "class_shares",
        .object(
          budget.byClass.map { share in
            (
              share.key.rawValue,
              .object([
                ("count", .integer(share.counts.total(of: share.key))),
                ("energy_J", band(share.energy_J)),
              ])
            )
          })
      ),
      (
        "components",
        .array(
          budget.byComponent.map { share in
            .object([
              ("name", .string(share.key.rawValue)), ("actions", actions(share.counts)),
              ("energy_J", band(share.energy_J)),
            ])
          })
      ),
      (
        "statics",
        .array(
          budget.statics.map {
            .object([("name", .string($0.name)), ("energy_J", band($0.energy_J))])
          })
      ),
      (
        "layers",
        .array(
          budget.byLayer.map { share in
            .object([
              ("layer", share.key.map { .integer(UInt64($0)) } ?? .null),
              ("actions", actions(share.counts)), ("energy_J", band(share.energy_J)),
            ])
          })
      ),
      ("resident_fraction", .number(resident)),
    ]
    if !machine.events.isEmpty { fields.append(("events", .object(members(machine.events)))) }
    if let ceilings {
      fields.append(("ceiling", ceiling(ceilings)))
    }
    return .object(fields)
  }

  private static func ceiling(_ ceilings: CeilingPrices) -> JSONValue {
    .object([
      ("claimed_power_W", band(ceilings.power_W)),
      ("allowance_J", band(ceilings.allowance_J)),
      ("per_action_J", band(ceilings.perAction_J)),
      (
        "by_action",
        .array(
          ceilings.byAction.map {
            .object([
              ("action", .string($0.action.rawValue)), ("count", .integer($0.count)),
              ("ceiling_J", $0.ceiling_J.map { .number($0) } ?? .null),
              ("stated_J", $0.stated_J.map { .number($0) } ?? .null),
            ])
          })
      ),
    ])
  }

  private static func device(_ cost: RunReport.DeviceCost) -> JSONValue {
    .object([
      ("device", .string(cost.device)), ("precision", .string(cost.precision)),
      ("batch", .integer(UInt64(cost.batch))), ("time_s", band(cost.time_s)),
      ("energy_J", band(cost.energy_J)),
    ])
  }

  private static func output(_ output: RunReport.Output) -> JSONValue {
    .object([
      ("text", .string(output.text)),
      ("token_ids", .array(output.tokenIDs.map { .integer(UInt64($0)) })),
      ("cosine", .number(output.cosine)),
      ("embedding", .array(output.embedding.map { .single($0) })),
      ("reference_embedding", .array(output.referenceEmbedding.map { .single($0) })),
    ])
  }

  private static func actions(_ counts: ActionCounts) -> JSONValue {
    .object(counts.present.map { ($0.rawValue, .integer(counts[$0])) })
  }

  static func band(_ band: Band?) -> JSONValue {
    guard let band else { return .null }
    return .object([
      ("low", .number(band.low)), ("nominal", .number(band.nominal)), ("high", .number(band.high)),
    ])
  }
}
