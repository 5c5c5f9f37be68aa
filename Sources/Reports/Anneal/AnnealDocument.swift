import SampleStatistics

/// The JSON document of `anneal` (docs/anneal.md).
public enum AnnealDocument {
  /// Name and version of the layout.
  public static let schema = "ising-npu-anneal/1"

  /// The document.
  public static func document(of report: AnnealReport) -> JSONValue {
    .object([
      ("schema", .string(schema)),
      (
        "provenance",
        .object(
          RunDocument.members(report.provenance)
            + [("arguments", .array(report.arguments.map { .string($0) }))])
      ),
      ("problem", .object(report.problem)),
      ("method", .object(report.method)),
      ("presolve", .object(report.presolve)),
      ("best", best(report)),
      (
        "target",
        report.isTargetGiven
          ? .object([
            ("value", .number(report.target)), ("reached", .bool(report.isTargetReached)),
          ]) : .null
      ),
      ("time_to_best_s", .number(report.timeToBest_s)),
      ("elapsed_s", .number(report.elapsed_s)),
      (
        "rate",
        .object([
          ("updates_per_ns", .number(report.rate.updatesPerNanosecond)),
          ("updates_per_ns_per_thread", .number(report.rate.updatesPerNanosecondOfAThread)),
          ("threads", .integer(UInt64(report.rate.threads))),
        ])
      ),
      (
        "work",
        .object([
          ("reads", .integer(UInt64(report.work.reads))),
          ("batches", .integer(UInt64(report.work.batches))),
          ("complete_batches", .integer(UInt64(report.work.completeBatches))),
          ("attempts", .integer(report.work.attempts)),
        ])
      ),
      ("reads", .array(report.levels.map(level))),
      ("success", report.success.map { success($0, of: report) } ?? .null),
      ("time_to_target_s", report.success.map(time) ?? .null),
      (
        "by_length",
        .array(
          report.successes.map { success in
            .object(
              successMembers(success) + [("time_to_target_s", time(success))])
          })
      ),
      (
        "trace",
        .array(
          report.trace.map {
            .object([("time_s", .number($0.time_s)), (report.quantity, .number($0.value))])
          })
      ),
      ("stopped_by", .string(report.stoppedBy)),
      ("warnings", .array(report.warnings.map { .string($0) })),
    ])
  }

  private static func best(_ report: AnnealReport) -> JSONValue {
    .object([
      ("energy", .number(report.best.energy)),
      ("cut", report.best.cut.map { .number($0) } ?? .null),
      ("objective", .number(report.bestValue)),
      ("proved_optimal", .bool(report.best.proof != nil)),
      ("states", .integer(UInt64(report.best.states))),
      ("spins", .array(report.best.spins.map { .signed(Int($0)) })),
    ])
  }

  private static func level(_ level: AnnealReport.Level) -> JSONValue {
    .object([
      ("energy", .number(level.energy)), ("to", .number(level.highestEnergy)),
      ("count", .integer(UInt64(level.count))),
    ])
  }

  private static func success(
    _ success: AnnealReport.Success, of report: AnnealReport
  ) -> JSONValue {
    .object(
      [
        ("target", .number(report.target)),
        ("target_is", .string(report.isTargetGiven ? "given" : "best")),
      ] + successMembers(success))
  }

  private static func successMembers(
    _ success: AnnealReport.Success
  ) -> [(String, JSONValue)] {
    [
      ("sweeps", .integer(UInt64(success.sweeps))),
      ("count", .integer(UInt64(success.probability.successes))),
      ("reads", .integer(UInt64(success.probability.trials))),
      ("probability", .number(success.probability.value)),
      ("low", .number(success.probability.low)),
      ("high", .number(success.probability.high)),
    ]
  }

  /// `null` stands for no bound where p, or the lower end of its interval, is 0.
  private static func time(_ success: AnnealReport.Success) -> JSONValue {
    .object([
      ("value", .number(success.time_s.value)), ("low", .number(success.time_s.low)),
      ("high", .number(success.time_s.high)), ("confidence", .number(0.99)),
      ("read_s", .number(success.read_s)), ("batch_s", .number(success.batch_s)),
    ])
  }
}
